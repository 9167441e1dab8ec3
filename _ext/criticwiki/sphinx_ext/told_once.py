"""Keeps Sphinx and MyST from telling in words of their own what is one of our problems.

What they tell has a line at most. Where an extension is there that we do not know, we do not
judge what it adds, and leave it to them. Of labels they tell without a type that settings silence.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sphinx.locale import __

from criticwiki.markdown.directives import forms_of
from criticwiki.text import escaped

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

TOLD: Final = (
    'download.not_readable',
    'image.not_readable',
    'myst.directive_unknown',
    'myst.header',
    'myst.role_unknown',
    'myst.xref_missing',
    'ref.footnote',
    'toc.not_readable',
)
"""What we tell of: missing files, unknown names, levels, footnotes, links and lists to nothing."""


_LABEL: Final = 'Duplicate explicit target name: '
"""How docutils begins to tell of a label that stands twice on a page."""
_LOGGERS: Final = (
    'sphinx.myst_parser.sphinx_ext.myst_refs',
    'sphinx.sphinx.domains.std',
    'sphinx.sphinx.util.docutils',
)


def is_told(record: logging.LogRecord) -> bool:
    """Whether a message is about a label that is given twice, or that something else has."""
    message = str(record.msg)
    return (
        message == __('duplicate label %s, other instance in %s')
        or _LABEL in message
        or (':std:ref:' in message and getattr(record, 'subtype', '') == 'xref_ambiguous')
    )


def _is_news(record: logging.LogRecord) -> bool:
    return not is_told(record)


def _in_one_line(record: logging.LogRecord) -> bool:
    """Leave out the source that docutils adds to a message: its lines may look like messages."""
    record.msg = escaped(str(record.msg).split('\n', 1)[0])
    return True


def tell_once(_app: Sphinx, config: Config) -> None:
    """Silence what would be told twice."""
    closed = forms_of(tuple(config.extensions)).closed
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        (logger.addFilter if closed else logger.removeFilter)(_is_news)
    logging.getLogger(_LOGGERS[-1]).addFilter(_in_one_line)
    if closed:
        config.suppress_warnings = [*config.suppress_warnings, *TOLD]


def setup_told_once(app: Sphinx) -> None:
    """Connect when settings are known."""
    app.connect('config-inited', tell_once)
