"""Counts the instructions of builds side by side: figures that no noise of a machine changes.

Python's hashes are fixed and each build is counted by valgrind's cachegrind, some twenty times
as slow as the build itself. What is counted is work, not time: memory and disk are not in it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from measure import ROOT, Run, begin

STEPS: Final = {
    'basic': ('full', 'no change', 'one edit'),
    'bare': ('full',),
    'unlinked': ('full',),
    'wiki': ('full', 'no change', 'one edit'),
}
_COUNTER: Final = ('valgrind', '--tool=cachegrind', '--cache-sim=no')
_TOLD: Final = re.compile(r'I\s+refs:\s+([\d,]+)')


def count(source: Path, out: Path) -> int:
    """The instructions of a build.

    :raises SystemExit: with what was said, where nothing was counted.
    """
    build = (sys.executable, '-m', 'sphinx', '-b', 'html', '-q', source, out)
    done = subprocess.run(
        [*_COUNTER, '--cachegrind-out-file=/dev/null', *build],
        env=dict(os.environ, PYTHONHASHSEED='0'),
        capture_output=True,
        text=True,
        check=False,
    )
    found = _TOLD.search(done.stderr)
    if done.returncode or found is None:
        raise SystemExit(done.stderr)
    return int(found[1].replace(',', ''))


def counts(folder: Path, steps: tuple[str, ...]) -> dict[str, int]:
    """The instructions of each step, one after the other."""
    found = {}
    for step in steps:
        begin(folder, step)
        found[step] = count(folder, folder.with_suffix('.out'))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--pages', type=int, default=300)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--target', type=Path, default=ROOT / '_build' / 'bench-count')
    options = parser.parse_args()
    if shutil.which(_COUNTER[0]) is None:
        raise SystemExit('valgrind is not installed')
    run = Run(options.target, options.pages, 1, options.seed)
    folders = {name: run.target / name for name in STEPS}
    run.prepare(folders)
    with ThreadPoolExecutor(os.cpu_count()) as builds:
        started = {name: builds.submit(counts, folders[name], STEPS[name]) for name in STEPS}
        found = {name: one.result() for name, one in started.items()}
    print(f'{"":10} {"":10} {"millions":>10} {"of basic":>9} {"of ours":>9}')
    for name, steps in found.items():
        for step, instructions in steps.items():
            of_basic = instructions / found['basic'][step]
            of_ours = instructions / found['wiki'][step]
            print(f'{name:10} {step:10} {instructions / 1e6:10.0f} {of_basic:9.3f} {of_ours:9.3f}')


if __name__ == '__main__':
    main()
