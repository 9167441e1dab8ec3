"""Every code of a problem, explained by a page that has it and one that has not.

A new code gets an entry in the module of its sort; a test fails until it has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.core.explained.between_pages import BETWEEN_PAGES
from criticwiki.core.explained.front_matter import FRONT_MATTER
from criticwiki.core.explained.harm import HARM
from criticwiki.core.explained.sources import SOURCES
from criticwiki.core.explained.text import TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criticwiki.core.explained.example import Explained
    from criticwiki.core.problems import Code

EXPLAINED: Final[Mapping[Code, Explained]] = {
    **FRONT_MATTER,
    **BETWEEN_PAGES,
    **TEXT,
    **HARM,
    **SOURCES,
}
"""In the order in which they are told."""
