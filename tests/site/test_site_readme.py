"""The pictures of the README are there, and are told in words."""

from __future__ import annotations

from bs4 import BeautifulSoup
from site_build import ROOT


def test_every_picture_is_there_and_has_words() -> None:
    readme = BeautifulSoup((ROOT / 'README.md').read_text('utf-8'), 'html.parser')
    shown = readme.select('picture > img')
    assert shown
    for picture in shown:
        assert len(picture['alt'].split()) > 3
        dark = picture.find_previous_sibling('source')
        assert dark['media'] == '(prefers-color-scheme: dark)'
        for address in (picture['src'], dark['srcset']):
            assert (ROOT / address).is_file(), address
