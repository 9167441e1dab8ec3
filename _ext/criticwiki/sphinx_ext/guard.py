"""Guard in a build: settings and files that make pages from strangers harmless."""

from __future__ import annotations

import os
from functools import partial
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Final

from sphinx.util import logging
from sphinx.util.matching import Matcher

from criticwiki.guard.files import glob_of, refused_files, refused_static_files
from criticwiki.guard.policy import SYNTAX
from criticwiki.guard.urls import SCHEMES
from criticwiki.i18n import _

from .config import settings
from .output import remove
from .warnings import report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

    from criticwiki.guard.files import Refused
    from criticwiki.problems import Problem

_SUFFIX: Final = '.md'
_NO_HTML: Final = ('html_block', 'html_inline')
_FLAVOURS: Final = ('myst_commonmark_only', 'myst_gfm_only')
"""Under these MyST asks none of its other settings."""
_COPIED: Final = {
    'html_static_path': 'copy_html_static_files',
    'html_extra_path': 'copy_extra_files',
}
"""Settings of files that are published as they are, with the method that copies them."""
_COPIED_TO: Final = {'html_static_path': '_static', 'html_extra_path': ''}
_logger = logging.getLogger(__name__)


def withheld() -> str:
    """What stands in the place of a page that is not shown."""
    title = _('Page withheld')
    words = _('This page holds something that no page may hold. The build says what, and where.')
    return f'# {title}\n\n{words}\n'


def hold_settings(app: Sphinx, config: Config) -> None:
    """Take from conf.py what would let a page do harm, before anything is made of it."""
    if not config['criticwiki_guard']:
        return
    config['source_suffix'] = {
        suffix: kind for suffix, kind in config['source_suffix'].items() if suffix == _SUFFIX
    } or {_SUFFIX: 'markdown'}
    # a picture with the language in its name would stand in for the one that was looked at
    config['figure_language_filename'] = '{root}{ext}'
    off: set[str] = set()
    if 'myst_enable_extensions' in config:
        off = set(config['myst_enable_extensions']) - SYNTAX
        off |= {name for name in _FLAVOURS if config[name]}
        _hold_myst(config)
    found = _refuse_files(app, config)
    app.connect('env-updated', lambda _app, _env: _tell(found, off), priority=400)


def _tell(found: list[Problem], off: set[str]) -> None:
    """Say in every build what was left out."""
    for name in sorted(off):
        _logger.warning(
            '%r lets a page do harm and stays off; criticwiki_guard'
            ' = False is for wikis where everybody who writes pages may run code',
            name,
            location='conf.py',
            type='wiki',
            subtype='forbidden',
        )
    report(found)


def _hold_myst(config: Config) -> None:
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


def _refuse_files(app: Sphinx, config: Config) -> list[Problem]:
    """Leave out links and odd names, so that nothing opens them, and harmful static files."""
    source = Path(app.srcdir)
    excluded = Matcher(config['exclude_patterns'])
    problems = list(refused_files(source, excluded, _SUFFIX))
    config['exclude_patterns'] += [glob_of(problem.path) for problem in problems]
    refused = list(refused_static_files(source, settings(config).static_files, excluded))
    _leave_out(app, config, refused)
    return sorted({*problems, *(one.problem for one in refused)})


def _leave_out(app: Sphinx, config: Config, refused: Iterable[Refused]) -> None:
    """Publish no static file that is refused: not with its folder, nor as the logo."""
    paths = {one.problem.path for one in refused}
    for setting in ('html_logo', 'html_favicon'):
        if config[setting] and os.path.normpath(config[setting]) in paths:
            config[setting] = None
    names: dict[str, dict[str, list[str]]] = {setting: {} for setting in _COPIED}
    for one in refused:
        names[one.setting].setdefault(one.entry, []).append(one.name)
    for setting, below in names.items():
        config[setting] = [
            entry for entry in config[setting] if '' not in below.get(os.fspath(entry), ())
        ]
    if any(names.values()):
        app.connect('builder-inited', lambda app: _copy_without(app.builder, names))


def _copy_without(builder: Builder, names: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """Let a builder of web pages copy each static folder without the files of these names.

    What an earlier build has copied of them is removed.

    Sphinx asks `exclude_patterns` by the path below the folder, so a name of one folder would
    be left out of all, those of themes and extensions as well.
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L868
    """
    for setting, method in _COPIED.items():
        if copy := getattr(builder, method, None):
            below = names[setting]
            _remove_copies(Path(builder.outdir, _COPIED_TO[setting]), below.values())
            setattr(builder, method, partial(_copy, builder, setting, copy, below))


def _remove_copies(folder: Path, names: Iterable[Iterable[str]]) -> None:
    for name in filter(None, chain.from_iterable(names)):
        for copied in (name, name.removesuffix('.jinja'), name.removesuffix('_t')):
            if Path(folder, copied).is_dir():
                rmtree(folder / copied)
            else:
                remove(folder, copied)


def _copy(
    builder: Builder,
    setting: str,
    copy: Callable[..., None],
    names: Mapping[str, Sequence[str]],
    *context: object,
) -> None:
    """Copy the entries of a setting, one after the other."""
    config = builder.config
    entries, excluded = config[setting], config['exclude_patterns']
    try:
        for entry in entries:
            left_out = names.get(os.fspath(entry), ())
            patterns = [
                glob_of(name if '/' in name else f'./{name}', composed=False) for name in left_out
            ]
            config[setting] = [entry]
            config['exclude_patterns'] = [*excluded, *patterns]
            copy(*context)
    finally:
        config[setting] = entries
        config['exclude_patterns'] = excluded


def hold_parsers(app: Sphinx) -> None:
    """Keep docutils from files and from raw output, for any directive that asks it."""
    if app.config['criticwiki_guard']:
        app.env.settings['file_insertion_enabled'] = False
        app.env.settings['raw_enabled'] = False
    else:
        app.env.settings['file_insertion_enabled'] = True
        app.env.settings.pop('raw_enabled', None)


def setup_guard(app: Sphinx) -> None:
    """Connect after other extensions have had their say, and before MyST reads the settings."""
    app.connect('config-inited', hold_settings, priority=900)
    app.connect('builder-inited', hold_parsers, priority=100)
