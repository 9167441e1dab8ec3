"""A wiki with an application that stays alive, edited as an editor would."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sphinx.util.docutils import docutils_namespace, patch_docutils

from criticwiki.live.session import BuildOptions, Session
from criticwiki.live.watch import ChangeClassifier, SourceChanges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wiki_build import Build


class Live:
    """An application beside the files that it is made from."""

    def __init__(self, build: Build, **options: Any) -> None:
        self.build = build
        self.waiting = lambda: False
        self.wiki = BuildOptions(
            build.source.resolve(),
            build.out.resolve(),
            build.doctrees.resolve(),
            build.source.resolve(),
            quiet=True,
            **options,
        )
        self.session = Session(self.wiki, lambda: self.waiting())
        self.session.first_build()
        self.sorter = ChangeClassifier(self.session.app, self.wiki)

    def files(self) -> dict[str, tuple[int, int]]:
        """Every source file with what tells it from another state."""
        found = (file for file in self.wiki.source.rglob('*') if file.is_file())
        return {str(file): (file.stat().st_mtime_ns, file.stat().st_ino) for file in found}

    def changes(self, change: Callable[[Build], None]) -> SourceChanges:
        """Change files, and sort what has changed."""
        before = self.files()
        change(self.build)
        after = self.files()
        names = {name for name in before | after if before.get(name) != after.get(name)}
        return self.sorter.classify(names)

    def show(self, change: Callable[[Build], None], *viewed: str) -> list[str]:
        """Change files and show what can be shown at once; names the pages written."""
        changes = self.changes(change)
        assert not changes.reload
        if changes.full_build:
            return []
        written = list(self.session.refresh(changes.pages, viewed))
        self.session.check()
        return written


@contextmanager
def alive(build: Build, **options: Any) -> Iterator[Live]:
    with patch_docutils(str(build.source)), docutils_namespace():
        live = Live(build, **options)
        try:
            yield live
        finally:
            live.session.close()


def written_html(build: Build) -> dict[str, bytes]:
    """The pages of the output, by docname."""
    return {
        name.removesuffix('.html'): content
        for name, content in build.tree().items()
        if name.endswith('.html') and name not in {'genindex.html', 'search.html'}
    }


def differ(ours: dict[str, bytes], theirs: dict[str, bytes]) -> set[str]:
    return {name for name in ours | theirs if ours.get(name) != theirs.get(name)}
