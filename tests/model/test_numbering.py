"""Seasons, specials, and how their episodes are written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.model.declared_numbering import joined_numbering, strict_numbering, valid_numbering
from criticwiki.model.front_matter import read_front_matter
from criticwiki.model.numbering import (
    UNKNOWN,
    EpisodeRanges,
    Numbering,
    NumberingError,
    Season,
    follows,
    is_special,
)

if TYPE_CHECKING:
    from criticwiki.model.numbering import Number

OVA = Decimal('13.5')


def declared(*lines: str) -> Numbering:
    """What an index page with these lines declares."""
    text = '\n'.join(['---', 'series:', '  title: x', *(f'  {line}' for line in lines), '---'])
    return valid_numbering(text)


def refused(*lines: str) -> tuple[str, tuple[str | int, ...]]:
    """The message on these lines, and where it stands."""
    text = '\n'.join(['---', 'series:', *(f'  {line}' for line in lines), '---'])
    values = read_front_matter(text).values['series']
    assert isinstance(values, dict)
    with pytest.raises(NumberingError) as error:
        strict_numbering(values)
    return str(error.value), error.value.path


TWO = declared('seasons: [13, 12]', 'specials: {OVA: 13.5, Prologue: 0}')
ONE = declared('episodes: 13', 'specials: {OVA: 13.5}')
TITLED = declared(
    'seasons:',
    '  - {title: "Part 1: The Sea", episodes: 4}',
    '  - {title: The Return, episodes: 2}',
)


# -- what the index page declares ----------------------------------------------------------


@pytest.mark.parametrize(
    'lines',
    [
        ('seasons: [13, 12]',),
        ('seasons: {1: 13, 2: 12}',),
        ('seasons: [13, {episodes: 12}]',),
        ('episodes: 25', 'seasons: [13, 12]'),
    ],
)
def test_seasons_may_be_declared_in_several_ways(lines: tuple[str, ...]) -> None:
    assert declared(*lines) == Numbering((Season(1, 13), Season(14, 25)))


def test_a_series_of_one_season_has_no_season_in_its_labels() -> None:
    assert declared('episodes: 13') == declared('seasons: [13]') == Numbering((Season(1, 13),))
    assert not declared('seasons: [13]').several
    assert [str(ONE.place(number)) for number in (3, OVA)] == ['3', 'OVA']


def test_titles_and_specials() -> None:
    assert TITLED.seasons == (Season(1, 4, 'Part 1: The Sea'), Season(5, 6, 'The Return'))
    assert TWO.specials == (('Prologue', 0), ('OVA', OVA))
    assert TWO.total == 25
    assert declared() == UNKNOWN


@pytest.mark.parametrize(
    ('lines', 'message', 'path'),
    [
        (
            ('episodes: 24', 'seasons: [13, 12]'),
            'the seasons have 25 together, not 24',
            ('episodes',),
        ),
        (('seasons: 2',), r'write \[13, 12\], or a list', ('seasons',)),
        (('seasons: []',), 'write', ('seasons',)),
        (('seasons: [13, x]',), 'whole number of episodes', ('seasons', 1)),
        (('seasons: [13, 0]',), '1 at least', ('seasons', 1)),
        (('seasons: {1: 13, 3: 12}',), "season 2, not '3'", ('seasons', '3')),
        (('seasons: [{titel: A, episodes: 2}]',), "did you mean 'title'", ('seasons', 0, 'titel')),
        (('seasons: [{title: A}]',), "needs the key 'episodes'", ('seasons', 0)),
        (
            ('seasons: [{title: A, episodes: 1}, {title: a, episodes: 1}]',),
            'two seasons are called',
            ('seasons', 0, 'title'),
        ),
        (('episodes: 13', 'specials: {OVA: 5}'), 'regular episode; 5.5', ('specials', 'OVA')),
        (('episodes: 13', 'specials: {OVA: x}'), 'its place in the order', ('specials', 'OVA')),
        (('episodes: 13', 'specials: {A: 0, B: 0}'), "'A' has the place 0", ('specials', 'B')),
        (('episodes: 13', 'specials: {S2E3: 5.5}'), 'choose another name', ('specials', 'S2E3')),
        (('episodes: 13', 'specials: {all: 5.5}'), 'choose another name', ('specials', 'all')),
        (('episodes: 13', 'specials: OVA'), 'a place for each name', ('specials',)),
    ],
)
def test_what_is_no_numbering(
    lines: tuple[str, ...], message: str, path: tuple[str | int, ...]
) -> None:
    told, at = refused(*lines)
    assert re.search(message, told), told
    assert at == path


def test_a_mistake_leaves_the_rest_of_the_numbering() -> None:
    assert declared('episodes: 24', 'seasons: [13, 12]').total == 25
    assert declared('episodes: 24', 'seasons: [13, x]').seasons == (Season(1, 24),)
    assert declared('episodes: 13', 'specials: {A: x, OVA: 13.5, B: 13.5}') == ONE
    assert declared('episodes: six', 'specials: OVA') == UNKNOWN


# -- one episode -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('written', 'number'),
    [
        ('14', 14),
        ('S2E3', 16),
        ('s02e03', 16),
        ('s2 e3', 16),
        ('2x03', 16),
        ('2x3', 16),
        ('0', 0),
        ('13.5', OVA),
        ('13.50', OVA),
        ('13.0', 13),
        ('OVA', OVA),
        (' ova ', OVA),
        ('prologue', 0),
    ],
)
def test_ways_to_write_an_episode(written: str, number: Number) -> None:
    assert TWO.number(written) == number
    assert TWO.find(written) == number


@pytest.mark.parametrize(
    ('written', 'message'),
    [
        ('S3E1', 'there is no season 3: the series has 2 seasons'),
        ('S2E13', 'season 2 has 12 episodes; it has no episode 13'),
        ('S0E1', "season 0 stands for specials; name each under 'specials'"),
        ('S2', "'S2' is no episode; write 3, S2E3 or 13.5"),
        ('OVAA', "did you mean 'OVA'"),
        ('Film', r'specials: \{Film: 13.5\}'),
        ('-1', 'is no episode'),
        ('', 'is no episode'),
    ],
)
def test_what_is_no_episode(written: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TWO.number(written)
    assert TWO.find(written) is None


def test_a_second_season_where_the_index_page_has_one() -> None:
    numbering = joined_numbering(14, (), ())
    with pytest.raises(ValueError, match=r"no season 2: .* one season; .* 'seasons: \[13, 12\]'"):
        numbering.number('S2E1')


def test_without_an_index_page_only_numbers_count() -> None:
    assert UNKNOWN.number('13.5') == OVA
    with pytest.raises(ValueError, match="'episodes' or 'seasons' on the index page"):
        UNKNOWN.number('S1E1')


def test_what_is_beyond_the_series() -> None:
    assert [TWO.is_beyond(n) for n in (0, 25, Decimal('25.5'), 26)] == [False, False, False, True]
    late = declared('episodes: 13', 'specials: {Film: 20.5}')
    assert [late.is_beyond(Decimal(n)) for n in ('20.5', '14.5')] == [False, True]
    assert not UNKNOWN.is_beyond(500)


# -- several episodes ------------------------------------------------------------------------


def numbers(*written: str, numbering: Numbering = TWO) -> list[Number]:
    source = written[0] if len(written) == 1 else written
    return list(EpisodeRanges.parse(source, numbering))


@pytest.mark.parametrize(
    ('written', 'expected'),
    [
        ('season 2', [*range(14, 26)]),
        ('S2', [*range(14, 26)]),
        ('seasons 1-2', [*range(1, 26)]),
        ('S1–S2', [*range(1, 26)]),
        ('seasons 1 and 2', [*range(1, 26)]),
        ('seasons 1, 2', [*range(1, 26)]),
        ('all', [*range(1, 26)]),
        ('S1E12-S2E2', [12, 13, 14, 15]),
        ('S2E1-3', [14, 15, 16]),
        ('S2E1-E3', [14, 15, 16]),
        ('2x01-03', [14, 15, 16]),
        ('0-2', [0, 1, 2]),
        ('12-13.5', [12, 13, OVA]),
        ('12-14', [12, 13, 14]),
        ('13-OVA', [13, OVA]),
        ('Prologue-2', [0, 1, 2]),
        ('S1E1, OVA', [1, OVA]),
        ('part 2', [*range(14, 26)]),
    ],
)
def test_ways_to_write_several(written: str, expected: list[Number]) -> None:
    assert numbers(written) == expected


def test_a_list_of_several() -> None:
    assert numbers('1-12', '13.5') == [*range(1, 13), OVA]


@pytest.mark.parametrize('written', ['Part 1: The Sea', 'part 1', 'season 1', 'S1', 'S1E1-E4'])
def test_a_title_names_its_season(written: str) -> None:
    assert numbers(written, numbering=TITLED) == [1, 2, 3, 4]
    assert numbers('the return', numbering=TITLED) == [5, 6]


def test_a_title_that_counts_otherwise_is_never_guessed() -> None:
    split = declared(
        'seasons:',
        '  - {title: Season 1, episodes: 3}',
        '  - {title: Season 2 Part 1, episodes: 2}',
        '  - {title: Season 2 Part 2, episodes: 2}',
    )
    assert numbers('season 1', numbering=split) == [1, 2, 3]
    assert numbers('Season 2 Part 2', numbering=split) == [6, 7]
    for written in ('season 2', 'part 2', 'season 3'):
        with pytest.raises(ValueError, match='not the title of one season; write one of'):
            numbers(written, numbering=split)


@pytest.mark.parametrize(
    ('written', 'message'),
    [
        ('season 3', 'there is no season 3'),
        ('seasons 2-1', 'runs backwards; write seasons 1-2'),
        ('S2E3-S1E1', 'runs backwards'),
        ('S1E4-S9E3', 'there is no season 9'),
        ('S1E1-E99', 'season 1 has 13 episodes'),
        ('Film', r"'Film' names no episodes; .*specials: \{Film: 13.5\}"),
        ('1-', 'write 1, 1-4, S2E3 or season 2'),
    ],
)
def test_what_names_no_episodes(written: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        numbers(written)


def test_all_names_no_season() -> None:
    assert EpisodeRanges.parse('all', TWO).everything
    assert not EpisodeRanges.parse('seasons 1-2', TWO).everything
    assert not EpisodeRanges.parse(['all', 'OVA'], TWO).everything


@pytest.mark.parametrize(
    ('written', 'label'),
    [
        ('season 2', 'S2'),
        ('all', 'S1–S2'),
        ('1-4', 'S1E1–E4'),
        ('12-15', 'S1E12–S2E2'),
        ('1, 13.5', 'S1E1, OVA'),
        ('0-13', 'Prologue, S1'),
        ('8.5', '8.5'),
    ],
)
def test_labels_of_several(written: str, label: str) -> None:
    assert TWO.label(EpisodeRanges.parse(written, TWO)) == label


@st.composite
def numberings(draw: st.DrawFn) -> Numbering:
    counts = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    total = sum(counts)
    titles = draw(st.booleans())
    places = draw(st.sets(st.integers(0, total), max_size=3))
    names = ('OVA', 'The Side-Story', 'Film 2')
    lines = [f'  - {{title: Arc {n}, episodes: {count}}}' for n, count in enumerate(counts, 1)]
    seasons = ['seasons:', *lines] if titles else [f'seasons: {counts}']
    specials = [f'{name}: {place}.5' for name, place in zip(names, sorted(places), strict=False)]
    return declared(*seasons, *([f'specials: {{{", ".join(specials)}}}'] if specials else []))


@settings(deadline=None)
@given(st.data())
def test_what_is_shown_can_be_read_again(data: st.DataObject) -> None:
    numbering = data.draw(numberings())
    every = [*range(1, numbering.total + 1), *(place for _name, place in numbering.specials)]
    chosen = data.draw(st.sets(st.sampled_from(every), min_size=1))
    scope = EpisodeRanges(tuple(sorted(chosen)))
    assert EpisodeRanges.parse(numbering.label(scope), numbering).numbers == scope.numbers
    assert EpisodeRanges.parse(str(scope)).numbers == scope.numbers
    for number in chosen:
        assert numbering.number(str(numbering.place(number))) == number
    regular = {number for number in chosen if not is_special(number)}
    assert sum(int(b) - int(a) + 1 for a, b in scope.ranges if not is_special(a)) == len(regular)


@settings(deadline=None)
@given(st.data())
def test_every_regular_episode_is_in_one_season(data: st.DataObject) -> None:
    numbering = data.draw(numberings())
    places = [numbering.place(number) for number in range(1, numbering.total + 1)]
    assert len({(place.season, place.within) for place in places}) == numbering.total
    for index, season in enumerate(numbering.seasons, 1):
        assert [numbering.season_of(number) for number in season.numbers] == [index] * len(
            season.numbers
        )
    assert numbers('all', numbering=numbering) == [*range(1, numbering.total + 1)]


# -- places ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('page', 'label'),
    [
        ((6, 7), 'S1E6–E7'),
        ((13, 14), 'S1E13 + S2E1'),
        ((13, OVA), 'S1E13 + OVA'),
        ((16,), 'S2E3'),
    ],
)
def test_labels_of_pages(page: tuple[Number, ...], label: str) -> None:
    assert str(TWO.place(*page)) == label
    assert str(ONE.place(6, 7)) == '6–7'
    assert ONE.place(6, 7).until == 7


@pytest.mark.parametrize('page', [(2,), (2, 3), (2, 4), (2, 4, 12), (3, Decimal('3.5')), (13, 14)])
def test_a_page_is_seen_with_its_last_episode(page: tuple[Number, ...]) -> None:
    for numbering in (ONE, TWO, UNKNOWN):
        assert numbering.place(*page).until == page[-1]


def test_what_follows_leaves_no_regular_episode_out() -> None:
    assert follows(13, OVA)
    assert follows(OVA, 14)
    assert follows(0, 1)
    assert not follows(13, 15)
    assert not follows(13, Decimal('14.5'))
