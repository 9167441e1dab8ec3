"""A new wiki, built by each service: addresses, the page for none, and where the pencil leads."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from test_hosting import CLOUDFLARE, GITHUB, GITLAB, NETLIFY, PROPOSAL, READ_THE_DOCS
from wiki_build import Build

from criticwiki.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

    from workshop import Workshop

OWN = 'https://codeberg.org/others/wiki'
PAGE = 'reviews/index'
ON_OWN_SERVER = {
    **GITLAB,
    'CI_PAGES_URL': 'https://pages.example/fan/wiki',
    'CI_PROJECT_URL': 'https://git.example/fan/wiki',
}


@pytest.fixture(scope='module')
def started(tmp_path_factory: pytest.TempPathFactory, workshop: Workshop) -> Build:
    folder = tmp_path_factory.mktemp('hosted') / 'wiki'
    assert main(['start', str(folder), '--title', 'Harbour Lights', '--repository', OWN]) == 0
    made = Build(folder.parent / 'builds', workshop)
    made.source = folder
    return made


@pytest.mark.parametrize(
    ('environment', 'address', 'editor', 'is_preview'),
    [
        ({}, '', f'{OWN}/_edit/main', False),
        (
            READ_THE_DOCS,
            'https://wiki.example/en/latest/',
            'https://github.com/fan/wiki/edit/main',
            False,
        ),
        (
            PROPOSAL,
            'https://wiki--17.org.readthedocs.build/en/17/',
            'https://github.com/fan/wiki/edit/main',
            True,
        ),
        (GITHUB, 'https://fan.github.io/Wiki/', 'https://github.com/Fan/Wiki/edit/main', False),
        (
            {**GITHUB, 'WIKI_ADDRESS': 'https://www.wiki.example'},
            'https://www.wiki.example/',
            'https://github.com/Fan/Wiki/edit/main',
            False,
        ),
        (GITLAB, 'https://fan.gitlab.io/wiki/', 'https://gitlab.com/fan/wiki/-/edit/main', False),
        (
            ON_OWN_SERVER,
            'https://pages.example/fan/wiki/',
            'https://git.example/fan/wiki/-/edit/main',
            False,
        ),
        (
            {**NETLIFY, 'CONTEXT': 'deploy-preview', 'BRANCH': 'pull/17/head'},
            'https://wiki.example/',
            'https://github.com/fan/wiki/edit/main',
            True,
        ),
        (CLOUDFLARE, 'https://wiki.pages.dev/', f'{OWN}/_edit/main', False),
    ],
    ids=[
        'none', 'read the docs', 'its previews', 'github', 'own domain', 'gitlab', 'own gitlab',
        'netlify preview', 'cloudflare',
    ],
)  # fmt: skip
def test_addresses_are_those_of_the_service(
    started: Build,
    environment: dict[str, str],
    address: str,
    editor: str,
    is_preview: bool,
) -> None:
    made = started.rebuild(warnings_are_errors=True, environment=environment)
    assert (made.returned, made.warnings) == (0, [])
    page = made.html(PAGE)
    (pencil,) = page.select('a[rel=edit]')
    assert pencil['href'] == f'{editor}/{PAGE}.md'
    here = [f'{address}{PAGE}.html'] if address else []
    assert [link['href'] for link in page.select('link[rel=canonical]')] == here
    assert [link['content'] for link in page.select('meta[property="og:url"]')] == here
    assert bool(page.select('meta[name=robots][content=noindex]')) is is_preview
    sitemap = made.out / 'sitemap.xml'
    assert sitemap.exists() is (bool(address) and not is_preview)
    if sitemap.exists():
        found = re.findall('<loc>(.*?)</loc>', sitemap.read_text('utf-8'))
        assert f'{address}{PAGE}.html' in found
    feed = (made.out / 'data' / 'reviews.atom').read_text('utf-8')
    assert re.findall('rel="self" href="(.*?)"', feed) == (
        [f'{address}data/reviews.atom'] if address else []
    )
    assert _files_of_404(made.out, address)


def _files_of_404(out: Path, address: str) -> set[str]:
    """Style sheets and scripts of the 404 page, each of which a server has at its path."""
    root = '/' + address.partition('://')[2].partition('/')[2]
    page = BeautifulSoup((out / '404.html').read_text('utf-8'), 'html.parser')
    urls = {str(tag['href']) for tag in page.select('link[rel=stylesheet]')}
    urls |= {str(tag['src']) for tag in page.select('script[src]')}
    for url in urls:
        assert url.startswith(root)
        assert (out / url.removeprefix(root).partition('?')[0]).is_file()
    return urls


def test_every_link_of_the_site_is_relative_but_on_the_404_page(started: Build) -> None:
    made = started.rebuild(environment=NETLIFY)
    for file in made.out.rglob('*.html'):
        if file.name != '404.html':
            page = BeautifulSoup(file.read_text('utf-8'), 'html.parser')
            for tag in page.select('a[href], link[rel=stylesheet], script[src], img[src]'):
                url = str(tag.get('href') or tag.get('src'))
                assert not url.startswith('/'), f'{os.path.relpath(file, made.out)}: {url}'
