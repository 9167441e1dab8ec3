"""One page from what its file holds."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from criticwiki.core.encoding import decoded
from criticwiki.core.fences import check_fences
from criticwiki.core.frontmatter import read_front_matter
from criticwiki.core.page_text import read_page_text
from criticwiki.core.pages import SUFFIX, Page, kind_of
from criticwiki.core.salvage import salvage
from criticwiki.core.validate import validate

if TYPE_CHECKING:
    from criticwiki.core.frontmatter import FrontMatter
    from criticwiki.core.settings import Settings


def read_page(path: str, content: str | bytes, settings: Settings) -> Page:
    """What one page says."""
    return read_with_matter(path, content, settings)[0]


def read_with_matter(
    path: str, content: str | bytes, settings: Settings
) -> tuple[Page, FrontMatter]:
    """The same, with its front matter."""
    docname = path.removesuffix(SUFFIX)
    text, undecoded = decoded(content)
    matter = read_front_matter(text)
    kind = kind_of(docname, settings.root, settings.folders)
    facts, problems = validate(matter, kind, settings.notations)
    lines = text.removeprefix('\ufeff').split('\n')
    found = read_page_text(lines, matter.end + 1, (docname, kind), settings)
    page = Page(
        docname=docname,
        path=path,
        kind=kind,
        title=found.title,
        facts=facts,
        salvaged=None if facts else salvage(matter, kind, settings.notations),
        places=matter.places,
        links=tuple(found.links),
        spoilers=tuple(found.spoilers),
        terms=tuple(found.terms),
        values=tuple(found.values),
        files=tuple(found.files),
        labels=tuple(found.labels),
        panels=tuple(found.panels),
        source=hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest(),
        problems=(
            *undecoded,
            *problems,
            *check_fences(lines[matter.end :], matter.end + 1),
            *found.problems,
        ),
    )
    return page, matter
