"""Viewing progress: the control where readers set the last episode they have seen."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _
from criticwiki.panels.components import episode_words
from criticwiki.sphinx_ext.output import site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from criticwiki.model.numbering import Number, Numbering, SeriesKey

    from .pages import PageContext

LISTED: Final = 60
"""Most episodes for a list to choose from; beyond, the control is a number field."""
_TEMPLATES: Final = Path(__file__).parents[2] / 'templates'
_H1: Final = '</h1>'


def add_progress_script(app: Sphinx) -> None:
    """Handler of `builder-inited`: add the script of the controls."""
    if site_of(app.env).is_web:
        app.add_js_file('progress.js', loading_method='defer')


def add_head_script(_app: Sphinx, page: PageContext) -> None:
    """Page context: a script in the head that settles what is open while the page is parsed.

    A deferred file would come after the first paint, and what it opens would move the page. The
    script is the same on every page, so that one hash in a Content-Security-Policy allows it.
    """
    title = page.wiki.series[0] if page.wiki.series else ''
    script = f'{_head_script()}({_json(title)}, {_json(_texts(page.wiki.series))})'
    page.add_to_head([f'<script>{script}</script>'])


@cache
def _head_script() -> str:
    lines = (_TEMPLATES / 'progress-head.js').read_text('utf-8').splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith('(('))
    stripped = (line.strip() for line in lines[start:])
    return '\n'.join(line for line in stripped if line and not line.startswith('/*'))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace('<', '\\u003c')


def _texts(series: SeriesKey | None) -> dict[str, object]:
    """Texts and numbers of the scripts."""
    numbering = series.numbering if series else None
    return {
        'last': float(_last(numbering)) if numbering else 0,
        'seasons': [len(season.numbers) for season in numbering.seasons] if numbering else [],
        'upTo': '' if numbering and _has_labels(numbering) else _('up to episode %d'),
        'seen': _('seen %s'),
        'unset': _('How far?'),
        'at': _('you are at %s'),
        'closed': _('Still closed on this page: %d'),
        'visit': _('This address opens all up to episode %s, for this visit.'),
        'closes': _('This address closes all, for this visit.'),
        'keep': _('Keep %s'),
        'keepClosed': _('Keep all closed'),
        'back': _('Back to %s'),
        'none': _('Back to nothing seen'),
        'copied': _('The link is copied.'),
    }


def _specials(numbering: Numbering) -> list[Number]:
    return [place for _name, place in numbering.specials if place >= 1]


def _has_labels(numbering: Numbering) -> bool:
    """Whether the options of the list are written here, since numbers alone do not say it."""
    return numbering.several or bool(_specials(numbering))


def _last(numbering: Numbering) -> Number:
    return max((numbering.total, *_specials(numbering)))


def progress_control(series: SeriesKey | None, *, is_first: bool = False) -> str:
    """Control of the viewing progress, for those with scripts; empty without episodes.

    One that comes first on its page asks a whole question.
    """
    if series is None or not series.numbering.work.has_episodes:
        return ''
    numbering = series.numbering
    others = _specials(numbering)
    question = _('How far have you seen?') if is_first else ''
    if numbering.total + len(others) <= LISTED:
        label, first = question or _('I have seen'), _('nothing yet')
        options = _options(numbering) if _has_labels(numbering) else ''
        field = f'<select><option value="">{escape(first)}</option>{options}</select>'
    else:
        label = question or _('I have seen up to episode')
        field = f'<input type="number" inputmode="numeric" min="0" max="{_last(numbering)}"'
        field += ' step="any">' if others else '>'
    return _CONTROL % {
        'kind': 'wiki-seen wiki-seen-first' if is_first else 'wiki-seen',
        'label': escape(label),
        'field': field,
        'reset': escape(_('Reset')),
        'more': escape(_('Hide scores, copy a link')),
        'on': escape(_('scores are hidden')),
        'hide': escape(_('Hide scores of episodes I have not seen')),
        'copy': escape(_('Copy a link with my progress')),
        'link': escape(_('Link with my progress')),
    }


_CONTROL: Final = """\
<div class="%(kind)s"><label>%(label)s %(field)s</label>
<button type="button" class="wiki-seen-reset">%(reset)s</button>
<details class="wiki-seen-more"><summary data-on="%(on)s">%(more)s</summary>
<label class="wiki-seen-scores"><input type="checkbox"> %(hide)s</label>
<button type="button" class="wiki-seen-copy">%(copy)s</button>
<input class="wiki-seen-link" readonly hidden aria-label="%(link)s"></details>
<output></output></div>
"""


def _options(numbering: Numbering) -> str:
    """Options for every episode with its label."""
    numbers = [*range(1, numbering.total + 1), *(place for _name, place in numbering.specials)]
    labels = (
        (number, _('up to %(episode)s') % {'episode': episode_words(numbering.place(number))})
        for number in sorted(numbers)
        if number >= 1
    )
    return ''.join(f'<option value="{number}">{escape(label)}</option>' for number, label in labels)


def add_control(_app: Sphinx, page: PageContext) -> None:
    """Page context of themes without a place for it: put the control before the text."""
    if page.body:
        page.body = progress_control(page.wiki.series) + page.body


def is_landing_page(app: Sphinx, page: PageContext) -> bool:
    """Whether the control is the first part of a page: on the landing page."""
    return page.name == app.config.root_doc and _H1 in page.body


def put_control_first(app: Sphinx, page: PageContext) -> None:
    """Page context: on the landing page the control comes first."""
    if is_landing_page(app, page):
        control = progress_control(page.wiki.series, is_first=True)
        page.body = page.body.replace(_H1, _H1 + '\n' + control, 1)


def progress_chip(series: SeriesKey | None) -> str:
    """Chip of the header on phones: it says how far, and opens the control."""
    control = progress_control(series)
    if not control:
        return ''
    label = escape(_('How far?'))
    return f'<details class="wiki-chip"><summary aria-label="{label}"></summary>{control}</details>'
