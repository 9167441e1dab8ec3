from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

import site_build


@pytest.fixture(scope='session')
def html() -> Path:
    return site_build.html()


@pytest.fixture(scope='session')
def data(html: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((html / 'data' / 'wiki.json').read_text('utf-8'))
    return loaded
