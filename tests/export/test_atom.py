"""The feed of reviews: days that are known, an order that stays, and valid Atom."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from lxml import etree
from small_wiki import episode, review, wiki

from criticwiki.export.metadata import WebSite, reviews_atom

ATOM = '{http://www.w3.org/2005/Atom}'
SITE = WebSite('A wiki', 'the keepers', 'en', lambda name: f'../{name or "index"}.html')
NASTY = '<b>"Salt" & \'pepper\'</b> ]]> \u2028 日本語 😀'


GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / 'atom.rng'))


def valid(text: str) -> None:
    """Raise where the grammar of RFC 4287 or a reader of feeds finds a fault."""
    GRAMMAR.assertValid(etree.fromstring(text.encode()))
    assert not feedparser.parse(text.encode()).bozo


def feed_of(*pages: Any, site: WebSite = SITE) -> ET.Element:
    """The feed, if it keeps the rules of RFC 4287 that concern it."""
    text = reviews_atom(wiki(*pages), site)
    valid(text)
    feed = ET.fromstring(text)
    assert feed.tag == f'{ATOM}feed'
    ids = [found.text for found in feed.iter(f'{ATOM}id')]
    assert len(ids) == len(set(ids))
    for one in (feed, *feed.findall(f'{ATOM}entry')):
        for name in ('id', 'title', 'updated'):
            assert len(one.findall(f'{ATOM}{name}')) == 1
        assert re.fullmatch('urn:uuid:[0-9a-f-]{36}', one.findtext(f'{ATOM}id', ''))
        alternate = [
            link.get('href') for link in one.findall(f'{ATOM}link') if link.get('rel') is None
        ]
        assert len(alternate) == 1
        for name in ('updated', 'published'):
            for found in one.findall(f'{ATOM}{name}'):
                assert dt.datetime.fromisoformat(found.text or '').tzinfo is not None
    assert feed.findtext(f'{ATOM}author/{ATOM}name') == site.editors
    return feed


def entries(feed: ET.Element, *names: str) -> list[tuple[str | None, ...]]:
    found = feed.findall(f'{ATOM}entry')
    return [tuple(entry.findtext(f'{ATOM}{name}') for name in names) for entry in found]


def test_newest_first_by_days_that_are_known() -> None:
    feed = feed_of(
        episode(4, aired='2024-01-31'),
        review('early', covers='1-4', page_={'title': 'Early'}),
        review('dated', published='2024-02-01', page_={'title': 'Dated'}),
        review('also', published='2024-02-01', page_={'title': 'Also'}),
        review('unknown', page_={'title': 'Unknown'}),
        review('draft', published='2024-02-09', draft='true', page_={'title': 'Draft'}),
    )
    first, fourth = '2024-02-01T00:00:00Z', '2024-01-31T00:00:00Z'
    assert entries(feed, 'title', 'updated', 'published') == [
        ('Also', first, first),
        ('Dated', first, first),
        ('Early', fourth, None),
    ]
    assert feed.findtext(f'{ATOM}updated') == first


def test_an_entry_leads_to_the_page_and_to_the_review() -> None:
    facts = {'published': '2024-02-01', 'url': 'https://post.example/?a=1&b=2'}
    feed = feed_of(review('post', **facts, summary='One sentence.', score='7/10'))
    links = [(link.get('rel'), link.get('href')) for link in feed.iter(f'{ATOM}link')]
    assert links == [
        (None, '../index.html'),
        (None, '../reviews/post.html'),
        ('related', 'https://post.example/?a=1&b=2'),
    ]
    assert entries(feed, 'summary') == [
        ('unnamed critic on the whole season: 7/10. One sentence.',)
    ]


def test_an_entry_names_critic_and_score() -> None:
    names = {'author': 'Ann Hale', 'outlet': 'Post'}
    feed = feed_of(
        review('a', **names, published='2024-02-04', covers='1-4', score='★★★½☆'),
        review('b', outlet='Post', published='2024-02-03', covers='2', summary='Short.'),
        review('c', published='2024-02-02', score='B+'),
        review('d', published='2024-02-01', score='B-', label='First look'),
    )
    assert entries(feed, f'author/{ATOM}name', 'summary') == [
        ('Ann Hale', 'Ann Hale, Post on episodes 1–4: ★★★½☆.'),
        ('Post', 'Post on episode 2. Short.'),
        (None, 'unnamed critic on the whole season: B+.'),
        (None, 'First look on the whole season: B-.'),
    ]


def test_a_feed_has_the_newest_fifty() -> None:
    day = dt.date(2024, 1, 1)
    days = [day + dt.timedelta(number) for number in range(60)]
    made = [review(f'r{at}', author=f'A{at}', published=str(days[at])) for at in range(60)]
    found = [updated for (updated,) in entries(feed_of(*made), 'updated')]
    assert found == [f'{one}T00:00:00Z' for one in days[:9:-1]]
    assert len(found) == 50


def test_whatever_words_there_are() -> None:
    site = WebSite(NASTY + '\x08', NASTY, 'en', SITE.address, 'https://wiki.example/')
    made = review('post', published='2024-02-01', page_={'title': f'{NASTY}\x0b'})
    feed = feed_of(made, site=site)
    assert feed.findtext(f'{ATOM}title') == f'{NASTY}\ufffd'
    assert entries(feed, 'title') == [(f'{NASTY}\ufffd',)]
    assert feed.find(f'{ATOM}link[@rel="self"]') is not None


def test_what_spoils_is_not_told() -> None:
    aspects = '{story: {stance: praise, says: The keeper dies., quotes: [dead], spoils: 6}}'
    corpus = wiki(review('post', published='2024-02-01', aspects=aspects))
    text = reviews_atom(corpus, SITE)
    assert 'keeper dies' not in text
    assert 'dead' not in text


def test_names_stay_when_the_site_moves() -> None:
    made = review('post', published='2024-02-01')
    moved = WebSite('Other', 'others', 'de', lambda name: f'https://new.example/{name}')
    assert entries(feed_of(made), 'id') == entries(feed_of(made, site=moved), 'id')


def test_a_feed_of_nothing() -> None:
    feed = feed_of(review('post'))
    assert entries(feed, 'id') == []
    assert feed.findtext(f'{ATOM}updated') == '1970-01-01T00:00:00Z'


def test_addresses_are_whole_where_that_of_the_site_is_known() -> None:
    base = 'https://wiki.example/en/'
    site = WebSite(
        'A wiki', 'them', 'en', lambda name: f'{base}{name}', base, 'https://by.example/'
    )
    feed = feed_of(review('post', published='2024-02-01'), site=site)
    links = [(link.get('rel'), link.get('href')) for link in feed.iter(f'{ATOM}link')]
    assert links == [
        (None, base),
        ('self', f'{base}data/reviews.atom'),
        ('license', 'https://by.example/'),
        (None, f'{base}reviews/post'),
    ]


@pytest.mark.parametrize(
    ('date', 'words', 'updated'),
    [
        ('2014', '2014', '2014-01-01'),
        ('2014-05', 'May 2014', '2014-05-01'),
    ],
)
def test_a_date_that_is_known_in_part_says_so(date: str, words: str, updated: str) -> None:
    feed = feed_of(review('post', published=date, score='7/10'))
    ((day, published, summary),) = entries(feed, 'updated', 'published', 'summary')
    assert (day, published) == (f'{updated}T00:00:00Z', None)
    assert summary is not None
    assert summary.endswith(f'Published in {words}; the day is not known.')


@pytest.mark.parametrize('fault', ['<id/>', '<updated>2024</updated>', '<score>7</score>'])
def test_the_grammar_finds_faults(fault: str) -> None:
    text = reviews_atom(wiki(review('post', published='2024-02-01')), SITE)
    with pytest.raises(etree.DocumentInvalid):
        valid(text.replace('<entry>', f'<entry>{fault}'))
