"""Snapshots of what a job printed and wrote, so that two of them can be compared."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANSI: Final = re.compile(r'\x1b\[[0-9;]*m')
SKIPPED: Final = frozenset({'environment.pickle', '.buildinfo.bak', '__pycache__'})
"""Sphinx's own state, and copies of older states: nobody reads them."""
BLANKED: Final[dict[str, re.Pattern[bytes]]] = {
    # Hashes of conf.py values, in which default values and types of the extension take part.
    '.buildinfo': re.compile(rb'(?<=^config: )[0-9a-f]+$', re.MULTILINE),
}
"""What differs between two codes by design, by the name of the file."""
CRASH_LOG: Final = re.compile(r'sphinx-err-\w+\.log')
PLACE: Final = 'PLACE'


@dataclass
class Step:
    """One build or command: its exit code, its lines and its output files."""

    name: str
    kind: str
    """`build` or `command`."""
    exit_code: int
    lines: list[str]
    """What was written to stderr: for a build, its warnings."""
    printed: list[str]
    """What was written to stdout."""
    files: dict[str, str]
    """The SHA-256 of each output file, by its path."""


@dataclass
class Recording:
    """The steps of a job, and the content of the files by its SHA-256."""

    steps: list[Step] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)

    def keep(self, content: bytes) -> str:
        """Store a content once, and return its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        self.blobs.setdefault(digest, content)
        return digest

    def keep_folder(self, folder: Path, place: Path) -> dict[str, str]:
        """Store all files of an output folder."""
        return {
            name: self.keep(normalized(name, content, place))
            for file in sorted(folder.rglob('*'))
            if file.is_file() and not SKIPPED & set(file.relative_to(folder).parts)
            for name, content in members(file.relative_to(folder).as_posix(), file.read_bytes())
        }

    def save(self, target: Path) -> None:
        """Write the recording as one ZIP file; a half-written one never has its name."""
        draft = target.with_suffix(f'.{os.getpid()}')
        with zipfile.ZipFile(draft, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr('steps.json', json.dumps([asdict(step) for step in self.steps]))
            for digest, content in self.blobs.items():
                archive.writestr(digest, content)
        draft.replace(target)

    @classmethod
    def load(cls, source: Path) -> Recording:
        """Read what `save` wrote."""
        with zipfile.ZipFile(source) as archive:
            steps = [Step(**step) for step in json.loads(archive.read('steps.json'))]
            names = set(archive.namelist()) - {'steps.json'}
            return cls(steps, {name: archive.read(name) for name in names})


def members(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself; of an EPUB its members and their order, since a ZIP file holds times."""
    if not name.endswith('.epub'):
        yield name, content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        listing = ''.join(f'{entry.filename} {entry.compress_type}\n' for entry in entries)
        yield f'{name}!', listing.encode()
        for entry in entries:
            yield f'{name}!{entry.filename}', archive.read(entry)


def normalized(name: str, content: bytes, place: Path) -> bytes:
    """A file without the path of the temporary folder and without checksums of the code."""
    pattern = BLANKED.get(name.rpartition('/')[2])
    if pattern:
        content = pattern.sub(b'CHECKSUM', content)
    return content.replace(os.fsencode(place), PLACE.encode())


def lines_of(output: bytes, place: Path) -> list[str]:
    """The lines of a stream, without the path of the temporary folder and without colours."""
    text = ANSI.sub('', output.decode('utf-8', 'backslashreplace'))
    return CRASH_LOG.sub('sphinx-err.log', text.replace(str(place), PLACE)).splitlines()
