"""JSON-LD and the feed on a web site: safe, at the right addresses, and never stale."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

ATOM = '{http://www.w3.org/2005/Atom}'
BREAK = '</script><script>alert(1)</script> & <!-- "q" end'
NASTY = with_pages(
    {
        'reviews/gazette.md': f"""\
            ---
            review:
              headline: {json.dumps(BREAK)}
              outlet: {json.dumps(BREAK)}
              author: {json.dumps(BREAK)}
              url: https://gazette.example/?a=1&b=</script>
              published: 2020-02-02
              covers: 1-4
              score: 8/10
              summary: {json.dumps(BREAK)}
            ---

            # {BREAK.replace('<', chr(92) + '<')}

            Words.
            """.replace('b=</script>', "b='c'"),
        'reviews/draft.md': """\
            ---
            review:
              {headline: Later, outlet: Post, author: null, url: null, published: 2021-01-01,
              covers: 1, draft: true}
            ---

            # Later
            """,
    }
)


@pytest.fixture(scope='module')
def made(wiki: Callable[..., Build]) -> Build:
    return wiki(NASTY, html_baseurl='https://wiki.example/en/')


def data(build: Build, docname: str) -> list[dict[str, Any]]:
    found = build.html(docname).select('head script[type="application/ld+json"]')
    return [json.loads(script.get_text()) for script in found]


def test_no_warnings(made: Build) -> None:
    assert made.warnings == []


def test_every_page_says_what_it_is(made: Build) -> None:
    kinds = {
        'index': 'TVSeries',
        'episodes/01-departure': 'TVEpisode',
        'characters/mara-voss': 'Article',
        'reviews/herald': 'Article',
    }
    for docname, kind in kinds.items():
        (found,) = data(made, docname)
        assert found['@type'] == kind
    assert data(made, 'reviews/draft') == []
    assert data(made, 'search') == []


def test_words_can_not_leave_the_script(made: Build) -> None:
    (found,) = data(made, 'reviews/gazette')
    cited = found['citation']
    assert cited['name'] == cited['author']['name'] == cited['publisher']['name'] == BREAK
    page = made.html('reviews/gazette')
    assert [s for s in page.select('script') if 'alert' in s.get_text() and not s.get('type')] == []
    assert 'AggregateRating' not in made.text('reviews/gazette.html')


def test_the_feed_has_the_addresses_of_the_site(made: Build) -> None:
    feed = ET.fromstring(made.text('data/reviews.atom'))
    links = {(link.get('rel'), link.get('href')) for link in feed.iter(f'{ATOM}link')}
    assert (None, 'https://wiki.example/en/index.html') in links
    assert ('self', 'https://wiki.example/en/data/reviews.atom') in links
    assert (None, 'https://wiki.example/en/reviews/gazette.html') in links
    (summary,) = feed.iter(f'{ATOM}summary')
    assert summary.text == f'{BREAK} on the whole season: 8/10. {BREAK}'


@pytest.mark.parametrize('builder', ['html', 'dirhtml'])
def test_without_an_address_links_lead_from_the_feed(
    wiki: Callable[..., Build], builder: str
) -> None:
    made = wiki(with_pages({}), builder=builder)
    for docname in ('index', 'reviews/gazette'):
        (link,) = made.html(docname).select('link[type="application/atom+xml"]')
        here = docname if builder == 'html' or docname == 'index' else f'{docname}/index'
        place = posixpath.normpath(posixpath.join(posixpath.dirname(here), str(link['href'])))
        assert place == 'data/reviews.atom'
    feed = ET.fromstring(made.text('data/reviews.atom'))
    for link in feed.iter(f'{ATOM}link'):
        address = str(link.get('href'))
        if link.get('rel') is None:
            assert (made.out / 'data' / address).resolve().exists()
            assert (made.out / 'data' / address).resolve().is_relative_to(made.out.resolve())


def test_other_builders_have_none_of_it(made: Build) -> None:
    for builder in ('singlehtml', 'epub'):
        tree = made.also(builder).tree()
        assert not any(b'ld+json' in content for content in tree.values())
    whole = made.also('singlehtml').text('data/reviews.atom')
    assert 'href="https://wiki.example/en/index.html#document-reviews/gazette"' in whole


def test_after_an_edit_all_is_that_of_a_clean_build(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({}))
    made.replace('index.md', 'title: Salt Road', 'title: Salt Way')
    made.replace('reviews/herald.md', 'published: null', 'published: 2020-03-03')
    clean = made.rebuild_and_clean()
    assert made.tree() == clean.tree()
    assert 'Salt Way' in str(data(made, 'episodes/01-departure'))
    assert '2020-03-03' in made.text('data/reviews.atom')
    made.configure(html_baseurl='https://wiki.example/', author='others')
    clean = made.rebuild_and_clean()
    assert made.tree() == clean.tree()
    assert 'https://wiki.example/reviews/' in made.text('data/reviews.atom')
