"""What is served: where it is, and how it is built."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


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
