"""Unfinished pages: what a draft of `make new` leaves on a page that says it is no draft."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from criticwiki.corpus.corpus import Corpus
from criticwiki.corpus.drafts import draft_text, title_from_id
from criticwiki.model.kinds import Episode
from criticwiki.model.page import id_of
from criticwiki.model.review import Review
from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from criticwiki.markdown.lint import Heading
    from criticwiki.model.page_facts import PageFacts

_DRAFTED: Final = frozenset({'episode', 'character', 'review', 'page'})
_NOTE: Final = re.compile(r' *## |% ')
_NOTHING: Final = re.compile(r'\s*(?:%.*|\([^()]+\)=|=+|-+)?\s*')
"""Line that shows nothing: blank, a note, a label, the mark below a heading."""
_CURE: Final = 'or write draft: true again; so it counts nowhere'


def check_unfinished(
    lines: Sequence[str],
    first: int,
    page: tuple[str, str],
    facts: PageFacts,
    outline: Sequence[Heading],
) -> Iterator[Problem]:
    """Problems of a page that was made a draft, and is none now; their path is empty.

    `first` is the first line of its text, `page` its docname and its kind, `outline` its headings.
    """
    docname, kind = page
    if facts.draft or kind not in _DRAFTED:
        return
    yield from _notes(lines, first, kind)
    if not facts.summary:
        yield from _summary(lines[: first - 1], kind)
    if kind != 'page' and outline:
        yield from _empty_sections(lines, outline)
        yield from _heading(docname, kind, facts, outline[0])


def _notes(lines: Sequence[str], first: int, kind: str) -> Iterator[Problem]:
    """The problem of the notes of the draft, at the first of them."""
    notes = [
        number
        for number, line in enumerate(lines, 1)
        if _NOTE.match(line)
        and line.lstrip().startswith('##' if number < first else '%')
        and line.strip() in _template(kind)
    ]
    if notes:
        line = lines[notes[0] - 1]
        more = len(notes) - 1
        also = (
            f', as are {more} more lines' if more > 1 else ', as is one more line' if more else ''
        )
        message = f'this is a note of the draft{also}; delete what begins with % or ##, {_CURE}'
        yield Problem('', notes[0], _column(line), Code.UNFINISHED, message)


def _summary(matter: Sequence[str], kind: str) -> Iterator[Problem]:
    """The problem of a summary that is still the example of the draft, and commented out."""
    for number, line in enumerate(matter, 1):
        if line.strip().startswith('# summary:') and line.strip() in _template(kind):
            message = (
                "the summary is still the draft's example: take the '# ' away and write one"
                f' sentence, or delete the line, {_CURE}'
            )
            yield Problem('', number, _column(line), Code.UNFINISHED, message)


def _empty_sections(lines: Sequence[str], outline: Sequence[Heading]) -> Iterator[Problem]:
    """Problems of sections without a word."""
    for heading, following in zip(outline, [*outline[1:], None], strict=True):
        end = following.line - 1 if following else len(lines)
        deeper = following is not None and following.level > heading.level
        if heading.level > 1 and not deeper and all(map(_shows_nothing, lines[heading.line : end])):
            message = (
                f'the section {heading.text!r} is empty: write it, or delete its heading, {_CURE}'
            )
            yield Problem('', heading.line, heading.column, Code.UNFINISHED, message)


def _shows_nothing(line: str) -> bool:
    return bool(_NOTHING.fullmatch(line))


def _heading(docname: str, kind: str, facts: PageFacts, first: Heading) -> Iterator[Problem]:
    """The problem of a heading that is the file name, where the facts have another title."""
    if isinstance(facts, Review):
        field, title = 'headline', facts.headline
    elif isinstance(facts, Episode):
        field, title = 'title', facts.title
    else:
        return
    made = title_from_id(kind, id_of(docname))
    few = made.count(' ') < (1 if not facts.summary else 2)
    if few or first.text != made or title.casefold() == made.casefold():
        return
    message = f'this heading is made of the file name; write that of {field!r}, {_CURE}'
    yield Problem('', first.line, first.column, Code.UNFINISHED, message)


def _column(line: str) -> int:
    return len(line) - len(line.lstrip()) + 1


@cache
def _template(kind: str) -> frozenset[str]:
    """Lines of a draft that are notes or examples, without their indentation."""
    number = '1' if kind == 'episode' else ''
    lines = draft_text(Corpus(()), kind, 'Untitled', number).split('\n')
    return frozenset(line.strip() for line in lines if line.lstrip().startswith(('#', '%')))
