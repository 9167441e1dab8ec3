"""What is made from all pages, in a build for which nothing has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .pages import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

OF_ALL = ('genindex.html', 'objects.inv', 'search.html', 'search/index.js')
SETTINGS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    'plain': ({}, OF_ALL),
    'folders': ({}, ('genindex/index.html', 'objects.inv', 'search/index.html', 'search/index.js')),
    'furo': ({'html_theme': 'furo'}, OF_ALL),
    'split index': ({'html_split_index': True}, ('genindex-all.html', 'genindex-F.html')),
    'no index': ({'html_use_index': False}, ('search.html',)),
    'opensearch': ({'html_use_opensearch': 'https://salt.example'}, ('_static/opensearch.xml',)),
    'extra page': (
        {'html_additional_pages': {'extra': 'extra.html'}, 'templates_path': ['_templates']},
        ('extra.html', *OF_ALL),
    ),
}
GLOSSARY = '# Glossary\n\n```{glossary}\nflat\n  A dry lake.\n```\n'


@pytest.mark.parametrize('settings', SETTINGS)
def test_a_file_that_was_deleted_is_made_again(wiki: Callable[..., Build], settings: str) -> None:
    conf, names = SETTINGS[settings]
    template = {'_templates/extra.html': '<p>{{ project }}</p>\n'}
    made = wiki({**SMALL, **template, 'glossary.md': GLOSSARY}, **conf)
    builder = 'dirhtml' if settings == 'folders' else 'html'
    before = made.rebuild(builder).tree()
    for name in names:
        (made.out / name).unlink()
        assert made.rebuild(builder).tree() == before, name


def test_all_of_them_stay_as_they_are(wiki: Callable[..., Build]) -> None:
    made = wiki(SMALL, html_theme='furo')
    made.rebuild()
    before = {name: (made.out / name).stat().st_mtime_ns for name in OF_ALL}
    made.rebuild()
    assert {name: (made.out / name).stat().st_mtime_ns for name in OF_ALL} == before


def test_a_build_that_was_of_one_page_is_followed_by_one_of_all(
    wiki: Callable[..., Build],
) -> None:
    made = wiki(SMALL, html_theme='furo')
    made.replace('characters/oren.md', '# Oren', '# Orren')
    made.rebuild(only=('characters/mara-voss.md',))
    clean = made.rebuild_and_clean()
    assert made.tree() == clean.tree()


def test_a_build_without_a_change_imports_no_pydantic(wiki: Callable[..., Build]) -> None:
    made = wiki(SMALL)
    program = (
        'import sys\n'
        'from sphinx.cmd.build import main\n'
        'status = main(sys.argv[1:])\n'
        'print(status, "pydantic" in sys.modules)\n'
    )
    out = made.folder / 'noop'
    command = [sys.executable, '-c', program, '-q', '-b', 'html', str(made.source), str(out)]
    extensions = Path(__file__).parents[2] / '_ext'
    said = [
        subprocess.run(
            command,
            env={**os.environ, 'PYTHONPATH': str(extensions)},
            capture_output=True,
            encoding='utf-8',
            check=True,
        ).stdout.split('\n')[0]
        for _ in range(2)
    ]
    assert said == ['0 True', '0 False']
