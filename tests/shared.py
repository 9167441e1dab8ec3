"""What the processes of a test run share: a folder, and builds that one of them makes for all."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

VARIABLE: Final = 'WIKI_TEST_RUN'
"""The environment variable with the folder; processes of pytest-xdist inherit it."""
LONG: Final = 300.0
"""Seconds after which a process no longer waits for what another one builds."""


def run_folder() -> Path:
    """The temporary folder of the run, deleted at the exit of the process that asks first."""
    if VARIABLE not in os.environ:
        folder = tempfile.mkdtemp(prefix='criticwiki-tests-')
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ[VARIABLE] = folder
    return Path(os.environ[VARIABLE])


def once(name: str, make: Callable[[], Any]) -> Any:
    """The result of `make`, which one process of the run calls while the others wait."""
    record = run_folder() / f'{name}.json'
    database = run_folder() / f'{name}.lock'
    with closing(sqlite3.connect(database, timeout=LONG, isolation_level=None)) as lock:
        # a file lock on every system, which ends with its process
        lock.execute('BEGIN EXCLUSIVE')
        if not record.exists():
            record.write_text(json.dumps(make()), 'utf-8')
    return json.loads(record.read_text('utf-8'))
