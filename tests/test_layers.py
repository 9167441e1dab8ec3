"""What may know what: the core knows no Sphinx, and the extension no series."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from criticwiki.core.frontmatter import read_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
EXTENSIONS = ROOT / '_ext'
PACKAGE = EXTENSIONS / 'criticwiki'
CORE = PACKAGE / 'core'
MODULES = sorted(PACKAGE.rglob('*.py'))
LIVE = 'criticwiki.live'
NOT_IN_THE_CORE = ('sphinx', 'docutils', 'myst_parser', 'criticwiki.sphinx_ext')
LONGEST = 300
SHORTEST_NAME = 5


def name_of(module: Path) -> str:
    parts = module.relative_to(EXTENSIONS).with_suffix('').parts
    return '.'.join(part for part in parts if part != '__init__')


def path_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imports(module: Path) -> Iterator[str]:
    """Every module that a module imports, wherever the import stands."""
    package = (
        name_of(module) if module.name == '__init__.py' else name_of(module).rpartition('.')[0]
    )
    for node in ast.walk(ast.parse(module.read_text('utf-8'))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit('.', node.level - 1)[0] if node.level else ''
            source = '.'.join(filter(None, (base, node.module)))
            yield source
            yield from (f'{source}.{alias.name}' for alias in node.names)


def within(name: str, layer: str) -> bool:
    return name == layer or name.startswith(f'{layer}.')


def test_there_is_a_core_and_a_sphinx_side() -> None:
    names = {name_of(module) for module in MODULES}
    assert {'criticwiki', 'criticwiki.core.frontmatter', 'criticwiki.sphinx_ext.domain'} <= names


@pytest.mark.parametrize('module', sorted(CORE.rglob('*.py')), ids=name_of)
def test_the_core_imports_no_sphinx(module: Path) -> None:
    found = {name for name in imports(module) for layer in NOT_IN_THE_CORE if within(name, layer)}
    assert found == set()


def test_nothing_knows_of_the_live_server() -> None:
    others = [module for module in MODULES if not within(name_of(module), LIVE)]
    assert len(others) < len(MODULES)
    assert {name for module in others for name in imports(module) if within(name, LIVE)} == set()


def test_the_package_loads_without_sphinx() -> None:
    names = ['criticwiki', *(name_of(module) for module in sorted(CORE.rglob('*.py')))]
    program = [
        'import sys',
        *(f'import {name}' for name in names),
        'loaded = {name.partition(".")[0] for name in sys.modules}',
        'print(sorted(loaded & {"sphinx", "docutils", "myst_parser"}))',
        'print(sorted(name for name in sys.modules if name.startswith("criticwiki.sphinx_ext")))',
    ]
    command = [sys.executable, '-c', '\n'.join(program)]
    done = subprocess.run(
        command, cwd=EXTENSIONS, capture_output=True, text=True, encoding='utf-8', check=False
    )
    assert (done.returncode, done.stderr) == (0, '')
    assert done.stdout.split('\n') == ['[]', '[]', '']


@pytest.mark.parametrize('module', MODULES, ids=name_of)
def test_no_module_is_long(module: Path) -> None:
    lines = module.read_text('utf-8').count('\n')
    assert lines <= LONGEST


# -- the extension serves any series ----------------------------------------------------


def facts(file: Path, kind: str) -> dict[str, Any]:
    found = read_front_matter(file.read_text('utf-8')).values.get(kind)
    return found if isinstance(found, dict) else {}


def pages(folder: str, kind: str) -> Iterator[dict[str, Any]]:
    yield from (facts(file, kind) for file in sorted((ROOT / folder).glob('*.md')))


def words_of_the_series() -> set[str]:
    """What only this series and its critics are called."""
    names: list[Any] = [facts(ROOT / 'index.md', 'series').get('title')]
    for episode in pages('episodes', 'episode'):
        names += [episode.get('title'), episode.get('title_ja')]
    for character in pages('characters', 'character'):
        names += [character.get('name'), character.get('name_ja')]
        names += character.get('aliases') or []
    for review in pages('reviews', 'review'):
        names += [review.get('author'), review.get('outlet')]
    return {str(name) for name in names if name and len(name) >= SHORTEST_NAME}


WORDS = words_of_the_series()


def test_the_words_are_found() -> None:
    assert len(WORDS) > 30


def test_the_extension_names_no_series() -> None:
    # a letter, not \b: an episode title may begin or end with another sign
    names = '|'.join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True))
    pattern = re.compile(rf'(?<![^\W_])(?:{names})(?![^\W_])')
    found = {
        f'{path_of(file)}: {hit}'
        for file in sorted(PACKAGE.rglob('*'))
        if file.is_file() and '__pycache__' not in file.parts
        for hit in pattern.findall(file.read_text('utf-8'))
    }
    assert found == set()
