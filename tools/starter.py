"""Brings what new wikis have in common with this one to where `criticwiki start` finds it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
START: Final = ROOT / '_ext' / 'criticwiki' / 'start'
SAME: Final = {
    '.editorconfig': 'dot-editorconfig',
    '.gitattributes': 'dot-gitattributes',
    '.gitignore': 'dot-gitignore',
    '.github/ISSUE_TEMPLATE/config.yml': 'dot-github/ISSUE_TEMPLATE/config.yml',
    '.github/ISSUE_TEMPLATE/fact.yml': 'dot-github/ISSUE_TEMPLATE/fact.yml',
    '.github/ISSUE_TEMPLATE/review.yml': 'dot-github/ISSUE_TEMPLATE/review.yml',
    '.github/PULL_REQUEST_TEMPLATE.md': 'dot-github/PULL_REQUEST_TEMPLATE.md',
    '.github/workflows/pages.yml': 'dot-github/workflows/pages.yml',
    '.readthedocs.yaml': 'dot-readthedocs.yaml',
    'requirements.in': 'requirements.in',
    'requirements.txt': 'requirements.txt',
    'requirements-live.in': 'requirements-live.in',
    'requirements-live.txt': 'requirements-live.txt',
    'install.py': 'install.py',
    '.vscode/criticwiki.code-snippets': 'dot-vscode/criticwiki.code-snippets',
    '.vscode/settings.json': 'dot-vscode/settings.json',
    '.vscode/tasks.json': 'dot-vscode/tasks.json',
    'guide/data.md': 'guide/data.md',
    'guide/extending.md': 'guide/extending.md',
    'guide/front-matter.md': 'guide/front-matter.md',
    'guide/languages.md': 'guide/languages.md',
    'guide/parts.md': 'guide/parts.md',
    'guide/problems.md': 'guide/problems.md',
    'guide/publishing.md': 'guide/publishing.md',
    'guide/settings.md': 'guide/settings.md',
    'guide/spoilers.md': 'guide/spoilers.md',
}
"""Files that are the same in every wiki, and what they are called until they are in one."""
ONLY_HERE: Final = (
    'test', 'faults', 'exhaust', 'access', 'validate', 'epubcheck', 'lighthouse', 'neighbours',
    'themes', 'package', 'matrix', 'builders', 'lint', 'bench', 'bench-count', 'bench-growth',
    'bench-live', 'screenshots', 'messages', 'same', 'starter', 'workflows',
)  # fmt: skip
"""Commands for those who work on the extension."""
_WORD: Final = '|'.join(ONLY_HERE)
_RULE: Final = re.compile(rf'^(?:{_WORD}):.*\n(?:\t.*\n)*\n?', re.MULTILINE)
_LABEL: Final = re.compile(rf'^:(?:{_WORD})\n(?:(?!:).+\n)*\n?', re.MULTILINE)
_PINS: Final = re.compile(
    r'^(?:\t|%BIN%).*requirements-(?:neighbours|package)[.]in.*\n', re.MULTILINE
)
_TOLD: Final = re.compile(rf'^(?:if "%TARGET%"=="|echo make )(?:{_WORD})[" ].*\n', re.MULTILINE)


def common_files() -> dict[str, bytes]:
    """What has to stand in the folder of templates, by name there."""
    found = {there: (ROOT / here).read_bytes() for here, there in SAME.items()}
    rules = _PINS.sub('', _RULE.sub('', (ROOT / 'Makefile').read_text('utf-8')))
    found['Makefile'] = re.sub('^[.]PHONY:.*$', _public, rules, flags=re.MULTILINE).encode()
    batch = (ROOT / 'make.bat').read_bytes().decode().replace('\r\n', '\n')
    batch = _PINS.sub('', _TOLD.sub('', _LABEL.sub('', batch)))
    found['make.bat'] = batch.replace('\n', '\r\n').encode()
    return found


def _public(line: re.Match[str]) -> str:
    return ' '.join(word for word in line[0].split(' ') if word not in ONLY_HERE)


if __name__ == '__main__':
    for name, data in common_files().items():
        (START / name).parent.mkdir(parents=True, exist_ok=True)
        (START / name).write_bytes(data)
