"""What a build tells the server, as plain data that can go from process to process."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something to mend, at a place as far as one is known."""

    path: str
    line: int
    column: int
    message: str
    code: str = ''
    """The kind of problem; empty for what others than we warn of."""
    about: str = ''
    """Where the site explains the code, below its root; empty where it does not."""

    @property
    def place(self) -> str:
        """Path, line and column, as far as they are known."""
        known = (str(number) for number in (self.line, self.column) if number)
        return ':'.join((self.path, *known)) if self.path else ''


@dataclass(frozen=True, slots=True)
class News:
    """What has changed in the output, and what there is to mend."""

    pages: frozenset[str] | None = frozenset()
    """Files, below the output folder, of pages that have changed; None for any."""
    notices: tuple[Notice, ...] = ()
    failure: str = ''
    """Why there was no build; empty where there was one."""
    settled: bool = False
    """Whether the output is that of a clean build."""
    words: dict[str, str] = field(default_factory=dict)
    """What is said beside the pages, in the wiki's language."""


@dataclass(frozen=True, slots=True)
class Over:
    """The process ends and wants another in its place."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What the server tells the build."""

    paths: frozenset[str]
    """Files that have changed."""
    viewed: frozenset[str]
    """Files, below the output folder, of pages that somebody looks at."""
