"""Faults around builds, at random, until the time is over: `make faults OPTIONS='--minutes 10'`."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path

from prepare import ROOT

sys.path[:0] = [str(ROOT / 'tests'), str(ROOT / '_ext')]

from sphinx_ext.faults import Wiki  # noqa: E402
from workshop import Workshop  # noqa: E402


def main(arguments: list[str]) -> int:
    """Run rounds of faults; exit code 1 where a build did not make up for one."""
    parser = ArgumentParser('faults.py', description=__doc__)
    parser.add_argument('--minutes', type=float, default=5.0, help='time for all rounds (5)')
    parser.add_argument('--seed', type=int, help='repeats the faults of a run')
    parser.add_argument('--only', choices=Wiki.faults, action='append', help='this fault; again')
    parser.add_argument('--builder', choices=('html', 'dirhtml'), default='html')
    options = parser.parse_args(arguments)
    seed = options.seed or random.SystemRandom().randrange(1, 10**9)
    print(f'faults: --seed {seed}', flush=True)
    names = options.only or [*Wiki.faults]
    end, rounds, failed = time.monotonic() + 60 * options.minutes, 0, 0
    with Workshop(seed) as workshop:
        while time.monotonic() < end:
            rounds += 1
            place = Path(tempfile.mkdtemp(prefix='faults-'))
            wiki = Wiki(place, workshop, f'{seed} {rounds}', options.builder)
            for name in wiki.random.sample(names, len(names)):
                if time.monotonic() >= end:
                    break
                wrong = wiki.suffer(name)
                print(f'round {rounds}: {name}: {"; ".join(wrong) or "as clean"}', flush=True)
                if wrong:
                    failed += 1
                    break  # the wiki is left as it is, to be looked at
            else:
                shutil.rmtree(place)
    print(f'{rounds} rounds, {failed} of them ended unlike a clean build')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
