"""URLs of the page for addresses where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from wiki_build import WikiBuild

FILES = {'index.md': '# A road\n'}


@pytest.mark.parametrize(
    ('settings', 'root'),
    [
        ({}, '/'),
        ({'html_baseurl': 'https://wiki.example'}, '/'),
        ({'html_baseurl': 'https://wiki.example/en/'}, '/en/'),
        ({'html_baseurl': 'https://wiki.example/a/b'}, '/a/b/'),
        ({'html_baseurl': 'https://wiki.example/en/', 'notfound_urls_prefix': '/own/'}, '/own/'),
    ],
)
def test_the_urls_begin_with_the_path_of_the_site(
    wiki: Callable[..., WikiBuild], settings: dict[str, str], root: str
) -> None:
    made = wiki(FILES, extensions=['myst_parser', 'notfound.extension', 'criticwiki'], **settings)
    page = (made.out / '404.html').read_text('utf-8')
    sheets = re.findall(r'href="([^"]*)_static/criticwiki\.css', page)
    assert sheets == [root]
