"""The split that matters most, and who speaks for each side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from small_wiki import review, wiki

from criticwiki.panels.consensus_summary import Voice, main_split

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page

LISTED = 'series: {title: A, episodes: 6, aspects: {first: x, second: x, third: x}}'


def judged(name: str, aspect: str, stance: str, *more: str, **facts: str) -> Page:
    """A review that says one thing."""
    told = ', '.join([f'stance: {stance}', f'says: {name}', *more])
    return review(name, aspects=f'{{{aspect}: {{{told}}}}}', **facts)


def voices(corpus: Corpus) -> tuple[Voice, Voice]:
    """Who speaks for and against."""
    told = main_split(corpus).split
    assert told is not None
    return told.praise, told.criticism


def speakers(corpus: Corpus) -> list[str]:
    return [voice.critic.docname.removeprefix('reviews/') for voice in voices(corpus)]


def test_the_widest_split_is_told() -> None:
    aspects = (
        '{first: {stance: praise, says: x}, second: {stance: praise, says: x}}',
        '{first: {stance: criticism, says: x}, second: {stance: criticism, says: x}}',
        '{second: {stance: praise, says: x}}',
        '{second: {stance: criticism, says: x}}',
    )
    reviews = [review(f'r{index}', aspects=held) for index, held in enumerate(aspects)]
    told = main_split(wiki(*reviews, front=LISTED)).split
    assert told is not None
    assert told.row.aspect == 'second'


def test_of_equal_splits_the_first_listed_is_told() -> None:
    judged_so = '{{first: {{stance: {0}, says: x}}, second: {{stance: {0}, says: x}}}}'
    held = [judged_so.format(stance) for stance in ('praise', 'criticism')]
    reviews = [review(f'r{index}', aspects=aspects) for index, aspects in enumerate(held)]
    told = main_split(wiki(*reviews, front=LISTED)).split
    assert told is not None
    assert told.row.aspect == 'first'


def test_words_that_give_nothing_away_go_first() -> None:
    corpus = wiki(
        judged('a', 'first', 'praise', 'spoils: 5', 'quotes: [closed]'),
        judged('b', 'first', 'praise', covers='1'),
        judged('c', 'first', 'criticism'),
        front=LISTED,
    )
    assert speakers(corpus) == ['b', 'c']


def test_then_a_quotation_then_who_saw_most_then_the_first() -> None:
    corpus = wiki(
        judged('a', 'first', 'praise'),
        judged('b', 'first', 'praise', 'quotes: [so good]', covers='1'),
        judged('c', 'first', 'praise', 'quotes: [good, very good]', covers='1-4'),
        judged('d', 'first', 'criticism'),
        judged('e', 'first', 'criticism'),
        front=LISTED,
    )
    praise, criticism = voices(corpus)
    assert speakers(corpus) == ['c', 'd']
    assert (praise.quote, criticism.quote) == ('good', None)


def test_a_spoiler_is_told_with_its_episode_where_nobody_says_it_without() -> None:
    corpus = wiki(
        judged('a', 'first', 'praise', 'spoils: 5'), judged('b', 'first', 'criticism'), front=LISTED
    )
    praise, criticism = voices(corpus)
    assert (praise.statement.spoils, criticism.statement.spoils) == (5, 0)


def test_who_had_not_seen_it_speaks_for_no_side() -> None:
    front = 'series: {title: A, episodes: 6, aspects: {end: {means: x, needs: 6}}}'
    corpus = wiki(
        judged('a', 'end', 'praise'), judged('b', 'end', 'criticism', covers='1'), front=front
    )
    assert main_split(corpus).split is None


def test_nothing_to_tell() -> None:
    alike = wiki(judged('a', 'first', 'praise'), judged('b', 'first', 'mixed'), front=LISTED)
    alone = wiki(judged('a', 'first', 'praise'), front=LISTED)
    for corpus, reviews, comparable in ((wiki(), 0, 0), (alone, 1, 0), (alike, 2, 1)):
        known = main_split(corpus)
        counts = (known.headline.reviews, known.comparable, known.split)
        assert counts == (reviews, comparable, None)
