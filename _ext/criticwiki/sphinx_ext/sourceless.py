"""Web pages without a source: when they are written, and when they go.

Each has an owner, a page of the wiki or something that pages tell of. It is written only when
its content is another than before, and goes when its owner no longer has it.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from criticwiki.panels.further_names import is_taken

from .fingerprint import digest, shared_digest
from .output import output_of, remove, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from .addresses import Addresses

PARENT: Final = 'criticwiki_parent'
"""In the context of a template: the page of the wiki that one without a source belongs to."""
UNKNOWN: Final = ''


class Sourceless:
    """The pages of one sort that a builder has written, and a digest of each."""

    def __init__(self, app: Sphinx, sort: str) -> None:
        """Begin with what the last build wrote."""
        self._app = app
        self._file = Path(app.doctreedir, f'criticwiki-{sort}-{app.builder.name}.json')
        self.written: dict[str, dict[str, str]] = {}
        """By owner: its pages, and a digest of each."""
        self.titles: dict[str, str] = {}
        """By page: its title, of those that other sites may link to."""
        self._frame = ''
        """A digest of all else that the files were made from."""
        self._many = False
        self._load()

    @property
    def complete(self) -> bool:
        """Whether every page is as it was last meant to be, and there."""
        return all(
            known != UNKNOWN and self._exists(name)
            for pages in self.written.values()
            for name, known in pages.items()
        )

    def settle_frame(self, *around: object) -> bool:
        """Where settings, templates or code are others, no file is what it should be.

        `around` is what else all these pages show. Returns whether it is as it was.
        """
        app = self._app
        templates: Any = app.builder.templates
        settings = app.config.filter({'env', 'html'})
        frame = digest(
            sorted((value.name, _steady(value.value)) for value in settings),
            sorted((e.name, e.version, e.metadata) for e in app.extensions.values()),
            shared_digest(app.env),
            templates.newest_template_mtime(),
            *around,
        )
        same = frame == self._frame
        if not same:
            self._frame = frame
            self.written = {
                owner: dict.fromkeys(names, UNKNOWN) for owner, names in self.written.items()
            }
        return same

    def write(
        self, owner: str, now: Mapping[str, str], context_of: Callable[[str], dict[str, Any]]
    ) -> None:
        """Write those pages of an owner whose digest is another, and remove those of before."""
        before = self.written.get(owner, {})
        if before == now and all(map(self._exists, now)):
            return
        # until all are written, it is not known what any of them holds
        self.written[owner] = dict.fromkeys([*before, *now], UNKNOWN)
        self._note(owner)
        for name, content in now.items():
            if before.get(name) != content or not self._exists(name):
                self._builder.handle_page(name, context_of(name), 'page.html')
        for name in sorted(before.keys() - now.keys()):
            self._remove(name)
        self.written[owner] = dict(now)
        if not now:
            del self.written[owner]
        if not self._many:
            self._save()

    def begin(self, owners: Iterable[str]) -> None:
        """Note that many owners are about to be written: a save for each would take long.

        Whatever stops it before `end`, the next build writes them all.
        """
        for owner in owners:
            self.written.setdefault(owner, {owner: UNKNOWN})
        self._many = True
        self._save()

    def end(self) -> None:
        """Note that they are written."""
        self._many = False
        self._save()

    def _note(self, owner: str) -> None:
        if not self._many or len(self.written[owner]) > 1:
            self._save()

    def remove(self, owner: str) -> None:
        """Remove the pages of an owner that is gone."""
        for name in sorted(self.written.pop(owner, {})):
            self._remove(name)
        if not self._many:
            self._save()

    def has_all(self, owner: str) -> bool:
        """Whether all pages of an owner are there."""
        return all(map(self._exists, self.written.get(owner, ())))

    def claims(self, file: Path) -> bool:
        """Whether an output file is that of one of these pages."""
        names = (name for pages in self.written.values() for name in pages)
        return any(self._builder.get_output_path(name) == file for name in names)

    @property
    def _builder(self) -> StandaloneHTMLBuilder:
        builder: Any = self._app.builder
        found: StandaloneHTMLBuilder = builder
        return found

    def _exists(self, name: str) -> bool:
        return Path(self._builder.get_output_path(name)).exists()

    def _remove(self, name: str) -> None:
        if is_taken(name, self._app.env.found_docs):
            return
        remove(self._app.outdir, output_of(self._builder, name))

    def _load(self) -> None:
        try:
            known: dict[str, Any] = json.loads(self._file.read_text('utf-8'))
            self._frame, self.written = known['frame'], known['written']
            self.titles = known['titles']
        except (OSError, ValueError, KeyError, TypeError):
            self._frame, self.written, self.titles = '', {}, {}

    def _save(self) -> None:
        frame = '' if self._many else self._frame
        known = {'frame': frame, 'written': self.written, 'titles': self.titles}
        write_whole(self._file, json.dumps(known, indent=0, sort_keys=True))


def page_context(
    addresses: Addresses,
    here: str,
    title: str,
    body: str,
    parent: str,
    above: Iterable[tuple[str, str]],
) -> dict[str, Any]:
    """What a template needs of such a page: its title, its body, the pages above it by name."""
    shown = escape(title)
    return {
        PARENT: parent,
        'title': shown,
        'body': f'<section>\n<h1>{shown}</h1>\n{body}</section>\n',
        'parents': [
            {'link': addresses.page(here, name), 'title': escape(words)} for name, words in above
        ],
    }


def _steady(value: Any) -> Any:
    """A setting as it reads in every run: the order of a set changes."""
    return sorted(map(repr, value)) if isinstance(value, (set, frozenset)) else value
