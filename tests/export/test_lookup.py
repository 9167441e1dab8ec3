"""Paths into the data, as `{value}` has them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from small_wiki import PAGES

from criticwiki.corpus.corpus import Corpus
from criticwiki.export.wiki_data import (
    SECTIONS,
    Section,
    data_of,
    known_parts,
    lookup,
    shown_value,
    wiki_data,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DATA = {
    'consensus': {'mean': Decimal(66), 'aspects': {'voice acting': {'praise': 2}}},
    'none': None,
}


def test_lookup() -> None:
    assert lookup(DATA, 'consensus.mean') == 66
    assert lookup(DATA, 'consensus.aspects.voice acting.praise') == 2
    assert lookup(DATA, 'none') is None
    assert lookup(DATA, 'consensus') is DATA['consensus']


@pytest.mark.parametrize(
    ('path', 'wrong', 'known'),
    [
        ('consensus.meen', 'meen', ['mean', 'aspects']),
        ('konsensus.mean', 'konsensus', ['consensus', 'none']),
        ('consensus.mean.more', 'more', []),
        ('none.more', 'more', []),
        ('consensus.', '', ['mean', 'aspects']),
        ('', '', ['consensus', 'none']),
    ],
)
def test_paths_that_lead_nowhere(path: str, wrong: str, known: list[str]) -> None:
    with pytest.raises(KeyError) as caught:
        lookup(DATA, path)
    assert caught.value.args == (wrong,)
    assert known_parts(DATA, path) == known


def test_a_path_that_leads_somewhere_needs_no_hint() -> None:
    assert known_parts(DATA, 'consensus.mean') == []


@pytest.mark.parametrize(
    ('value', 'shown'),
    [(Decimal(66), '66'), (Decimal('3.038'), '3.038'), (Decimal('1E+2'), '100'), (13, '13'),
     (0, '0'), ('6/10', '6/10'), (True, None), (None, None), ([1], None), ({}, None)],
)  # fmt: skip
def test_values_in_prose(value: object, shown: str | None) -> None:
    assert shown_value(value) == shown


def every_path(data: Mapping[str, Any], above: str = '') -> Iterator[str]:
    for key, value in data.items():
        yield f'{above}{key}'
        if isinstance(value, dict):
            yield from every_path(value, f'{above}{key}.')


def test_data_that_is_made_when_asked_for_is_the_same() -> None:
    corpus = Corpus(PAGES.values())
    whole, made = wiki_data(corpus), data_of(corpus)
    paths = list(every_path(whole))
    assert len(paths) > 100
    for path in paths:
        found = lookup(made, path)
        assert (dict(found) if path in SECTIONS else found) == lookup(whole, path)
        assert shown_value(found) == shown_value(lookup(whole, path))
        assert known_parts(made, f'{path}x') == known_parts(whole, f'{path}x')


def test_of_many_pages_only_the_one_in_question_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    reviews = SECTIONS['reviews']

    def noted(corpus: Corpus, entry: Any) -> Any:
        asked.append(entry.id)
        return reviews.make(corpus, entry)

    monkeypatch.setitem(SECTIONS, 'reviews', Section(reviews.entries, noted))
    made = data_of(Corpus(PAGES.values()))
    assert lookup(made, 'reviews.post.score.printed') == '7/10'
    assert lookup(made, 'reviews.post.outlet') is None
    assert asked == ['post']
