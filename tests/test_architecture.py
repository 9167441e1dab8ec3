"""What docs/architecture.md says is so: the files it names, and how a panel is added."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = ROOT / '_ext' / 'criticwiki'
TEXT: Final = (ROOT / 'docs' / 'architecture.md').read_text('utf-8')
PATHS: Final = sorted(
    set(re.findall(r'`((?:[\w.]+/)*[\w-]+\.(?:py|txt|toml|pot))\b', TEXT)) - {'tools/NAME.py'}
)
INDEX: Final = (
    '---\nseries:\n  title: Lights\n  episodes: 2\n  aspects: {story: Plot.}\n---\n\n# Lights\n'
)
REVIEW: Final = """\
---
review:
  headline: A light at last
  outlet: The Harbour Post
  author: Ann Hale
  url: https://example.org/light
  published: 2024-04-12
  covers: 1-2
---

# A light at last

Words.
"""


@pytest.mark.parametrize('path', PATHS)
def test_every_file_that_it_names_is_there(path: str) -> None:
    assert (ROOT / path).is_file() or (PACKAGE / path).is_file()


def test_it_names_every_package() -> None:
    packages = {file.parent.name for file in PACKAGE.glob('*/__init__.py')}
    assert {name for name in packages if not re.search(rf'\b{name}/', TEXT)} == set()


def test_a_panel_is_one_file_and_one_line(tmp_path: Path) -> None:
    module, line = re.findall(r'```python\n(.*?)```', TEXT, re.DOTALL)
    extension = tmp_path / '_ext' / 'criticwiki'
    shutil.copytree(PACKAGE, extension, ignore=shutil.ignore_patterns('__pycache__'))
    where = re.search(r"'(\w+)\.\w+'", line)
    assert where is not None
    (extension / 'panels' / f'{where[1]}.py').write_text(module, 'utf-8')
    registry = extension / 'panel_registry.py'
    before, start, after = registry.read_text('utf-8').partition("    PanelEntry('season',")
    assert start
    registry.write_text(f'{before}{line}{start}{after}', 'utf-8')

    source = tmp_path / 'source'
    (source / 'reviews').mkdir(parents=True)
    (source / 'conf.py').write_text("extensions = ['myst_parser', 'criticwiki']\n", 'utf-8')
    (source / 'index.md').write_text(INDEX, 'utf-8')
    (source / 'reviews' / 'post.md').write_text(REVIEW, 'utf-8')
    done = subprocess.run(
        [sys.executable, '-m', 'sphinx', '-q', '-b', 'text', source, tmp_path / 'out'],
        env={**os.environ, 'PYTHONPATH': str(extension.parent)},
        capture_output=True, text=True, encoding='utf-8', check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = (tmp_path / 'out' / 'reviews' / 'post.txt').read_text('utf-8')
    assert 'Episodes seen: 2.' in text
