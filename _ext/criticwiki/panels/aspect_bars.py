"""Panel of the aspects as bars: how many critics praise each, criticise it or say nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.aspects import aspect_places
from criticwiki.i18n import _, counted, counted_noop, separator
from criticwiki.panel_registry import Panel

from .common import MAX_NAMED
from .consensus import tallies
from .elements import NO_SEARCH, Element, bullets, data_number, joined, link, para, phrase, span
from .pointers import below, pointer_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.corpus.corpus import Corpus

    from .elements import Piece


@dataclass(frozen=True, slots=True)
class AspectBar:
    """Counts of critics by what they hold on one aspect."""

    aspect: str
    counts: tuple[int, int, int, int, int]
    """Who praise, are mixed, criticise, are silent, and had not seen enough."""
    place: tuple[str, str] | None
    """Docname and anchor of what each critic says of it; None where no page tells."""
    at: str = pointer_field()
    """Pointer to the aspect in the consensus of `wiki.json`."""


@dataclass(frozen=True, slots=True)
class AspectBars:
    """View of the aspects that critics discuss: the most praised first."""

    rows: tuple[AspectBar, ...]
    undiscussed: tuple[str, ...]


@cached_view
def aspect_bars(corpus: Corpus) -> AspectBars:
    """Bars of the aspects, in the order of praise less criticism, then of the series."""
    rows, places = tallies(corpus), aspect_places(corpus)
    discussed = sorted(
        (row for row in rows if row.tally.discussing),
        key=lambda row: (row.tally.criticism - row.tally.praise, -row.tally.praise),
    )
    return AspectBars(
        tuple(
            AspectBar(
                row.aspect,
                (
                    row.tally.praise,
                    row.tally.mixed,
                    row.tally.criticism,
                    row.in_scope - row.tally.discussing,
                    row.critics - row.in_scope,
                ),
                places.get(row.aspect),
                row.at,
            )
            for row in discussed
        ),
        tuple(row.aspect for row in rows if not row.tally.discussing),
    )


def draw_bars(view: AspectBars) -> list[Element]:
    """List of the aspects, each with a bar and its counts in words."""
    if not view.rows:
        return []
    items = [[_draw_bar(row)] for row in view.rows]
    blocks = [bullets(items, 'wiki-bars', NO_SEARCH)]
    if view.undiscussed:
        aspects = separator().join(view.undiscussed)
        text = _('Discussed by no critic: %(aspects)s.') % {'aspects': aspects}
        blocks.append(para(text, classes=['summary']))
    return blocks


def _draw_bar(row: AspectBar) -> Element:
    name = link(row.aspect, *row.place) if row.place else span(row.aspect)
    label = Element('inline', [name], ('bar-name',))
    words = Element('inline', _words(row), ('summary',))
    return para(label, ' ', _marks(row.counts), ' ', words)


_KEYS: Final = ('praise', 'mixed', 'criticism', 'silent', 'out_of_scope')
"""Keys of the counts in `wiki.json`."""


def _words(row: AspectBar) -> list[Piece]:
    """The counts that are not zero, in words."""
    templates = (
        counted_noop('%(count)d praise'),
        counted_noop('%(count)d mixed'),
        counted_noop('%(count)d criticise'),
        counted_noop('%(count)d silent'),
        counted_noop('%(count)d had not seen it'),
    )
    counts = zip(row.counts, _KEYS, templates, strict=True)
    return joined(
        phrase(counted(message, count), count=data_number(count, below(row.at, key)))
        for count, key, message in counts
        if count
    )


def _marks(counts: Sequence[int]) -> Element:
    """A bar of one mark for each critic, or of a dozen for many; the style sheet draws them."""
    names = ('praise', 'mixed', 'criticism', 'silent', 'out')
    pairs = zip(names, marks_of(counts), strict=True)
    return Element(
        'inline',
        [span('', 'stance', f'stance-{name}') for name, count in pairs for _mark in range(count)],
        ('stance-bar',),
    )


def marks_of(counts: Sequence[int]) -> list[int]:
    """Numbers of marks in proportion to counts, at most `MAX_NAMED`; each count above 0 has one."""
    total = sum(counts)
    if total <= MAX_NAMED:
        return list(counts)
    marks = [max(count * MAX_NAMED // total, count > 0) for count in counts]
    while sum(marks) != MAX_NAMED:
        step = 1 if sum(marks) < MAX_NAMED else -1
        pairs = zip(counts, marks, strict=True)
        shares = [(count / total - mark / MAX_NAMED) * step for count, mark in pairs]
        able = [at for at in range(len(marks)) if counts[at] and marks[at] + step > 0]
        marks[max(able, key=shares.__getitem__)] += step
    return marks


BARS: Final = Panel(lambda corpus, _page: aspect_bars(corpus), draw_bars)
