"""Map of a function over many items in forks of this process, which share what it has in memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

Item = TypeVar('Item')
Result = TypeVar('Result')

_CHUNK: Final = 50
"""Items that a process takes at a time."""
_MOST: Final = 8
_function: Callable[[Any], Any] | None = None
"""The function of the map that is going on: a fork has it, and need not be sent it."""


def available_processes() -> int:
    """Number of processes that may run at once; 1 where the system has no safe fork."""
    if sys.platform != 'linux':
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST)


def forked_map(
    function: Callable[[Item], Result], items: Collection[Item], processes: int
) -> list[Result]:
    """Results of a function, in the order of the items; they must be picklable.

    With fewer than two processes it is called in this one. An exception of a call is raised here.
    """
    global _function
    if processes < 2:
        return list(map(function, items))
    _function = function
    try:
        with multiprocessing.get_context('fork').Pool(processes, _ignore_interrupts) as pool:
            return list(pool.imap(_call, items, _CHUNK))
    finally:
        _function = None


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that waits for the results."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _call(item: Any) -> Any:
    assert _function
    return _function(item)
