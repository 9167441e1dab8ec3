"""Episode numbers: seasons and specials of a series, and the notations S2E3, 13.5 and `season 2`.

Every number counts through the series, so that numbers compare and sort as they are: an `int`
for a regular episode, a `Decimal` such as 13.5, or 0, for a special. Seasons and names are
resolved when a page is read, by the numbering that the index page declares.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from criticwiki.problems import did_you_mean

from .works import SERIAL, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


Number: TypeAlias = int | Decimal
"""Number of an episode through the series; 0 and fractions are specials."""

MAX_EPISODE: Final = 10_000
MAX_ON_A_PAGE: Final = 10
"""Most episodes that one page may be about."""
_SPACE: Final = re.compile(r'\s+')
_NUMBER: Final = re.compile(r'([0-9]{1,6})(?:\.([0-9]{1,3}))?')
_IN_SEASON: Final = re.compile(
    r's([0-9]{1,3})\s?[e\u00d7x]([0-9]{1,5})|([0-9]{1,3})[x\u00d7]([0-9]{1,5})'
)
_END_IN_SEASON: Final = re.compile(r'e?([0-9]{1,5})')
_HYPHEN: Final = re.compile(r'\s*[-\u2013]\s*')
_UNITS: Final = ('season', 'part', 'cour', 'arc', 'volume', 'book')
"""Words for a season, which may stand before its place."""
_UNIT: Final = rf'(?:{"|".join(_UNITS)})'
_UNIT_NUMBER: Final = re.compile(rf'({_UNIT}) ([0-9]{{1,3}})')
_SEASON: Final = re.compile(rf'(?:s|({_UNIT}) )([0-9]{{1,3}})')
_SEASONS: Final = re.compile(
    rf'(?:s|({_UNIT})s? )([0-9]{{1,3}})\s*(?:[-\u2013]|to)\s*(?:s|{_UNIT} )?([0-9]{{1,3}})'
)
_LIST_OF_SEASONS: Final = re.compile(
    rf'({_UNIT})s ([0-9]{{1,3}}(?:(?:,| and|,? &) ?[0-9]{{1,3}})*)'
)
_EPISODE: Final = re.compile(r'(?:episode|ep\.?)\s*(\d+)', re.IGNORECASE)
_EPISODES: Final = re.compile(r'(?:episodes?|eps?\.?)\s*\d[\w\s.,&-]*', re.IGNORECASE)
"""Numbers of episodes behind the word, which name no special."""
_WORD: Final = re.compile(r"[^\W\d_][\w '\u2019.]{0,40}")
_TITLE_END: Final = re.compile(r'\s*[:,(\u2013\u2014]| - ')
ALL: Final = 'all'


def folded(text: str) -> str:
    """A name for comparison: composed, in lower case, with single spaces."""
    return _SPACE.sub(' ', unicodedata.normalize('NFC', text)).strip().casefold()


_ALL_OF_THEM: Final = re.compile(
    r'\s*(?:all|every|whole|entire|the (?:whole|entire)|alle)\b', re.IGNORECASE
)


class NumberingError(ValueError):
    """A mistake in the numbering that the index page declares, with the path of its key."""

    def __init__(self, message: str, *path: str | int) -> None:
        """Take a message for the editor, and the path below `series`."""
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class Season:
    """A season: its regular episodes, and a title where it has one (part, cour, arc)."""

    first: int
    last: int
    title: str = ''

    @property
    def numbers(self) -> range:
        """Numbers of its regular episodes."""
        return range(self.first, self.last + 1)


class EpisodePlace(NamedTuple):
    """Place of an episode, or of a few on one page, as readers are told it."""

    number: Number
    """The first, through the series."""
    season: int = 0
    """Which season; 0 in a series of one, and for a special."""
    within: int = 0
    """Number in that season, or in a series of one; 0 for a special."""
    last: int = 0
    """The last one of several in the same season; 0 for a single one."""
    name: str = ''
    """Name of a special, or all labels of several that are not consecutive."""
    title: str = ''
    """Title of the season."""
    until: Number = 0
    """The last one through the series: whoever has seen it has seen all of the page."""

    def __str__(self) -> str:
        """Short label: `3`, `S2E3`, `6–7`, `S1E6–E7`, `13.5`, or the name of a special."""
        if self.name or not self.within:
            return self.name or format_number(self.number)
        if not self.season:
            return f'{self.within}\u2013{self.last}' if self.last else str(self.within)
        end = f'\u2013E{self.last}' if self.last else ''
        return f'S{self.season}E{self.within}{end}'


def format_number(number: Number) -> str:
    """A number as it is written: `3`, `13.5`."""
    return f'{number:f}' if isinstance(number, Decimal) else str(number)


def is_special(number: Number) -> bool:
    """Whether a number is that of a special: between two episodes, or before the first."""
    return number < 1 or isinstance(number, Decimal)


def follows(before: Number, after: Number) -> bool:
    """Whether no regular episode lies between two numbers in order."""
    return floor(before) + 1 >= after


@dataclass(frozen=True, slots=True)
class Numbering:
    """Seasons and specials of a series, from its index page."""

    seasons: tuple[Season, ...] = ()
    """In order; empty where the number of episodes is not known."""
    specials: tuple[tuple[str, Number], ...] = ()
    """Names of specials with their numbers, in the order of these."""
    work: Work = SERIAL
    """The kind of the work, and whether it has episodes; one without is all of episode 1."""

    @property
    def total(self) -> int:
        """Number of regular episodes; 0 if not known."""
        return self.seasons[-1].last if self.seasons else 0

    @property
    def words(self) -> Mapping[str, str]:
        """Messages of this work in place of those of a series of one season, by message."""
        return self.work.words_of(several_seasons=self.several)

    @property
    def several(self) -> bool:
        """Whether there is more than one season, so that labels name the season."""
        return len(self.seasons) > 1

    def season_of(self, number: Number) -> int:
        """Which season a regular episode is in, from 1; 0 for others."""
        if is_special(number):
            return 0
        seasons = enumerate(self.seasons, 1)
        return next((index for index, one in seasons if number <= one.last), 0)

    def is_beyond(self, number: Number) -> bool:
        """Whether a number exceeds the series; a special may follow the last episode."""
        return bool(self.seasons) and not (
            number < self.total + 1 or any(number == place for _name, place in self.specials)
        )

    # -- from text to numbers

    def number(self, text: str) -> Number:
        """The number of one episode: `14`, `S2E3`, `2x03`, `13.5`, or the name of a special.

        :raises ValueError: with a message for the editor.
        """
        number = self._end(folded(text))
        if number is None:
            write = 'write 3, S2E3 or 13.5' if self.several else 'write 3 or 13.5'
            if match := _EPISODE.fullmatch(text.strip()):
                write = f'write only the number, {match[1]}'
            raise ValueError(f'{text.strip()!r} is no episode; {write}{self._cure(text)}')
        return number

    def find(self, text: str) -> Number | None:
        """The number of one episode; None where the text is none."""
        try:
            return self._end(folded(text))
        except ValueError:
            return None

    def find_exact(self, text: str) -> Number | None:
        """The number of one episode, where the name of a special is written as declared.

        Ids of pages may differ from such a name in case.
        """
        word = _SPACE.sub(' ', text).strip()
        number = self.find(word)
        names = {folded(name): name for name, _place in self.specials}
        return number if names.get(folded(word), word) == word else None

    @staticmethod
    def is_season_number(text: str) -> bool:
        """Whether a text is written as an episode of a season, as in `S2E3`."""
        return bool(_IN_SEASON.fullmatch(folded(text)))

    def names_season(self, text: str) -> bool:
        """Whether a text names whole seasons."""
        try:
            return bool(self._seasons(folded(text)))
        except ValueError:
            return True

    def numbers(self, text: str) -> frozenset[Number]:
        """The numbers of a range: `1-4`, `S1E4-S2E3`, `season 2`, `seasons 1-2`, a title, `all`.

        A range contains the regular episodes between its ends; a special is named, or is an end.

        :raises ValueError: with a message for the editor.
        """
        word = folded(text)
        if seasons := self._seasons(word):
            return frozenset(number for one in seasons for number in one.numbers)
        if (number := self._end(word)) is not None:
            return frozenset((_bounded(number),))
        for hyphen in _HYPHEN.finditer(word):
            before, after = word[: hyphen.start()], word[hyphen.end() :]
            first = self._end(before)
            if first is None or not after:
                continue
            if _IN_SEASON.fullmatch(before) and (match := _END_IN_SEASON.fullmatch(after)):
                last: Number | None = self._in_season(self.season_of(first), int(match[1]))
            else:
                last = self._end(after)
            if last is None:
                continue
            if last < first:
                raise ValueError(f'{text.strip()!r} runs backwards; write {after}-{before}')
            regular = range(max(1, ceil(first)), floor(_bounded(last)) + 1)
            return frozenset((first, last, *regular))
        more = ', S2E3 or season 2' if self.several else ' or [1, 3]'
        if _ALL_OF_THEM.match(text):
            raise ValueError(f"{text.strip()!r} names no episodes; write 'all'")
        message = f'{text.strip()!r} names no episodes; write 1, 1-4{more}'
        raise ValueError(message + self._cure(text))

    def _end(self, word: str) -> Number | None:
        """The number of a single folded word; None where it is none.

        :raises ValueError: if it names a season or an episode that does not exist.
        """
        for name, place in self.specials:
            if folded(name) == word:
                return place
        if match := _NUMBER.fullmatch(word):
            return _number(match)
        if match := _IN_SEASON.fullmatch(word):
            season, within = (int(group) for group in match.groups() if group)
            return self._in_season(season, within)
        return None

    def _cure(self, text: str) -> str:
        """End of a message on a word, which may be meant as the name of a special."""
        word = text.strip()
        if hint := did_you_mean(word, [name for name, _place in self.specials]):
            return hint
        if not _WORD.fullmatch(word) or self.names_season(word) or _EPISODES.fullmatch(word):
            return ''
        return f', or declare the special on the index page: specials: {{{word}: 13.5}}'

    def _in_season(self, season: int, within: int) -> int:
        if not self.seasons:
            raise ValueError(
                "'episodes' or 'seasons' on the index page must say what the series has"
            )
        if not season:
            raise ValueError(
                "season 0 stands for specials; name each under 'specials' on the index page"
            )
        if season > len(self.seasons):
            raise ValueError(self._no_season(season))
        one = self.seasons[season - 1]
        if not 1 <= within <= len(one.numbers):
            episodes = f'{len(one.numbers)} episode{"s" if len(one.numbers) > 1 else ""}'
            raise ValueError(f'season {season} has {episodes}; it has no episode {within}')
        return one.first + within - 1

    def _seasons(self, word: str) -> tuple[Season, ...]:
        """The seasons that a text names; empty if it names none."""
        if word == ALL:
            if not self.seasons:
                raise ValueError(
                    "'episodes' or 'seasons' on the index page must say what 'all' stands for"
                )
            return self.seasons
        if titled := self._titled(word):
            return (titled,)
        if match := _SEASON.fullmatch(word):
            return (self._by_place(match[1] or '', int(match[2])),)
        if match := _SEASONS.fullmatch(word):
            first, last = int(match[2]), int(match[3])
            if last < first:
                raise ValueError(f'{word!r} runs backwards; write seasons {last}-{first}')
            return tuple(self._by_place(match[1] or '', n) for n in range(first, last + 1))
        if match := _LIST_OF_SEASONS.fullmatch(word):
            return tuple(self._by_place(match[1], int(n)) for n in re.findall('[0-9]+', match[2]))
        return ()

    def _titled(self, word: str) -> Season | None:
        """The season of a title, or of its part before a colon, if no other begins so."""
        seasons = [one for one in self.seasons if one.title]
        exact = [one for one in seasons if folded(one.title) == word]
        heads = [one for one in seasons if _TITLE_END.split(folded(one.title))[0] == word]
        return next((found[0] for found in (exact, heads) if len(found) == 1), None)

    def _by_place(self, unit: str, place: int) -> Season:
        """The season of a place, unless titles count otherwise: 'Season 2 Part 1' may be third."""
        if titled := self._titled(f'{unit} {place}'):
            return titled
        matches = [_UNIT_NUMBER.match(folded(season.title)) for season in self.seasons]
        numbered = [(index, match) for index, match in enumerate(matches, 1) if match]
        if any(match[1] == unit or int(match[2]) != index for index, match in numbered if unit):
            titles = ', '.join(repr(season.title) for season in self.seasons if season.title)
            raise ValueError(
                f"'{unit} {place}' is not the title of one season; write one of {titles}"
            )
        if not 1 <= place <= len(self.seasons):
            raise ValueError(self._no_season(place))
        return self.seasons[place - 1]

    def _no_season(self, season: int) -> str:
        if not self.seasons:
            return "'seasons' on the index page must say what seasons the series has"
        if not self.several:
            return (
                f'there is no season {season}: by the index page the series has one season; if'
                " it has more, write there the episodes of each, as 'seasons: [13, 12]', not"
                " 'episodes'"
            )
        has = f'{len(self.seasons)} seasons'
        return f"there is no season {season}: the series has {has} by 'seasons' on the index page"

    # -- from numbers to labels

    def place(self, number: Number, *others: Number) -> EpisodePlace:
        """Place of an episode, or of a page about several."""
        if others:
            return self._place_of_page((number, *others))
        if is_special(number):
            name = next((name for name, place in self.specials if place == number), '')
            return EpisodePlace(number, name=name, until=number)
        index = self.season_of(number) if self.several else 0
        if not index:
            return EpisodePlace(number, within=int(number), until=number)
        season = self.seasons[index - 1]
        within = int(number) - season.first + 1
        return EpisodePlace(number, index, within, title=season.title, until=number)

    def _place_of_page(self, numbers: tuple[Number, ...]) -> EpisodePlace:
        places = [self.place(number) for number in numbers]
        first, last = places[0], places[-1]
        run = last.number - first.number == len(places) - 1 and all(one.within for one in places)
        if run and first.season == last.season:
            return first._replace(last=last.within, until=last.number)
        return first._replace(name=' + '.join(map(str, places)), until=last.number)

    def label(self, numbers: EpisodeRanges) -> str:
        """Label of a set of episodes, which can be read again: `1–4, 6`, `S1E4–S2E3, S4`."""
        return ', '.join(self._labels(numbers))

    def _labels(self, numbers: EpisodeRanges) -> Iterator[str]:
        for first, last in numbers.ranges:
            start, end = str(self.place(first)), str(self.place(last))
            if not self.several or first == last:
                yield start if first == last else f'{start}\u2013{end}'
            else:
                yield self._label_of_run(int(first), int(last), start, end)

    def _label_of_run(self, first: int, last: int, start: str, end: str) -> str:
        """Label of consecutive regular episodes of a series with several seasons."""
        whole = [
            index
            for index, one in enumerate(self.seasons, 1)
            if first <= one.first and one.last <= last
        ]
        ends = [(self.seasons[index - 1].first, self.seasons[index - 1].last) for index in whole]
        if ends and (ends[0][0], ends[-1][1]) == (first, last):
            return f'S{whole[0]}\u2013S{whole[-1]}' if len(whole) > 1 else f'S{whole[0]}'
        if self.season_of(first) == self.season_of(last):
            end = end.removeprefix(f'S{self.season_of(last)}')
        return f'{start}\u2013{end}'


UNKNOWN: Final = Numbering()
"""Numbering of a wiki whose index page does not say how many episodes there are."""


class SeriesKey(NamedTuple):
    """What every page shows of the series, in its progress control and in its JSON-LD."""

    title: str
    numbering: Numbering
    seasons: tuple[Season, ...]
    """Those that are not only announced."""


def number_from(text: str) -> Number | None:
    """A number through the series, as it is written: `7`, `13.5`; None for anything else."""
    match = _NUMBER.fullmatch(text)
    return _number(match) if match else None


def _number(match: re.Match[str]) -> Number:
    """A number; a fraction of nothing but zeros is none."""
    fraction = (match[2] or '').rstrip('0')
    return Decimal(f'{int(match[1])}.{fraction}') if fraction else int(match[1])


def _bounded(number: Number) -> Number:
    if number > MAX_EPISODE:
        raise ValueError(f'episode {format_number(number)} is beyond {MAX_EPISODE}')
    return number


@dataclass(frozen=True, slots=True)
class EpisodeRanges:
    """Ordered set of episode numbers, written and printed as ranges.

    >>> str(EpisodeRanges.parse(['1-4', '6']))
    '1–4, 6'
    """

    numbers: tuple[Number, ...]
    """Distinct episode numbers in ascending order; not empty."""
    everything: bool = False
    """Whether it is written `all`, which names no season and grows with the series."""

    @classmethod
    def parse(cls, source: str | Iterable[str], numbering: Numbering = UNKNOWN) -> EpisodeRanges:
        """Parse ranges such as `1-4, 6`, or an iterable of them.

        :raises ValueError: with a message for the editor, if a range is invalid or none is given.
        """
        parts = _parts(source, numbering) if isinstance(source, str) else list(source)
        numbers: set[Number] = set()
        for part in parts:
            numbers.update(numbering.numbers(part))
        if not numbers:
            raise ValueError('no episode is named; write 1, 1-4 or [1, 3]')
        return cls(tuple(sorted(numbers)), [folded(part) for part in parts] == [ALL])

    def __contains__(self, number: object) -> bool:
        return number in self.numbers

    def __iter__(self) -> Iterator[Number]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def ranges(self) -> tuple[tuple[Number, Number], ...]:
        """Maximal ranges of consecutive episodes, as pairs; a special is one by itself."""
        return _ranges(self.numbers)

    def __str__(self) -> str:
        return UNKNOWN.label(self)


@lru_cache(4096)
def _ranges(numbers: tuple[Number, ...]) -> tuple[tuple[Number, Number], ...]:
    """Maximal ranges of ascending numbers; cached, since many reviews have the same scope."""
    regular = [int(number) for number in numbers if not is_special(number)]
    breaks = [0]
    breaks += [i for i, (a, b) in enumerate(pairwise(regular), 1) if b != a + 1]
    breaks.append(len(regular))
    pairs: list[tuple[Number, Number]] = []
    if regular:
        pairs += [(regular[a], regular[b - 1]) for a, b in pairwise(breaks)]
    pairs += [(number, number) for number in numbers if is_special(number)]
    return tuple(sorted(pairs))


def _parts(source: str, numbering: Numbering) -> list[str]:
    """Ranges of a text between commas; names and lists of seasons may have commas."""
    word = folded(source)
    names = {folded(name) for name, _place in numbering.specials}
    titles = {folded(season.title) for season in numbering.seasons}
    if word in names or word in titles or _LIST_OF_SEASONS.fullmatch(word):
        return [source]
    return source.split(',')


def means_episodes(name: str) -> bool:
    """Whether a name reads as an episode or a season, so that no special can have it."""
    word = folded(name)
    patterns = (_NUMBER, _IN_SEASON, _SEASON, _SEASONS, _LIST_OF_SEASONS)
    return word == ALL or any(one.fullmatch(word) for one in patterns)
