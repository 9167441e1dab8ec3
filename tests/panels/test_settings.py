"""The guide's page of settings is drawn from the code, and leaves nothing out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from small_wiki import page, wiki

from criticwiki import panel_registry
from criticwiki.config import SETTINGS as VALUES
from criticwiki.config import settings_of
from criticwiki.markdown.directives import ALLOWED_DIRECTIVES, ALLOWED_ROLES
from criticwiki.panels import settings
from criticwiki.panels.elements import Element, text_of

ROOT: Final = Path(__file__).parents[2]
PACKAGE: Final = ROOT / '_ext' / 'criticwiki'
INTERNAL: Final = {'criticwiki_catalogs', 'criticwiki_panels'}
"""Values that the extension sets itself."""


def codes(pieces: list[Element]) -> set[str]:
    """Texts in code, at any depth."""
    found = set()
    for piece in pieces:
        if piece.tag == 'code':
            found.add(text_of(piece))
        found |= codes([child for child in piece.children if isinstance(child, Element)])
    return found


def drawn(panel: panel_registry.Panel) -> list[Element]:
    corpus = wiki(page('guide/settings'))
    return panel.draw(panel.view(corpus, corpus.pages['guide/settings']))


def test_every_setting_that_the_code_reads_is_told() -> None:
    text = ''.join(file.read_text('utf-8') for file in PACKAGE.rglob('*.py'))
    read = set(re.findall(r'(?:config[.]|config\[\'|values[.]get\(\s*\')(criticwiki_\w+)', text))
    assert len(read) > 10
    told = codes(drawn(settings.SETTINGS))
    assert read - INTERNAL <= told
    assert {value.name for value in VALUES} <= told


def test_every_default_is_one_that_the_check_takes() -> None:
    assert settings_of({value.name: value.default for value in VALUES}) == settings_of({})


def test_every_directive_panel_and_role_is_told() -> None:
    told = codes(drawn(settings.DIRECTIVES)) | codes(drawn(settings.PANELS))
    assert ALLOWED_DIRECTIVES.keys() - panel_registry.RETIRED.keys() <= told
    assert codes(drawn(settings.ROLES)) == set(ALLOWED_ROLES)


def test_the_guide_draws_them_all() -> None:
    text = (ROOT / 'guide' / 'settings.md').read_text('utf-8')
    placed = set(re.findall(r'^```\{(\w+)\} ?(\w*)$', text, re.MULTILINE))
    parts = panel_registry.ALL_PARTS['allowed']
    assert placed == {('settings', ''), *(('allowed', part) for part in parts)}


def test_readme_names_only_settings_that_there_are() -> None:
    texts = [ROOT / 'README.md', *(ROOT / 'guide').glob('*.md'), *(ROOT / 'docs').glob('*.md')]
    names = set()
    for file in texts:
        names |= set(re.findall(r'\bcriticwiki_[a-z_]+\b', file.read_text('utf-8')))
    assert names <= {value.name for value in VALUES} | {'criticwiki_'}
