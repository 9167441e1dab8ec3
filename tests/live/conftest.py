from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from live_tools import LiveBuild
from sphinx_ext.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wiki_build import Build


@pytest.fixture(scope='session')
def workshop(seed: int) -> Iterator[Workshop]:
    with Workshop(seed) as made:
        yield made


@pytest.fixture(scope='session')
def wiki(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., LiveBuild]:
    """Make a wiki of texts by file name, and build it."""

    def make(files: Mapping[str, str], *, builder: str = 'html', **conf: Any) -> Build:
        made = LiveBuild(tmp_path_factory.mktemp('wiki') / 'live', workshop)
        made.configure(**conf)
        for name, text in files.items():
            made.write(name, dedent(text))
        return made.rebuild(builder)

    return make
