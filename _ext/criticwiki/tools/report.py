"""All that a change does, in the order in which readers care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .aspects import aspect_changes
from .episodes import coverage_changes, episode_changes, season_changes
from .headline import headline_changes, headline_stays
from .impact_report import critic_changes, remark_changes
from .pages import page_changes
from .sentences import plural, shortened
from .shown import changed_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus

    from .sentences import Sentence


def impact(old: Corpus, new: Corpus) -> list[Sentence]:
    """What leads from one state of a wiki to the next; empty where readers see no change."""
    consensus = list(_consensus(old, new))
    around = list(shortened(page_changes(old, new), 'pages come, go or move'))
    pages = changed_pages(old, new)
    if not (consensus or around or pages):
        return []
    stays = headline_stays(old, new)
    first: list[Sentence] = [stays] if stays and consensus else []
    if not consensus:
        first = [('the consensus stays',)]
    verb = 'changes' if pages == 1 else 'change'
    last: list[Sentence] = [(f'{plural(pages, "page")} {verb}',)] if pages else []
    return [*around, *first, *consensus, *last]


def _consensus(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    yield from headline_changes(old, new)
    yield from shortened(aspect_changes(old, new), 'changes of aspects')
    yield from shortened(critic_changes(old, new), 'changes of critics')
    yield from shortened(remark_changes(old, new), 'changes of remarks')
    yield from shortened(episode_changes(old, new), 'episodes')
    yield from season_changes(old, new)
    yield from shortened(coverage_changes(old, new), 'episodes')
