"""`make same BASE=rev`: whether the code at hand writes and says what that of a revision does.

The extension of the revision and that of the working tree build the same wikis, taken from the
working tree, in every format, before and after edits, and run the commands on them.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .compare import Difference, differences, report
from .jobs import COMMANDS, FORMATS, STOP, Job, run
from .recording import Recording
from .wikis import ROOT, WIKIS, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CACHE: Final = ROOT / '_build' / 'same'
CACHED: Final = 3
"""How many recordings of a job are kept, of different revisions."""
PACKAGES: Final = ('sphinx', 'docutils', 'furo', 'myst-parser', 'pydantic', 'sphinx-design')
ROUNDS: Final = {'this': 3, 'second': 4, 'generated': 2, 'bad': 0}
OF_BAD: Final = ('html', 'text', COMMANDS)
"""What is made of a wiki of nothing but problems: in other formats it would show no more."""
QUICK: Final = ('html', 'text')


@dataclass(frozen=True)
class Workplace:
    """The folders of a comparison: both codes, the wikis, and where jobs run."""

    folder: Path
    base_tree: str
    """The name that git has for the `_ext` of the base."""

    def code(self, side: str) -> Path:
        return self.folder / 'code' / side

    def wiki(self, name: str) -> Path:
        return self.folder / 'wikis' / name

    def cache(self, job: Job) -> Path:
        """Where the recording of the base is cached, by all that it depends on."""
        parts = (
            self.base_tree,
            repr(job),
            fingerprint(self.wiki(job.wiki)),
            fingerprint(Path(__file__).parent),
            sys.version,
            *(version(name) for name in PACKAGES),
        )
        key = hashlib.sha256('\0'.join(parts).encode()).hexdigest()[:20]
        return CACHE / f'{job.name}.{key}.zip'


@dataclass(frozen=True)
class Outcome:
    """A job that both codes have run."""

    job: Job
    tree: Recording
    found: list[Difference]
    cached: bool
    seconds: float


def main(arguments: Sequence[str]) -> int:
    """Compare; 0 where everything is the same, 1 where something differs."""
    options = _parser().parse_args(arguments)
    jobs = planned(options)
    with tempfile.TemporaryDirectory(prefix='same-') as temporary:
        place = prepare(Path(temporary).resolve(), options.base, {job.wiki for job in jobs})
        outcomes = compare_all(jobs, place, options.processes)
    different = [outcome for outcome in outcomes if outcome.found]
    total = totals(outcomes)
    if different:
        names = ', '.join(sorted(outcome.job.name for outcome in different))
        count = sum(len(outcome.found) for outcome in different)
        print(f'{count} differences from {options.base} in {names}; of {total}')
        return 1
    print(f'{total}: the same as {options.base}')
    return 0


def planned(options: argparse.Namespace) -> list[Job]:
    """The jobs, those that take long first."""
    formats = options.only or (QUICK if options.quick else (*FORMATS, COMMANDS))
    weight = {'generated': 0, 'this': 1, 'second': 2, 'bad': 3}
    return [
        Job(wiki, form, rounds_of(wiki, form, quick=options.quick), options.seed)
        for wiki in sorted(options.wikis or WIKIS, key=weight.__getitem__)
        for form in formats
        if wiki != 'bad' or form in OF_BAD
    ]


def rounds_of(wiki: str, form: str, *, quick: bool) -> int:
    """How many rounds of edits there are; a large wiki has all of them in one format only."""
    most = 1 if quick or (wiki == 'generated' and form != 'html') else ROUNDS[wiki]
    return min(ROUNDS[wiki], most)


def prepare(folder: Path, base: str, wikis: set[str]) -> Workplace:
    """Copy both codes and write the wikis; later edits of the working tree change nothing."""
    tree = _git('rev-parse', '--verify', f'{base}:_ext').decode().strip()
    place = Workplace(folder, tree)
    archive = _git('archive', '--format=tar', base, '_ext')
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(place.code('base'), filter='data')
    hidden = shutil.ignore_patterns('__pycache__', '*.pyc', '*.egg-info')
    shutil.copytree(ROOT / '_ext', place.code('tree') / '_ext', ignore=hidden)
    for name in wikis:
        WIKIS[name](place.wiki(name))
    return place


def compare_all(jobs: Sequence[Job], place: Workplace, processes: int) -> list[Outcome]:
    """Run the jobs side by side, and report each as soon as it is done."""
    outcomes = []
    for outcome in _run_all(jobs, place, processes):
        outcomes.append(outcome)
        cached = ', base from cache' if outcome.cached else ''
        state = f'{len(outcome.found)} differences' if outcome.found else 'same'
        print(f'{outcome.job.name}: {state} ({outcome.seconds:.0f} s{cached})', flush=True)
        for line in report(outcome.job.name, outcome.found):
            print(line, flush=True)
    return outcomes


def _run_all(jobs: Sequence[Job], place: Workplace, processes: int) -> Iterator[Outcome]:
    with ThreadPoolExecutor(processes) as pool:
        try:
            for future in as_completed([pool.submit(compare, job, place) for job in jobs]):
                yield future.result()
        except BaseException:
            STOP.set()
            pool.shutdown(cancel_futures=True)
            raise


def compare(job: Job, place: Workplace) -> Outcome:
    """Run a job with both codes, one after the other in the same folder."""
    begun = time.monotonic()
    cache = place.cache(job)
    source, folder = place.wiki(job.wiki), place.folder / 'jobs' / job.name
    cached = cache.exists()
    if cached:
        base = Recording.load(cache)
        cache.touch()
    else:
        base = run(job, place.code('base'), source, folder)
        _store(base, cache, job)
    tree = run(job, place.code('tree'), source, folder)
    found = list(differences(base, tree))
    tree.blobs.clear()
    return Outcome(job, tree, found, cached, time.monotonic() - begun)


def _store(recording: Recording, cache: Path, job: Job) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    recording.save(cache)
    older = sorted(CACHE.glob(f'{job.name}.*.zip'), key=lambda file: -file.stat().st_mtime)
    for file in older[CACHED:]:
        file.unlink()


def totals(outcomes: Sequence[Outcome]) -> str:
    """How much was compared."""
    count: Counter[str] = Counter()
    for outcome in outcomes:
        for step in outcome.tree.steps:
            count[step.kind] += 1
            count['files'] += len(step.files)
            count['warnings'] += len(step.lines) if step.kind == 'build' else 0
            count['lines'] += len(step.lines) + len(step.printed) if step.kind == 'command' else 0
    return (
        f'{count["build"]} builds, {count["files"]} files, {count["warnings"]} warnings,'
        f' {count["command"]} commands with {count["lines"]} lines'
    )


def _git(*arguments: str) -> bytes:
    done = subprocess.run(['git', *arguments], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f'same: {done.stderr.decode().strip()}')
    return done.stdout


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='same', description=__doc__)
    parser.add_argument('--base', default='HEAD', help='the revision to compare with')
    parser.add_argument(
        '--only', type=_some_of(*FORMATS, COMMANDS), help=f'of {", ".join((*FORMATS, COMMANDS))}'
    )
    parser.add_argument('--wikis', type=_some_of(*WIKIS), help=f'of {", ".join(WIKIS)}')
    parser.add_argument('--quick', action='store_true', help='html and text, one round of edits')
    parser.add_argument('--seed', default='1', help='of the edits')
    parser.add_argument('--processes', type=int, default=os.cpu_count() or 1)
    return parser


def _some_of(*names: str) -> Callable[[str], tuple[str, ...]]:
    """An argument type: some of a list of names, with commas."""

    def chosen(value: str) -> tuple[str, ...]:
        if unknown := [name for name in value.split(',') if name not in names]:
            raise argparse.ArgumentTypeError(f'{unknown[0]!r} is none of {", ".join(names)}')
        return tuple(value.split(','))

    return chosen


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that temporary folders go
    sys.exit(main(sys.argv[1:]))
