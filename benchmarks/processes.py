"""Commands in processes of their own, and what they take."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What one process took, with those that it started."""

    cpu: float
    """Seconds of processor time, in user and system mode."""
    wall: float
    """Seconds from start to end."""
    memory: float
    """Peak resident memory of the largest process, in MiB."""


def build(source: Path, out: Path, *, jobs: int = 1) -> Cost:
    """Build a wiki in a process of its own.

    :raises SystemExit: with what the build said, where it failed.
    """
    return cost(['-m', 'sphinx', '-b', 'html', '-q', '-j', str(jobs), str(source), str(out)])


def cost(
    arguments: Sequence[str],
    *,
    folder: Path | None = None,
    variables: Mapping[str, str] = os.environ,
) -> Cost:
    """Run Python with these arguments in a process of its own.

    :raises SystemExit: with what it said, where it failed.
    """
    start = time.monotonic()
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=variables,
    ) as process:
        said = process.stderr.read() if process.stderr else b''
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode:
        raise SystemExit(said.decode() or f'exit code {process.returncode}: {" ".join(arguments)}')
    unit = 1024 if sys.platform != 'darwin' else 1024 * 1024
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / unit)
