"""Guard in a build: settings and files that make pages from strangers harmless."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Final

from sphinx.util import logging
from sphinx.util.matching import Matcher

from criticwiki.checks.stray_files import stray_files
from criticwiki.guard.files import glob_of, refused_files, refused_static_files
from criticwiki.guard.policy import SCHEMES, SYNTAX
from criticwiki.i18n import _
from criticwiki.sphinx_settings import card_problems

from .config import content_of_conf, settings
from .output import remove, site_of
from .patches import copy_static_files_without
from .warnings import report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from criticwiki.guard.files import Refused
    from criticwiki.problems import Problem

_SUFFIX: Final = '.md'
_NO_HTML: Final = ('html_block', 'html_inline')
_FLAVOURS: Final = ('myst_commonmark_only', 'myst_gfm_only')
"""Settings under which MyST ignores all its others."""
_COPIED_TO: Final = {'html_static_path': '_static', 'html_extra_path': ''}
"""Settings of static files, with the folder of the output that they are copied to."""
_logger = logging.getLogger(__name__)


def withheld() -> str:
    """Source in place of a page that is withheld."""
    title = _('Page withheld')
    words = _('This page holds something that no page may hold. The build says what, and where.')
    return f'# {title}\n\n{words}\n'


class Guard:
    """Guard of one application: takes out harmful settings and files, and warns of them."""

    def __init__(self) -> None:
        """Start with nothing taken out."""
        self._off: set[str] = set()
        """Settings of MyST that stay off."""
        self._problems: list[Problem] = []
        self._left_out: Mapping[str, Mapping[str, Sequence[str]]] = {}
        """By setting and entry of it: names of files that are not copied."""
        self._static: Mapping[str, Collection[str]] = {}
        """By setting: what conf.py says."""

    def note_settings(self, _app: Sphinx, config: Config) -> None:
        """Handler of `config-inited`: note the static files before extensions add their own."""
        self._static = {name: set(map(os.fspath, config[name])) for name in _COPIED_TO}

    def restrict_settings(self, app: Sphinx, config: Config) -> None:
        """Handler of `config-inited`: take harmful values out of settings."""
        source, excluded = Path(app.srcdir), Matcher(config['exclude_patterns'])
        card, address = config['criticwiki_card'], config['html_baseurl']
        self._problems = [
            *card_problems(content_of_conf(app), card, address),
            *stray_files(source, config['criticwiki_folders'], excluded),
        ]
        if not config['criticwiki_guard']:
            return
        config['source_suffix'] = {
            suffix: kind for suffix, kind in config['source_suffix'].items() if suffix == _SUFFIX
        } or {_SUFFIX: 'markdown'}
        # a picture with the language in its name would stand in for the one that was looked at
        config['figure_language_filename'] = '{root}{ext}'
        if 'myst_enable_extensions' in config:
            self._off = set(config['myst_enable_extensions']) - SYNTAX
            self._off |= {name for name in _FLAVOURS if config[name]}
            _restrict_myst(config)
        refused, problems = _refused_files(app, config, self._static)
        self._problems = sorted([*self._problems, *problems])
        self._left_out = _leave_out(config, refused)

    def copy_without(self, app: Sphinx) -> None:
        """Handler of `builder-inited`: have the builder copy no static file that is refused."""
        if any(self._left_out.values()) and site_of(app.env).is_html:
            _remove_copies(Path(app.outdir), self._left_out)
            copy_static_files_without(app.builder, self._left_out)

    def tell(self, _app: Sphinx, env: BuildEnvironment) -> None:
        """Handler of `env-updated`: warn in every build of what was taken out."""
        for name in sorted(self._off):
            _logger.warning(
                '%r lets a page do harm and stays off; criticwiki_guard'
                ' = False is for wikis where everybody who writes pages may run code',
                name,
                location='conf.py',
                type='wiki',
                subtype='forbidden',
            )
        report(self._problems)
        site_of(env).unread = frozenset(problem.path for problem in self._problems)


def _restrict_myst(config: Config) -> None:
    enabled = set(config['myst_enable_extensions'])
    config['myst_enable_extensions'] = enabled & SYNTAX
    for flavour in _FLAVOURS:
        config[flavour] = False
    disabled = config['myst_disable_syntax']
    config['myst_disable_syntax'] = [*disabled, *(n for n in _NO_HTML if n not in disabled)]
    schemes = config['myst_url_schemes']
    config['myst_url_schemes'] = (
        {name: to for name, to in schemes.items() if name in SCHEMES}
        if isinstance(schemes, dict)
        else [name for name in schemes if name in SCHEMES]
    )


def _refused_files(
    app: Sphinx, config: Config, of_conf: Mapping[str, Collection[str]]
) -> tuple[list[Refused], list[Problem]]:
    """Problems of static files and of names; exclude links and refused names from the build."""
    source = Path(app.srcdir)
    excluded = Matcher(config['exclude_patterns'])
    problems = list(refused_files(source, excluded, _SUFFIX))
    config['exclude_patterns'] += [glob_of(problem.path) for problem in problems]
    files = settings(config).static_files
    files = replace(
        files,
        static=_without_installed(source, files.static, of_conf['html_static_path']),
        extra=_without_installed(source, files.extra, of_conf['html_extra_path']),
    )
    refused = list(refused_static_files(source, files, excluded))
    return refused, sorted({*problems, *(one.problem for one in refused)})


def _without_installed(
    source: Path, entries: Iterable[str], of_conf: Collection[str]
) -> tuple[str, ...]:
    """The entries without those that an extension has added of its own package."""
    return tuple(
        entry
        for entry in entries
        if entry in of_conf
        or not (Path(entry).is_relative_to(sys.prefix) or _is_outside(source, entry))
    )


def _is_outside(source: Path, entry: str) -> bool:
    return not Path(os.path.normpath(source / entry)).is_relative_to(source)


def _leave_out(config: Config, refused: Iterable[Refused]) -> dict[str, dict[str, list[str]]]:
    """Take refused entries out of settings; returns the files to leave out of folders."""
    paths = {one.problem.path for one in refused}
    for setting in ('html_logo', 'html_favicon'):
        if config[setting] and os.path.normpath(config[setting]) in paths:
            config[setting] = None
    names: dict[str, dict[str, list[str]]] = {setting: {} for setting in _COPIED_TO}
    for one in refused:
        names[one.setting].setdefault(one.entry, []).append(one.name)
    for setting, below in names.items():
        config[setting] = [
            entry for entry in config[setting] if '' not in below.get(os.fspath(entry), ())
        ]
    return names


def _remove_copies(outdir: Path, names: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """Delete copies of refused files that an earlier build has made."""
    for setting, folder in _COPIED_TO.items():
        for name in filter(None, chain.from_iterable(names[setting].values())):
            _remove_copy(outdir / folder, name)


def _remove_copy(folder: Path, name: str) -> None:
    for copied in (name, name.removesuffix('.jinja'), name.removesuffix('_t')):
        if Path(folder, copied).is_dir():
            rmtree(folder / copied)
        else:
            remove(folder, copied)


def restrict_parsers(app: Sphinx) -> None:
    """Switch off file insertion and raw output in docutils, for every directive."""
    if app.config['criticwiki_guard']:
        app.env.settings['file_insertion_enabled'] = False
        app.env.settings['raw_enabled'] = False
    else:
        app.env.settings['file_insertion_enabled'] = True
        app.env.settings.pop('raw_enabled', None)
