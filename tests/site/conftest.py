from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import site_build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope='session')
def html() -> Path:
    return site_build.html()


@pytest.fixture(scope='session')
def data(html: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((html / 'data' / 'wiki.json').read_text('utf-8'))
    return loaded
