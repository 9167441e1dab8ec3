"""Throws random pages at what reads and checks them: no traceback, no hang.

No part of `make test`. With atheris (`pip install atheris`):

    PYTHONPATH=_ext python tests/fuzz/fuzz_pages.py CORPUS_FOLDER -max_total_time=600 -timeout=10
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=['criticwiki', 'markdown_it', 'mdit_py_plugins']):
    from criticwiki.checks.loader import Wiki
    from criticwiki.config import Settings

ROOT = Path(__file__).parent.parent.parent
SERIES = (
    '---\nseries:\n  title: Lights\n  episodes: 6\n'
    '  aspects: {story: What happens., finale: {means: The end., needs: 6}}\n---\n\n# Lights\n'
)
SETTINGS = Settings(extensions=('myst_parser', 'sphinx_design', 'criticwiki'))
PLACES = ('reviews/r.md', 'characters/c.md', 'episodes/01-e.md', 'guide/p.md', 'index.md')


def once(data: bytes) -> None:
    """Check a wiki with one random page in it."""
    if not data:
        return
    path = PLACES[data[0] % len(PLACES)]
    lines = data[1:].decode('utf-8', 'replace').replace('\r\n', '\n').replace('\r', '\n')
    lines_there = lines.count('\n') + 1
    wiki = Wiki({'index.md': SERIES, path: data[1:]}, SETTINGS, lambda _path: False)
    for problem in wiki.problems:
        assert min(problem.line, problem.column) >= 1, problem
        assert problem.path != path or problem.line <= lines_there, problem
        assert '\n' not in problem.message, problem


def seeds(folder: Path) -> None:
    """Begin with the pages of this wiki."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(ROOT.glob('*/*.md')):
        place = next((n for n, p in enumerate(PLACES) if p.startswith(file.parent.name)), 3)
        name = f'{file.parent.name}-{file.name}'
        (folder / name).write_bytes(bytes([place]) + file.read_bytes())


if __name__ == '__main__':
    if len(sys.argv) > 1 and not sys.argv[1].startswith('-'):
        seeds(Path(sys.argv[1]))
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
