"""The catalog for translators holds every word that the extension says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / '_ext' / 'criticwiki'
CATALOG = PACKAGE / 'locale' / 'criticwiki.pot'


def test_the_catalog_is_up_to_date(tmp_path: Path) -> None:
    fresh = tmp_path / 'fresh.pot'
    options = ['--no-location', '--omit-header', '--sort-output', '-k', '_', '-k', 'N_']
    command = [sys.executable, '-m', 'babel.messages.frontend', '--quiet', 'extract', *options]
    subprocess.run([*command, '-o', fresh, PACKAGE], check=True, cwd=ROOT)
    assert fresh.read_text('utf-8') == CATALOG.read_text('utf-8'), 'run make messages'


def test_a_translation_reaches_the_page(tmp_path: Path) -> None:
    catalog = tmp_path / 'locale' / 'de' / 'LC_MESSAGES'
    catalog.mkdir(parents=True)
    (catalog / 'criticwiki.po').write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "The season at a glance"\nmsgstr "Die Staffel auf einen Blick"\n',
        'utf-8',
    )
    frontend = [sys.executable, '-m', 'babel.messages.frontend']
    subprocess.run(
        [*frontend, 'compile', '-D', 'criticwiki', '-d', tmp_path / 'locale'],
        check=True,
        capture_output=True,
    )
    (tmp_path / 'conf.py').write_text(
        "extensions = ['myst_parser', 'criticwiki']\nlanguage = 'de'\nlocale_dirs = ['locale']\n",
        'utf-8',
    )
    series = 'series:\n  title: Lights\n  episodes: 1\n  aspects: {story: What happens.}\n'
    (tmp_path / 'index.md').write_text(f'---\n{series}---\n\n# Lights\n\nWords.\n', 'utf-8')
    out = tmp_path / 'out'
    command = [sys.executable, '-m', 'sphinx', '-q', '-b', 'text', tmp_path, out]
    environment = {'PYTHONPATH': str(ROOT / '_ext'), 'PATH': '/usr/bin:/bin'}
    subprocess.run(command, check=True, env=environment, capture_output=True)
    text = (out / 'index.txt').read_text('utf-8')
    assert 'Die Staffel auf einen Blick' in text
    assert not re.search('The season at a glance', text)


@pytest.mark.parametrize(
    ('language', 'warned'), [('de', True), ('pt_BR', True), ('en', False), ('en_GB', False)]
)
def test_a_language_without_a_catalog_is_told_once(
    tmp_path: Path, language: str, warned: bool
) -> None:
    (tmp_path / 'conf.py').write_text(
        f"extensions = ['myst_parser', 'criticwiki']\nlanguage = {language!r}\n"
    )
    series = 'series:\n  title: Lights\n  episodes: 1\n  aspects: {story: What happens.}\n'
    (tmp_path / 'index.md').write_text(f'---\n{series}---\n\n# Lights\n\nWords.\n', 'utf-8')
    command = [sys.executable, '-m', 'sphinx', '-q', '-b', 'html', tmp_path, tmp_path / 'out']
    environment = {'PYTHONPATH': str(ROOT / '_ext'), 'PATH': '/usr/bin:/bin', 'LC_ALL': 'C'}
    for _turn in range(2):
        built = subprocess.run(command, env=environment, capture_output=True, check=True)
        lines = [line for line in built.stderr.decode().splitlines() if 'catalog' in line]
        assert len(lines) == warned, built.stderr
        if warned:
            cure = f"locales/{language}/LC_MESSAGES/criticwiki.mo, or write language = 'en'"
            assert cure in lines[0]
            assert lines[0].endswith('[wiki.language]')
