"""Declared numbering: the seasons and specials that the front matter of the index page states."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from criticwiki.problems import did_you_mean

from .front_matter import PlainScalar, read_front_matter
from .numbering import (
    MAX_EPISODE,
    UNKNOWN,
    Number,
    Numbering,
    NumberingError,
    Season,
    folded,
    format_number,
    is_special,
    means_episodes,
    number_from,
)
from .works import Work, WorkKind, work_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPACE: Final = re.compile(r'\s+')


def strict_numbering(values: Mapping[str, Any]) -> Numbering:
    """The numbering of the mapping `series` of front matter.

    :raises NumberingError: if it is invalid.
    """
    work = work_of(values)
    if not work.has_episodes:
        return _in_one_piece(work.kind)
    episodes, seasons, specials = (values.get(key) for key in ('episodes', 'seasons', 'specials'))
    return joined_numbering(
        0 if episodes is None else _count(episodes, 'episodes'),
        () if seasons is None else seasons_from(seasons),
        () if specials is None else specials_from(specials),
        work.kind,
    )


def joined_numbering(
    episodes: int,
    seasons: tuple[Season, ...],
    specials: tuple[tuple[str, Number], ...],
    kind: WorkKind = WorkKind.SERIES,
) -> Numbering:
    """The numbering of an index page from its fields, which must agree.

    :raises NumberingError: if they do not.
    """
    if episodes and seasons and episodes != seasons[-1].last:
        raise NumberingError(
            f'episodes: the seasons have {seasons[-1].last} together, not {episodes}; correct one,'
            " or leave 'episodes' out",
            'episodes',
        )
    if episodes and not seasons:
        seasons = (Season(1, episodes),)
    titles = {folded(season.title) for season in seasons}
    for name, _place in specials:
        if folded(name) in titles:
            raise NumberingError(f'{name}: a season has this name', 'specials', name)
    if not (seasons or specials):
        return _in_one_piece(kind)
    return Numbering(seasons, specials, Work(kind))


def _in_one_piece(kind: WorkKind) -> Numbering:
    """Numbering of a work without episodes."""
    return Numbering((Season(1, 1),), (), Work(kind, has_episodes=False))


def valid_numbering(text: str) -> Numbering:
    """The numbering that an index page declares, as far as it is valid.

    Of what is not, the page has problems; others have none of their own for it.
    """
    values = read_front_matter(text).values.get('series')
    if not isinstance(values, dict):
        return UNKNOWN
    work = work_of(values)
    if not work.has_episodes:
        return _in_one_piece(work.kind)
    seasons: tuple[Season, ...] = ()
    with suppress(NumberingError):
        seasons = seasons_from(values.get('seasons'))
    if not seasons:
        with suppress(NumberingError):
            seasons = (Season(1, _count(values.get('episodes'), 'episodes')),)
    specials: tuple[tuple[str, Number], ...] = ()
    declared = values.get('specials')
    for name, place in declared.items() if isinstance(declared, dict) else ():
        with suppress(NumberingError):
            (special,) = specials_from({name: place})
            if special[1] not in {other for _name, other in specials}:
                specials = (*specials, special)
    return Numbering(seasons, tuple(sorted(specials, key=lambda special: special[1])), work)


_SHAPE: Final = 'write [13, 12], or a list of {title: Part 1, episodes: 13}'


def seasons_from(value: Any) -> tuple[Season, ...]:
    """Seasons: `[13, 12]`, `{1: 13, 2: 12}`, or a list of `{title: …, episodes: 12}`.

    :raises NumberingError: if they are invalid.
    """
    entries: list[tuple[str, int]] = []
    if isinstance(value, dict):
        for index, (key, count) in enumerate(value.items(), 1):
            if key != str(index):
                raise NumberingError(
                    f'seasons: here stands season {index}, not {key!r}; {_SHAPE}', 'seasons', key
                )
            entries.append(('', _count(count, 'seasons', key)))
    elif isinstance(value, list):
        entries += [_season(one, 'seasons', index) for index, one in enumerate(value)]
    if not entries:
        raise NumberingError(f'seasons: {_SHAPE}', 'seasons')
    titles = [folded(title) for title, _count_ in entries if title]
    for index, (title, _episodes) in enumerate(entries):
        if title and titles.count(folded(title)) > 1:
            message = f'title: two seasons are called {title!r}'
            raise NumberingError(message, 'seasons', index, 'title')
    ends = list(accumulate(count for _title, count in entries))
    return tuple(
        Season(end - count + 1, end, title)
        for end, (title, count) in zip(ends, entries, strict=True)
    )


def _season(value: Any, *path: str | int) -> tuple[str, int]:
    if not isinstance(value, dict):
        return '', _count(value, *path)
    for key in value:
        if key not in {'title', 'episodes'}:
            hint = did_you_mean(key, ['title', 'episodes'])
            raise NumberingError(f'unknown key {key!r}{hint}', *path, key)
    title = value.get('title')
    if title is not None and (not isinstance(title, str) or not title.strip()):
        raise NumberingError('title: must be text', *path, 'title')
    if 'episodes' not in value:
        raise NumberingError("seasons: a season needs the key 'episodes'", *path)
    return _SPACE.sub(' ', title or '').strip(), _count(value['episodes'], *path, 'episodes')


def _count(value: Any, *path: str | int) -> int:
    key = next(part for part in reversed(path) if isinstance(part, str))
    if not isinstance(value, PlainScalar) or not re.fullmatch('[0-9]{1,6}', value):
        shown = repr(str(value)) if isinstance(value, str) else 'something else'
        raise NumberingError(f'{key}: must be a whole number of episodes, not {shown}', *path)
    if not int(value):
        raise NumberingError(f'{key}: must be 1 at least', *path)
    return int(value)


def specials_from(value: Any) -> tuple[tuple[str, Number], ...]:
    """Specials: names with their places in the order, such as `{OVA: 13.5, Prologue: 0}`.

    :raises NumberingError: if they are invalid.
    """
    if not isinstance(value, dict) or not value:
        raise NumberingError('specials: write a place for each name: {OVA: 13.5}', 'specials')
    specials: dict[Number, str] = {}
    for name, written in value.items():
        path = ('specials', name)
        place = number_from(written) if isinstance(written, PlainScalar) else None
        if place is None or place > MAX_EPISODE:
            raise NumberingError(
                f'{name}: write its place in the order: 13.5 follows episode 13, 0 is before 1',
                *path,
            )
        if not is_special(place):
            raise NumberingError(
                f'{name}: {place} is the number of a regular episode; {place}.5 comes after it',
                *path,
            )
        if any(folded(name) == folded(other) for other in specials.values()):
            raise NumberingError(f'{name}: two specials have this name', *path)
        if place in specials:
            after = format_number(place) + ('5' if isinstance(place, Decimal) else '.5')
            raise NumberingError(
                f'{name}: {specials[place]!r} has the place {format_number(place)}; write one that'
                f' follows, like {after}',
                *path,
            )
        if not name.strip() or ',' in name or means_episodes(name):
            raise NumberingError(
                f'{name!r} reads as an episode or a season; choose another name', *path
            )
        specials[place] = _SPACE.sub(' ', name).strip()
    return tuple((name, place) for place, name in sorted(specials.items()))
