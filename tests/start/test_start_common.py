"""What a new wiki has in common with this one stays the same in both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent.parent
START: Final = ROOT / '_ext' / 'criticwiki' / 'start'
SAME: Final = {
    '.editorconfig': 'dot-editorconfig',
    '.gitattributes': 'dot-gitattributes',
    '.gitignore': 'dot-gitignore',
    '.readthedocs.yaml': 'dot-readthedocs.yaml',
    'requirements.in': 'requirements.in',
    'requirements.txt': 'requirements.txt',
    'guide/data.md': 'guide/data.md',
    'guide/spoilers.md': 'guide/spoilers.md',
}
ONLY_HERE: Final = {
    'test', 'access', 'validate', 'lighthouse', 'lint', 'bench', 'bench-live', 'screenshots',
    'messages', 'starter',
}  # fmt: skip
"""Commands for those who work on the extension."""
RULE: Final = re.compile(r'^([^\s:=#]+(?: [^\s:=#]+)*):(?!=).*\n(?:\t.*\n)*', re.MULTILINE)
LABEL: Final = re.compile(r'^:(\w+)\n((?:(?!:).+\n)*)', re.MULTILINE)
PIN: Final = re.compile(r'^([a-z0-9-]+==[^ ;\\]+)', re.MULTILINE)


@pytest.mark.parametrize('name', SAME)
def test_copies_are_copies(name: str) -> None:
    copy = START / SAME[name]
    assert copy.read_bytes() == (ROOT / name).read_bytes(), 'run `make starter`'


def rules(file: Path) -> dict[str, str]:
    return {found[1]: found[0] for found in RULE.finditer(file.read_text('utf-8'))}


def test_commands_are_the_same() -> None:
    here, there = rules(ROOT / 'Makefile'), rules(START / 'Makefile')
    phony = here.pop('.PHONY').split(), there.pop('.PHONY').split()
    assert there == {name: rule for name, rule in here.items() if name not in ONLY_HERE}
    assert phony[1] == [name for name in phony[0] if name not in ONLY_HERE]
    settings = [re.sub(RULE, '', (at / 'Makefile').read_text('utf-8')) for at in (ROOT, START)]
    assert settings[1].split() == settings[0].split()


def test_commands_are_the_same_on_windows() -> None:
    here, there = ((at / 'make.bat').read_bytes().decode() for at in (ROOT, START))
    assert here.count('\n') == here.count('\r\n')
    assert there.count('\n') == there.count('\r\n')
    only = '|'.join(ONLY_HERE)
    here, there = here.replace('\r\n', '\n'), there.replace('\r\n', '\n')
    kept = LABEL.sub(lambda found: '' if found[1] in ONLY_HERE else found[0], here)
    kept = re.sub(rf'^(?:if "%TARGET%"=="|echo make )(?:{only})[" ].*\n', '', kept, flags=re.M)
    assert there.split('\n') == re.sub('\n{3,}', '\n\n', kept).split('\n')


def test_pins_are_the_same() -> None:
    here = set(PIN.findall((ROOT / 'requirements-dev.txt').read_text('utf-8')))
    there = set(PIN.findall((START / 'requirements-dev.txt').read_text('utf-8')))
    assert len(there) > 20
    assert there <= here, 'run `make starter`'
    asked = (ROOT / 'requirements-dev.in').read_text('utf-8').splitlines()
    lines = (START / 'requirements-dev.in').read_text('utf-8').splitlines()[1:]
    assert set(lines) <= set(asked)
