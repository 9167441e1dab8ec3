"""What a second look finds is taken out, whatever names and classes it bears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import new_document

from criticwiki.sphinx_ext.doctree import remove_harms

if TYPE_CHECKING:
    from pathlib import Path


def test_what_bears_a_name_is_taken_out_too(tmp_path: Path) -> None:
    page = new_document('a.md')
    paragraph = nodes.paragraph()
    paragraph += nodes.image(uri='https://evil.example/a.png', alt='Alt', ids=['a'], names=['a'])
    link = nodes.reference('', 'words', refuri='javascript:x', ids=['b'], classes=['c'])
    paragraph += link
    page += paragraph
    assert len(list(remove_harms(page, 'a.md', tmp_path, lambda path: False))) == 2
    assert page.astext() == 'Altwords'
    assert not list(page.findall(nodes.Element))[2:]
