"""Paths into the data, as `{value}` has them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from small_wiki import PAGES

from criticwiki.corpus.corpus import Corpus
from criticwiki.export.wiki_data import (
    SECTIONS,
    format_value,
    get_path,
    lazy_wiki_data,
    valid_keys,
    wiki_data,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DATA = {
    'consensus': {'mean': Decimal(66), 'aspects': {'voice acting': {'praise': 2}}},
    'none': None,
}


def test_lookup() -> None:
    assert get_path(DATA, 'consensus.mean') == 66
    assert get_path(DATA, 'consensus.aspects.voice acting.praise') == 2
    assert get_path(DATA, 'none') is None
    assert get_path(DATA, 'consensus') is DATA['consensus']


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
        get_path(DATA, path)
    assert caught.value.args == (wrong,)
    assert valid_keys(DATA, path) == known


def test_a_path_that_leads_somewhere_needs_no_hint() -> None:
    assert valid_keys(DATA, 'consensus.mean') == []


@pytest.mark.parametrize(
    ('value', 'shown'),
    [(Decimal(66), '66'), (Decimal('3.038'), '3.038'), (Decimal('1E+2'), '100'), (13, '13'),
     (0, '0'), ('6/10', '6/10'), (True, None), (None, None), ([1], None), ({}, None)],
)  # fmt: skip
def test_values_in_prose(value: object, shown: str | None) -> None:
    assert format_value(value) == shown


def every_path(data: Mapping[str, Any], above: str = '') -> Iterator[str]:
    for key, value in data.items():
        yield f'{above}{key}'
        if isinstance(value, dict):
            yield from every_path(value, f'{above}{key}.')


def test_data_that_is_made_when_asked_for_is_the_same() -> None:
    corpus = Corpus(PAGES.values())
    whole, made = wiki_data(corpus), lazy_wiki_data(corpus)
    paths = list(every_path(whole))
    assert len(paths) > 100
    for path in paths:
        found = get_path(made, path)
        assert (dict(found) if path in SECTIONS else found) == get_path(whole, path)
        assert format_value(found) == format_value(get_path(whole, path))
        assert valid_keys(made, f'{path}x') == valid_keys(whole, f'{path}x')


def test_of_many_pages_only_the_one_in_question_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    reviews = SECTIONS['reviews']

    def noted(corpus: Corpus, entry: Any) -> Any:
        asked.append(entry.id)
        return reviews.make(corpus, entry)

    monkeypatch.setitem(SECTIONS, 'reviews', replace(reviews, make=noted))
    made = lazy_wiki_data(Corpus(PAGES.values()))
    assert get_path(made, 'reviews.post.score.printed') == '7/10'
    assert get_path(made, 'reviews.post.outlet') is None
    assert asked == ['post']
