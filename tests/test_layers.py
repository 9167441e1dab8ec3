"""What may import what, by the contracts in pyproject.toml; and the extension names no series."""

from __future__ import annotations

import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grimp
from importlinter.cli import lint_imports

from criticwiki.model.front_matter import read_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
EXTENSIONS = ROOT / '_ext'
PACKAGE = EXTENSIONS / 'criticwiki'
SHORTEST_NAME = 4


def path_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_the_contracts_of_imports_are_kept() -> None:
    assert lint_imports(config_filename=str(ROOT / 'pyproject.toml'), no_cache=True) == 0


def test_no_import_goes_in_a_circle() -> None:
    graph = grimp.build_graph('criticwiki', exclude_type_checking_imports=True, cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(imports) > 50
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the modules


def test_the_package_loads_without_sphinx() -> None:
    program = (
        'import pkgutil, sys, criticwiki\n'
        'pure = ("model", "markdown", "guard", "corpus", "panels", "export", "checks", "tools")\n'
        'for package in pure:\n'
        '    __import__(f"criticwiki.{package}")\n'
        '    folder = sys.modules[f"criticwiki.{package}"].__path__\n'
        '    for module in pkgutil.iter_modules(folder, f"criticwiki.{package}."):\n'
        '        __import__(module.name)\n'
        'loaded = {name.partition(".")[0] for name in sys.modules}\n'
        'print(sorted(loaded & {"sphinx", "docutils", "myst_parser"}))\n'
        'print(sorted(name for name in sys.modules if name.startswith("criticwiki.sphinx_ext")))\n'
    )
    command = [sys.executable, '-c', program]
    done = subprocess.run(
        command, cwd=EXTENSIONS, capture_output=True, text=True, encoding='utf-8', check=False
    )
    assert (done.returncode, done.stderr) == (0, '')
    assert done.stdout.split('\n') == ['[]', '[]', '']


def test_what_sphinx_calls_is_connected_in_one_place() -> None:
    files = [*(PACKAGE / 'sphinx_ext').rglob('*.py'), PACKAGE / '__init__.py']
    found = {path_of(file) for file in files if '.connect(' in file.read_text('utf-8')}
    assert found == {'_ext/criticwiki/sphinx_ext/extension.py'}


# -- the extension serves any series ----------------------------------------------------


def facts(file: Path, kind: str) -> dict[str, Any]:
    found = read_front_matter(file.read_text('utf-8')).values.get(kind)
    return found if isinstance(found, dict) else {}


def pages(folder: str, kind: str) -> Iterator[dict[str, Any]]:
    yield from (facts(file, kind) for file in sorted((ROOT / folder).glob('*.md')))


def words_of_the_series() -> set[str]:
    """What only this series, its world and its critics are called."""
    names: list[Any] = [facts(ROOT / 'index.md', 'series').get('title')]
    for episode in pages('episodes', 'episode'):
        names += [episode.get('title'), episode.get('title_ja')]
    for character in pages('characters', 'character'):
        names += [character.get('name'), character.get('name_ja')]
        names += character.get('aliases') or []
        names += [one.get('alias') for one in character.get('revealed') or []]
    for review in pages('reviews', 'review'):
        names += [review.get('author'), review.get('outlet')]
    names += glossary_terms()
    return {str(name) for name in names if name and len(name) >= SHORTEST_NAME}


def glossary_terms() -> list[str]:
    """Terms of the glossary that are names; a term in lower case is a word of the language."""
    text = (ROOT / 'glossary.md').read_text('utf-8')
    blocks = re.findall(r'^````\{glossary\}\n(.*?)^````', text, re.DOTALL | re.MULTILINE)
    terms = re.findall(r'^\S.*$', '\n'.join(blocks), re.MULTILINE)
    return [term for term in terms if term[0].isupper()]


WORDS = words_of_the_series()


def test_the_words_are_found() -> None:
    assert len(WORDS) > 60
    assert {'Nean', 'Proto-Nean', 'Wellstown', 'Flash Silvia'} <= WORDS


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
