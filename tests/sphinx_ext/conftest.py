from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .quick import QuickBuild
from .workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope='session')
def workshops(seed: int) -> Iterator[tuple[Workshop, Workshop]]:
    with Workshop(seed) as ours, Workshop(seed + 1) as theirs:
        yield ours, theirs


@pytest.fixture
def quick(
    workshops: tuple[Workshop, Workshop], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], QuickBuild]:
    """Make a wiki without sources, to be built often."""
    return lambda: QuickBuild(tmp_path_factory.mktemp('wiki') / 'quick', *workshops)
