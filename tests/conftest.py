"""What all tests share: wikis to build, and the seed of random edits."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Final

import pytest
from attacked import Attacked, attack
from progress import SLOW, Progress
from shared import once, run_folder
from sphinx_ext.many import many
from wiki_build import Build
from workshop import Workshop

from criticwiki.hosting import SWITCHES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SEED: Final = int(os.environ.get('WIKI_SEED', '0')) or random.SystemRandom().randrange(1, 10**9)
"""What random edits come of; `WIKI_SEED` makes the same ones again."""
os.environ['WIKI_SEED'] = str(SEED)  # for the processes that share the tests
for switch in (
    *SWITCHES,  # where a service runs the tests, they build as on any machine
    *('MAKEFLAGS', 'MAKEOVERRIDES', 'MFLAGS', 'MAKELEVEL', 'OPTIONS'),  # so does their own make
):
    os.environ.pop(switch, None)
run_folder()  # the same: before there are such processes
_LATE: Final = len(SLOW)


@pytest.hookimpl(trylast=True)  # pytest has its reporter by then
def pytest_configure(config: pytest.Config) -> None:
    """Tell how far the run is; a process of xdist that runs tests tells nothing."""
    config.option.loadscopereorder = False  # which would begin with the files of most tests
    reporter = config.pluginmanager.get_plugin('terminalreporter')
    if reporter and not hasattr(config, 'workerinput'):
        config.pluginmanager.register(Progress(config, reporter, time.monotonic))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that processes end at about the same time."""
    items.sort(key=lambda item: _LATE if item.path.stem not in SLOW else SLOW.index(item.path.stem))


def pytest_report_header() -> str:
    return f'random edits: WIKI_SEED={SEED}'


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Unregister the plugin of Hypothesis where no test imported it.

    Its summary imports all of Hypothesis, which takes longer than a file of tests.
    """
    plugins = session.config.pluginmanager
    if 'hypothesis' not in sys.modules and not plugins.hasplugin('dsession'):
        plugins.unregister(name='hypothesispytest')


@pytest.fixture(scope='session')
def seed() -> int:
    return SEED


@pytest.fixture(scope='session')
def workshop(seed: int) -> Iterator[Workshop]:
    with Workshop(seed) as made:
        yield made


@pytest.fixture(scope='session')
def wiki(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Build]:
    """Make a wiki of texts by file name, and build it."""

    def make(
        files: Mapping[str, str],
        *,
        builder: str = 'html',
        parallel: int = 1,
        command: bool = False,
        **conf: Any,
    ) -> Build:
        made = Build(tmp_path_factory.mktemp('wiki'), workshop)
        if 'conf.py' not in files:
            made.configure(**conf)
        for name, text in files.items():
            made.write(name, dedent(text))
        return made.rebuild(builder, parallel=parallel, command=command)

    return make


@pytest.fixture(scope='session')
def shared_wiki(request: pytest.FixtureRequest) -> Callable[..., Build]:
    """Make a wiki of a name, which one process of the run builds for all; for tests to read."""

    def make(name: str, files: Mapping[str, str], **conf: Any) -> Build:
        def build() -> tuple[str, int, list[str]]:
            made = request.getfixturevalue('wiki')(files, **conf)
            return str(made.folder), made.returned, made.warnings

        folder, returned, warnings = once(name, build)
        made = Build(Path(folder), request.getfixturevalue('workshop'))
        made.returned, made.warnings = returned, warnings
        return made

    return make


@pytest.fixture(scope='session')
def large(shared_wiki: Callable[..., Build]) -> Build:
    """The wiki with more reviews than a page shows, for tests to read."""
    return shared_wiki('many_reviews', many(), html_theme='furo')


@pytest.fixture(scope='session')
def attacked(wiki: Callable[..., Build]) -> Attacked:
    """A wiki with all that a stranger might send, built once."""
    return attack(wiki)
