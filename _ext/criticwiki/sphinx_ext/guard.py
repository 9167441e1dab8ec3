"""Settings and files that make a stranger's page harmless, whatever conf.py forgot.

The rules are in :mod:`criticwiki.core.guard`; here is what makes Sphinx follow them. Each is
held twice: a page with a harm is not parsed at all, and the parser cannot do the harm.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.errors import ConfigError
from sphinx.util import logging
from sphinx.util.matching import Matcher

from criticwiki.core.guard.allowed import SCHEMES, SYNTAX
from criticwiki.core.guard.files import glob_of, refused_files
from criticwiki.sphinx_ext.report import report
from criticwiki.sphinx_ext.words import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from criticwiki.core.problems import Problem

_SUFFIX: Final = '.md'
_NO_HTML: Final = ('html_block', 'html_inline')
_FLAVOURS: Final = ('myst_commonmark_only', 'myst_gfm_only')
"""Under these MyST asks none of its other settings."""
_logger = logging.getLogger(__name__)


def withheld() -> str:
    """What stands in the place of a page that is not shown."""
    title = _('Page withheld')
    words = _('This page holds something that no page may hold. The build says what, and where.')
    return f'# {title}\n\n{words}\n'


def hold_settings(app: Sphinx, config: Config) -> None:
    """Take from conf.py what would let a page do harm, before anything is made of it."""
    if not config['criticwiki_guard']:
        return
    config['source_suffix'] = {
        suffix: kind for suffix, kind in config['source_suffix'].items() if suffix == _SUFFIX
    } or {_SUFFIX: 'markdown'}
    # a picture with the language in its name would stand in for the one that was looked at
    config['figure_language_filename'] = '{root}{ext}'
    off: set[str] = set()
    if 'myst_enable_extensions' in config:
        off = set(config['myst_enable_extensions']) - SYNTAX
        off |= {name for name in _FLAVOURS if config[name]}
        _hold_myst(config)
    found = _refuse_files(app, config)
    app.connect('env-updated', lambda _app, _env: _tell(found, off), priority=400)


def _tell(found: list[Problem], off: set[str]) -> None:
    """Say in every build what was left out."""
    for name in sorted(off):
        _logger.warning(
            '%r lets a page do harm and stays off; criticwiki_guard'
            ' = False is for wikis where everybody who writes pages may run code',
            name,
            location='conf.py',
            type='wiki',
            subtype='forbidden',
        )
    report(found)


def _hold_myst(config: Config) -> None:
    enabled = set(config['myst_enable_extensions'])
    config['myst_enable_extensions'] = enabled & SYNTAX
    for flavour in _FLAVOURS:
        config[flavour] = False
    disabled = config['myst_disable_syntax']
    config['myst_disable_syntax'] = [*disabled, *(n for n in _NO_HTML if n not in disabled)]
    schemes = config['myst_url_schemes']
    config['myst_url_schemes'] = (
        {name: to for name, to in schemes.items() if name in SCHEMES}
        if isinstance(schemes, dict)
        else [name for name in schemes if name in SCHEMES]
    )


def _refuse_files(app: Sphinx, config: Config) -> list[Problem]:
    """Leave out links and odd names, so that nothing opens them."""
    source = Path(app.srcdir)
    statics = {os.path.normpath(name) for name in config['html_static_path']}
    excluded = Matcher(config['exclude_patterns'])
    found = list(refused_files(source, excluded, _SUFFIX))
    for problem in found:
        if any(problem.path == name or problem.path.startswith(f'{name}/') for name in statics):
            raise ConfigError(f'{problem.path}: {problem.message}')
        config['exclude_patterns'].append(glob_of(problem.path))
    return found


def hold_parsers(app: Sphinx) -> None:
    """Keep docutils from files and from raw output, for any directive that asks it."""
    if app.config['criticwiki_guard']:
        app.env.settings['file_insertion_enabled'] = False
        app.env.settings['raw_enabled'] = False
    else:
        app.env.settings['file_insertion_enabled'] = True
        app.env.settings.pop('raw_enabled', None)


def setup_guard(app: Sphinx) -> None:
    """Connect after other extensions have had their say, and before MyST reads the settings."""
    app.connect('config-inited', hold_settings, priority=900)
    app.connect('builder-inited', hold_parsers, priority=100)
