"""Messages from the build process to the server, and words shown in the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from criticwiki.i18n import _

if TYPE_CHECKING:
    from pathlib import Path


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


def live_words() -> dict[str, str]:
    """The words by their keys, in the language of the wiki once an application is loaded."""
    return {
        'problems': str(_('Problems')),
        'failure': str(_('The last build failed')),
        'more': str(_('and %(count)d more')),
        'close': str(_('Close')),
        'broken': str(_('The build has broken down; its terminal says why.')),
        'missing': str(_('Not found')),
        'waits': str(_('There is no such page. It will be shown when there is.')),
    }


@dataclass(frozen=True)
class Wiki:
    """A wiki and the options of its builds; it goes to another process as it is."""

    source: Path
    out: Path
    doctrees: Path
    settings: Path | None
    """The folder of conf.py, or None for a build without one."""
    builder: str = 'html'
    overrides: dict[str, Any] = field(default_factory=dict)
    """Settings that come before those of conf.py."""
    tags: tuple[str, ...] = ()
    fresh: bool = False
    """Whether the first build reads every page anew."""
    force: bool = False
    """Whether the first build writes every page anew."""
    jobs: int = 1
    """Processes of the first build."""
    verbosity: int = 0
    quiet: bool = False
    watched: tuple[Path, ...] = ()
    """Folders beside the wiki; when something changes in them, all is loaded anew."""
