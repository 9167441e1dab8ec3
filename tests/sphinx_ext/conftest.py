from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import SMALL
from .quick import QuickBuild

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workshop import Workshop


@pytest.fixture
def quick(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], QuickBuild]:
    """Make a wiki without sources, to be built often."""
    return lambda: QuickBuild(tmp_path_factory.mktemp('wiki') / 'quick', workshop)


@pytest.fixture(scope='session')
def _small_built(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> QuickBuild:
    build = QuickBuild(tmp_path_factory.mktemp('wiki') / 'quick', workshop)
    build.begin(SMALL, html_static_path=['_static'])
    build.write('_static/pictures/mark.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    build.rebuild()
    assert build.warnings == []
    build.save()
    return build


@pytest.fixture
def small_built(_small_built: QuickBuild) -> Iterator[QuickBuild]:
    """The small wiki with a static file, which has been built, for a test to change."""
    yield _small_built
    _small_built.restore()
