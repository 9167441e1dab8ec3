"""A wiki that is built often, and what its builds wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from wiki_build import Build

from .hooks import NOTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .workshop import Job, Workshop

HOOKS: Final = '\nfrom hooks import setup\n'


class QuickBuild(Build):
    """Builds in one workshop, and from nothing in another at the same time."""

    def __init__(self, folder: Path, workshop: Workshop, other: Workshop) -> None:
        super().__init__(folder)
        self._workshop, self._other = workshop, other
        self.conf: dict[str, Any] = {}

    def begin(self, pages: Mapping[str, str], **conf: Any) -> None:
        """Write the sources."""
        self.configure(**conf)
        for name, text in pages.items():
            self.write(name, text)

    def configure(self, **conf: Any) -> None:
        """Write conf.py."""
        self.conf = conf
        super().configure(**conf)
        self.write('conf.py', (self.source / 'conf.py').read_text('utf-8') + HOOKS)

    def _named(self, folder: Path) -> QuickBuild:
        return QuickBuild(folder, self._other, self._workshop)

    def _run(self, arguments: list[str], environment: Mapping[str, str]) -> Job:
        self._notes.unlink(missing_ok=True)
        return self._workshop.start(arguments, {**environment, NOTES: str(self._notes)})

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
