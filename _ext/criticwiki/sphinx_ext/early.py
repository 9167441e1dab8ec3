"""Remembers pages that were written ahead of a build, for the next build to write again.

Who keeps an application alive shows an edit before anything else is brought up to date. Until
a build has come to its end, what lies in the output fits neither the record of what was
written nor the search index, so the note of it lies on the disk as well.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FILE: Final = 'criticwiki-{builder}.early'


def note_early(app: Sphinx, docname: str) -> None:
    """Note that a page is about to be written outside a build."""
    with _file(app).open('a', encoding='utf-8') as file:
        file.write(f'{docname}\n')


def early_pages(app: Sphinx) -> set[str]:
    """The pages that were written since the last build."""
    try:
        return set(_file(app).read_text('utf-8').splitlines())
    except OSError:
        return set()


def forget_early(app: Sphinx) -> None:
    """A build has taken note of them."""
    _file(app).unlink(missing_ok=True)


def _file(app: Sphinx) -> Path:
    return Path(app.doctreedir, _FILE.format(builder=app.builder.name))
