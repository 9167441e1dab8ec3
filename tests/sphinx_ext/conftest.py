from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .quick import QuickBuild

if TYPE_CHECKING:
    from collections.abc import Callable

    from workshop import Workshop


@pytest.fixture
def quick(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], QuickBuild]:
    """Make a wiki without sources, to be built often."""
    return lambda: QuickBuild(tmp_path_factory.mktemp('wiki') / 'quick', workshop)
