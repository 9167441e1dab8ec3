"""Measures what grows how with a wiki: generated ones of several sizes, beside plain Sphinx.

`make bench-growth` runs it, and puts the table into docs/large-wikis.md. A full build is measured
once, all else is the median of some rounds, in processes of their own with `-j 1`. A busy machine
takes up to twice the CPU seconds of one at rest, so only ratios of one run mean something; memory
and sizes are the same on both. What is found is kept after each size; `--table` draws the table
again from that, also of a run that was broken off.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

from generate import write_wiki
from growth_table import Measured, replaced, table_of
from measure import CONFS, PACKAGES, ROOT
from processes import Cost, build, cost

PAGE: Final = ROOT / 'docs' / 'large-wikis.md'
SIZES: Final = (1000, 5000, 10000)
WIKIS: Final = {'wiki': True, 'basic': False}
"""Settings by their names in `measure`, and whether the wiki is one of ours."""
_SCORE: Final = re.compile(r'^  score: .*$', re.MULTILINE)
_MIB: Final = 1 << 20
_KIB: Final = 1 << 10


@dataclass(frozen=True)
class Subject:
    """A generated wiki and its output."""

    folder: Path
    ours: bool
    rounds: int

    @property
    def out(self) -> Path:
        return self.folder.with_suffix('.out')

    def figures(self) -> dict[str, float]:
        """All that is measured of it."""
        shutil.rmtree(self.out, ignore_errors=True)
        full = build(self.folder, self.out)
        found = {'full': full.cpu, 'memory': full.memory, **self.sizes()}
        found['no change'] = self.middle(lambda _: None).cpu
        edit = self.middle(self.edit_words)
        found |= {'body edit': edit.cpu, 'edit memory': edit.memory}
        if self.ours:
            found['score edit'] = self.middle(self.edit_score).cpu
            variables = os.environ | {'PYTHONPATH': str(ROOT / '_ext')}
            checks = [
                cost(['-m', 'criticwiki', 'check'], folder=self.folder, variables=variables)
                for _ in range(self.rounds)
            ]
            found['check'] = median(check.cpu for check in checks)
        return found

    def middle(self, edit: Any) -> Cost:
        """The median of builds, each after an edit."""
        costs = []
        for turn in range(self.rounds):
            edit(turn)
            costs.append(build(self.folder, self.out))
        return Cost(*(median(getattr(one, name) for one in costs) for name in Cost.__annotations__))

    def edit_words(self, turn: int) -> None:
        """Add a line to a review."""
        page = self.folder / 'reviews' / 'review-0001.md'
        page.write_text(f'{page.read_text("utf-8")}\nEdited {turn}.\n', 'utf-8')

    def edit_score(self, turn: int) -> None:
        """Give a review another score."""
        page = self.folder / 'reviews' / 'review-0001.md'
        text = _SCORE.sub(f'  score: {turn + 1}.25/10', page.read_text('utf-8'), count=1)
        page.write_text(text, 'utf-8')

    def sizes(self) -> dict[str, float]:
        """What a build leaves, by the figure of the table."""
        files = {
            file.relative_to(self.out): file.stat().st_size
            for file in self.out.rglob('*')
            if file.is_file()
        }
        kept = {name: size for name, size in files.items() if name.parts[0] == '.doctrees'}
        site = {name: size for name, size in files.items() if name not in kept}
        pages = [size for name, size in site.items() if name.suffix == '.html']
        found = {
            'site': sum(site.values()) / _MIB,
            'files': len(site),
            'doctrees': sum(kept.values()) / _MIB,
            'page': max(pages) / _KIB,
        }
        if not self.ours:
            words = site[Path('searchindex.js')]
            return {**found, 'search': words / _MIB, 'search start': words / _KIB}
        searched = [size for name, size in site.items() if name.parts[0] == 'search']
        return {
            **found,
            'search': sum(searched) / _MIB,
            'search start': site[Path('search', 'index.js')] / _KIB,
            'data': site[Path('data', 'wiki.json')] / _MIB,
        }


def measure(target: Path, sizes: list[int], rounds: int, seed: int) -> dict[str, Any]:
    """All figures of all sizes; kept in a file of the folder after each size."""
    found: dict[str, Any] = {
        'date': time.strftime('%Y-%m-%d'),
        'python': platform.python_version(),
        'versions': {name: version(name) for name in PACKAGES},
        'rounds': rounds,
        'seed': seed,
        'sizes': [],
        'figures': {name: {} for name in WIKIS},
    }
    for size in sizes:
        print(f'{size} pages', flush=True)
        for name, ours in WIKIS.items():
            folder = target / f'{name}-{size}'
            shutil.rmtree(folder, ignore_errors=True)
            write_wiki(folder, size, seed, ours=ours)
            (folder / 'conf.py').write_text(CONFS[name], 'utf-8')
            subject = Subject(folder, ours, rounds)
            figures = found['figures'][name][str(size)] = subject.figures()
            told = ', '.join(f'{what} {value:.2f}' for what, value in figures.items())
            print(f'{name}: {told}', flush=True)
            shutil.rmtree(folder)
            shutil.rmtree(subject.out)
        found['sizes'].append(size)
        kept_in(target).write_text(json.dumps(found, indent=1) + '\n', 'utf-8')
    return found


def kept_in(target: Path) -> Path:
    return target / 'growth.json'


def by_figure(figures: dict[str, dict[str, float]]) -> Measured:
    """The figures of a wiki by their names, from those by size."""
    turned: Measured = {}
    for size, values in figures.items():
        for name, value in values.items():
            turned.setdefault(name, {})[int(size)] = value
    return turned


def told(found: dict[str, Any]) -> str:
    """The table, after a sentence on what it was measured with."""
    versions = ', '.join(f'{name} {number}' for name, number in found['versions'].items())
    ours, plain = (by_figure(found['figures'][name]) for name in WIKIS)
    return (
        f'Measured on {found["date"]} with Python {found["python"]}, {versions}; seed '
        f'{found["seed"]}, rounds {found["rounds"]}.\n\n'
        f'{table_of(ours, plain, found["sizes"])}'
    )


def main() -> None:
    """Measure, and keep the table, but for sizes that only try this out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--pages', default=','.join(map(str, SIZES)), help='sizes, by commas')
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--target', type=Path, default=ROOT / '_build' / 'bench-growth')
    parser.add_argument('--table', action='store_true', help='only draw, from the last run')
    options = parser.parse_args()
    sizes = sorted({int(size) for size in options.pages.split(',')})
    options.target.mkdir(parents=True, exist_ok=True)
    if options.table:
        found = json.loads(kept_in(options.target).read_text('utf-8'))
    else:
        found = measure(options.target, sizes, options.rounds, options.seed)
    print(told(found))
    if len(found['sizes']) > 1 and min(found['sizes']) >= min(SIZES):
        PAGE.write_text(replaced(PAGE.read_text('utf-8'), told(found)), 'utf-8', newline='\n')


if __name__ == '__main__':
    main()
