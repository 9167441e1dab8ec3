"""How far a run of the tests is, and about how long it still takes: a line now and then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _pytest.terminal import TerminalReporter

EVERY: Final = 20.0
"""Seconds from one line to the next: in a terminal, and in the log of a server."""
_ENOUGH: Final = 20
"""Tests after which the rest can be reckoned."""
SLOW: Final = (
    *('test_browser_progress', 'test_browser_access', 'test_browser_closed', 'test_session'),
    *('test_site_builds', 'test_incremental', 'test_dependent_pages', 'test_random_edits'),
    *('test_workflows', 'test_browser_pages', 'test_faults', 'test_further'),
    *('test_browser_fit', 'test_start_wiki', 'test_same_problems', 'test_site_pages'),
    *('test_attacks', 'test_browser_attacks', 'test_browser_search', 'test_server'),
    *('test_long_series', 'test_works', 'test_data_values', 'test_many_reviews'),
    *('test_static_files', 'test_browser_ways', 'test_browser_previews', 'test_browser_tasks'),
)
"""Files of tests that take longer than others, the longest first."""
_TIMES_SLOWER: Final = 15.0
"""How much longer a test of these takes than another, before a run has said."""
_KEPT: Final = 'progress/seconds'
"""What pytest's cache has of earlier runs: how long each test took."""


class Progress:
    """Plugin of the process that gathers the results, which with xdist runs no test itself."""

    def __init__(
        self, config: pytest.Config, reporter: TerminalReporter, clock: Callable[[], float]
    ) -> None:
        """Write to `reporter`."""
        self._cache = getattr(config, 'cache', None)
        self._reporter = reporter
        self._clock = clock
        self._began = self._told = clock()
        self._tests: frozenset[str] = frozenset()
        self._took: dict[str, float] = {}
        self._before: dict[str, float] = self._cache.get(_KEPT, {}) if self._cache else {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Take the tests of a run in one process."""
        self._begin(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Iterable[str]) -> None:
        """Take the tests that every process of xdist has found."""
        self._begin(ids)

    def _begin(self, tests: Iterable[str]) -> None:
        if found := frozenset(tests):
            self._tests = found
            self._began = self._told = self._clock()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test that has ended, and say how far the run is if it is time to."""
        self._took[report.nodeid] = self._took.get(report.nodeid, 0) + report.duration
        if report.when != 'teardown':
            return
        done, now = len(self._took), self._clock()
        if now - self._told >= EVERY and _ENOUGH <= done < len(self._tests):
            self._told = now
            line = progress_line(done, len(self._tests), now - self._began, self._share())
            self._reporter.write(f'\n{line}\n')

    def _share(self) -> float:
        """Share of the work that is done, by what each test took before; else by its file."""
        known = {test: self._before[test] for test in self._tests if test in self._before}
        weight = sum(map(_weight, known))
        unit = sum(known.values()) / weight if weight else 1.0
        whole = sum(known.get(test, unit * _weight(test)) for test in self._tests)
        done = sum(known.get(test, unit * _weight(test)) for test in self._took)
        return done / whole if whole else 0.0

    def pytest_sessionfinish(self) -> None:
        """Keep how long each test took."""
        if self._cache and self._took:
            took = {test: round(seconds, 2) for test, seconds in self._took.items()}
            self._cache.set(_KEPT, {**self._before, **took})


def _weight(test: str) -> float:
    return _TIMES_SLOWER if Path(test.partition('::')[0]).stem in SLOW else 1.0


def progress_line(done: int, total: int, seconds: float, share: float) -> str:
    """How many tests of all have run, in how many seconds, and how long the others may take."""
    left = seconds / share * (1 - share) if share else seconds
    return f'{done} of {total} tests, in {_duration(seconds)}; about {_duration(left)} left'


def _duration(seconds: float) -> str:
    return f'{seconds:.0f} s' if seconds < 90 else f'{seconds / 60:.0f} min'
