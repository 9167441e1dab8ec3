"""The settings of Sphinx that conf.py may misspell are settings that Sphinx has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from criticwiki.sphinx_settings import SPHINX_SETTINGS, require_spelling, require_theme

if TYPE_CHECKING:
    from pathlib import Path


def test_sphinx_has_each_of_them(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("extensions = ['myst_parser']\n", 'utf-8')
    folders = (tmp_path, tmp_path, tmp_path / 'out', tmp_path / 'doctrees')
    with docutils_namespace():
        app = Sphinx(*folders, 'html', status=None, warning=None)
    assert SPHINX_SETTINGS - {value.name for value in app.config} <= {'extensions'}


def test_one_slip_and_no_other_setting() -> None:
    for name in sorted(SPHINX_SETTINGS):
        require_spelling(f'{name} = 1'.encode(), {name: 1})
        for slip in {name[:-1], f'{name[:2]}x{name[2:]}', f'{name[:3]}x{name[4:]}'} - {name}:
            with pytest.raises(ValueError, match='did you mean'):
                require_spelling(f'{slip} = 1'.encode(), {slip: 1})
            require_spelling(f'{slip} = 1'.encode(), {slip: 1}, {slip})


def test_a_theme_that_an_extension_may_bring() -> None:
    require_theme({'html_theme': 'seaside'}, closed=False)
    require_theme({'html_theme': 'furo'}, closed=False)
    for theme in ('bsic', 'fruo'):
        with pytest.raises(ValueError, match='did you mean'):
            require_theme({'html_theme': theme}, closed=False)
