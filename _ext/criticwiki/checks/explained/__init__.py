"""Every code of a problem, explained by a page that has it and one that has not.

A new code gets an entry in the module of its sort; a test fails until it has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .between_pages import BETWEEN_PAGES
from .front_matter import FRONT_MATTER
from .harm import HARM
from .sources import SOURCES
from .text import TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criticwiki.problems import Code

    from .example import Explained

EXPLAINED: Final[Mapping[Code, Explained]] = {
    **FRONT_MATTER,
    **BETWEEN_PAGES,
    **TEXT,
    **HARM,
    **SOURCES,
}
"""In the order in which they are told."""
