"""The feed of reviews: days that are known, an order that stays, and valid Atom."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree as ET

from small_wiki import episode, review, wiki

from criticwiki.export.metadata import FeedInfo, reviews_atom

ATOM = '{http://www.w3.org/2005/Atom}'
SITE = FeedInfo('A wiki', 'the keepers', 'en', lambda name: f'../{name or "index"}.html')
NASTY = '<b>"Salt" & \'pepper\'</b> ]]> \u2028 日本語 😀'


def feed_of(*pages: Any, site: FeedInfo = SITE) -> ET.Element:
    """The feed, if it keeps the rules of RFC 4287 that concern it."""
    feed = ET.fromstring(reviews_atom(wiki(*pages), site))
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
    site = FeedInfo(
        NASTY + '\x08', NASTY, 'en', SITE.address, 'https://wiki.example/data/reviews.atom'
    )
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
    moved = FeedInfo('Other', 'others', 'de', lambda name: f'https://new.example/{name}')
    assert entries(feed_of(made), 'id') == entries(feed_of(made, site=moved), 'id')


def test_a_feed_of_nothing() -> None:
    feed = feed_of(review('post'))
    assert entries(feed, 'id') == []
    assert feed.findtext(f'{ATOM}updated') == '1970-01-01T00:00:00Z'
