"""What is known of the last build of a builder, kept beside its doctrees."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from criticwiki.problems import Code, Problem

from .output import write_whole

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FILE: Final = 'criticwiki-{builder}.json'
_MARK: Final = 'criticwiki-{builder}.unfinished'


@dataclass(slots=True)
class Record:
    """What a builder wrote, and from what."""

    state: str = ''
    """Which state of the pages it was made from; each has a name of its own."""
    shared: str = ''
    """The files that all pages share."""
    contents: str = ''
    """The tables of contents that any page may show."""
    written: dict[str, str] = field(default_factory=dict)
    """Digest of every page that was written."""
    outputs: dict[str, str] = field(default_factory=dict)
    """File, below the output folder, of every page that may have been written."""
    files: list[str] = field(default_factory=list)
    """Images and downloads, likewise."""
    data: str = ''
    """Digest of `wiki.json`."""
    notations: str = ''
    """How scores are read, which the schema of the front matter tells."""
    problems: list[tuple[str, int, int, str, str]] = field(default_factory=list)
    """What was reported."""

    @classmethod
    def load(cls, app: Sphinx) -> Record:
        """The record of the application's builder; of a build without an end, only files."""
        try:
            known: dict[str, Any] = json.loads(_file(app, _FILE).read_text('utf-8'))
            found = cls(**{entry.name: known[entry.name] for entry in fields(cls)})
        except (OSError, ValueError, KeyError, TypeError):
            return cls()
        if _file(app, _MARK).exists():
            return cls(outputs=found.outputs, files=found.files)
        return found

    def begin(self, app: Sphinx) -> None:
        """Note that a build is about to write: whatever stops it, the next writes everything."""
        mark = _file(app, _MARK)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()

    def save(self, app: Sphinx) -> None:
        """Write the record."""
        known = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        write_whole(_file(app, _FILE), json.dumps(known, sort_keys=True))

    def end(self, app: Sphinx) -> None:
        """Note that the build has come to its end."""
        _file(app, _MARK).unlink(missing_ok=True)

    def note_problems(self, found: list[Problem]) -> None:
        """Keep what was reported, for builds in which nothing changes."""
        self.problems = [(p.path, p.line, p.column, p.code.value, p.message) for p in found]

    def known_problems(self) -> list[Problem]:
        """What was reported."""
        return [
            Problem(path, line, column, Code(code), message)
            for path, line, column, code, message in self.problems
        ]


def _file(app: Sphinx, name: str) -> Path:
    return Path(app.doctreedir, name.format(builder=app.builder.name))
