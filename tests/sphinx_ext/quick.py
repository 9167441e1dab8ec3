"""A wiki that is built often, and what its builds wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wiki_build import Build

from .hooks import NOTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workshop import Workshop

HOOKS: Final = f"""
import sys

sys.path.append({str(Path(__file__).parent)!r})
from hooks import setup
"""


class QuickBuild(Build):
    """A wiki whose builds can be cut off and note what they do."""

    def __init__(self, folder: Path, workshop: Workshop, turn: int = 0) -> None:
        super().__init__(folder, workshop, turn)
        self.conf: dict[str, Any] = {}

    def begin(self, pages: Mapping[str, str], **conf: Any) -> None:
        """Write the sources."""
        self.configure(**conf)
        for name, text in pages.items():
            self.write(name, text)

    def configure(self, **conf: Any) -> None:
        """Write conf.py; {numref} is there for what Sphinx warns of while it writes."""
        conf = {'criticwiki_roles': ['numref'], **conf}
        self.conf = conf
        super().configure(**conf)
        self.write('conf.py', (self.source / 'conf.py').read_text('utf-8') + HOOKS)

    def _named(self, folder: Path, turn: int) -> QuickBuild:
        return QuickBuild(folder, self.workshop, turn)

    def _run(self, arguments: list[str], environment: Mapping[str, str]) -> Any:
        self._notes.unlink(missing_ok=True)
        return super()._run(arguments, {**environment, NOTES: str(self._notes)})

    @property
    def _notes(self) -> Path:
        return self.folder.with_name(f'{self.folder.name}-notes')

    @property
    def notes(self) -> dict[str, Any]:
        """What the last build read and wrote, and which pages list which."""
        noted: dict[str, Any] = json.loads(self._notes.read_text('utf-8'))
        return noted


def doctrees(build: Build) -> set[str]:
    """The pages of which there is a doctree."""
    files = build.doctrees.rglob('*')
    return {str(file.relative_to(build.doctrees)) for file in files if file.suffix != '.json'}


def different(partial: Build, clean: Build) -> list[str]:
    """The files in which two outputs differ, or that only one has."""
    ours, theirs = partial.tree(), clean.tree()
    names = ours.keys() | theirs.keys()
    return sorted(name for name in names if ours.get(name) != theirs.get(name))
