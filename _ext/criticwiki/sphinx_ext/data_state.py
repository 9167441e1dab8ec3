"""What is known of the data files before they are written, and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(slots=True)
class DataFiles:
    """What is known of the data files before they are written, and after."""

    settled: bool = False
    """Whether they are what they would be now."""
    stale: Collection[str] | None = None
    """Pages of which they may tell something else now; None for all."""
    digest: str = ''
    """Of the text of `wiki.json`, as it was written."""
