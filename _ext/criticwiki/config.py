"""Settings: what conf.py says about how pages are read, as one immutable value."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from criticwiki.guard.files import StaticFiles, static_files_of
from criticwiki.guard.policy import Allowed, allowed_of
from criticwiki.markdown.directives import Forms, forms_of
from criticwiki.markdown.parser import Syntax, syntax_of
from criticwiki.model.page import FOLDERS
from criticwiki.model.scores import LETTERS, Notations, Scale

from .text import compile_globs

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

_EVERYTHING: Final = ('**',)


@dataclass(frozen=True)
class Settings:
    """What has to be known before a page can be read."""

    folders: Mapping[str, str] = field(default_factory=lambda: dict(FOLDERS))
    """Folder to kind of page: `criticwiki_folders`."""
    notations: Notations = field(default_factory=Notations)
    """How scores are read: `criticwiki_letters` and `criticwiki_scales`."""
    root: str = 'index'
    """The docname of the page about the series: `root_doc`."""
    include: tuple[str, ...] = _EVERYTHING
    """Patterns of the files that are pages: `include_patterns`."""
    exclude: tuple[str, ...] = ()
    """Patterns of files and folders that hold none: `exclude_patterns`."""

    @cached_property
    def _excluded(self) -> re.Pattern[str]:
        return compile_globs(self.exclude)

    def leaves_out(self, path: str) -> bool:
        """Whether a file below the source folder is no part of the wiki, nor published with it."""
        static = map(posixpath.normpath, self.static_files.static)
        if any(path.startswith(f'{folder}/') for folder in static):
            return False
        folders = path.split('/')
        parts = ('/'.join(folders[:end]) for end in range(1, len(folders) + 1))
        return any(map(self._excluded.match, parts))

    syntax: Syntax = field(default_factory=Syntax)
    """How Markdown is read: what begins with `myst_`."""
    extensions: tuple[str, ...] = ()
    """`extensions`, which may add directives and roles."""

    @cached_property
    def forms(self) -> Forms:
        """The directives and roles that there are."""
        return forms_of(self.extensions)

    allowed: Allowed = field(default_factory=Allowed)
    """What they may use: `criticwiki_directives`, `criticwiki_roles`, `criticwiki_guard`."""
    static_files: StaticFiles = field(default_factory=StaticFiles)
    """What is published as it is: `html_static_path`, `html_extra_path`, `criticwiki_files`."""


def settings_of(values: Mapping[str, Any]) -> Settings:
    """The settings among the names that conf.py sets.

    :raises ValueError: where one cannot be used.
    """
    return Settings(
        folders=dict(values.get('criticwiki_folders', FOLDERS)),
        notations=notations_of(
            values.get('criticwiki_letters', LETTERS), values.get('criticwiki_scales', {})
        ),
        root=str(values.get('root_doc', values.get('master_doc', 'index'))),
        include=tuple(values.get('include_patterns', _EVERYTHING)),
        exclude=tuple(values.get('exclude_patterns', ())),
        syntax=syntax_of(values),
        extensions=tuple(values.get('extensions', ())),
        allowed=allowed_of(values),
        static_files=static_files_of(values),
    )


def notations_of(letters: Mapping[str, float], scales: Mapping[str, Any]) -> Notations:
    """The score notations that two settings declare.

    :raises ValueError: where one of them cannot be used.
    """
    for letter, worth in letters.items():
        if not isinstance(worth, int | float) or not 0 <= worth <= 100:
            raise ValueError(f'criticwiki_letters[{letter!r}] must be 0 to 100, not {worth!r}')
    return Notations(dict(letters), tuple(_scale(name, spec) for name, spec in scales.items()))


def _scale(name: str, spec: Any) -> Scale:
    try:
        if 'steps' in spec:
            steps = {str(word): Fraction(str(worth)) for word, worth in spec['steps'].items()}
            return Scale(name, steps=steps)
        return Scale(name, unit=str(spec['unit']), best=Fraction(str(spec['best'])))
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        message = (
            f"criticwiki_scales[{name!r}] must be {{'steps': {{'word': 0 to 100}}}} or"
            f" {{'unit': 'points', 'best': 20}}: {error}"
        )
        raise ValueError(message) from error
