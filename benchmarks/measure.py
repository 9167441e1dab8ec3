"""Measures builds side by side in one run, so that their ratios mean something.

(a) the same bodies with plain Sphinx, theme basic; (b) plain furo; (c) the wiki, and the wiki
without score tables, links and consensus, or without any panel. CPU seconds and peak memory of
whole processes, the median of three rounds; (b) is built once, and never for more than a
thousand pages, since its sidebar makes it quadratic.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from generate import write_wiki
from processes import Cost, build

ROOT = Path(__file__).resolve().parent.parent
PLAIN = "extensions = ['myst_parser']\nproject = 'Harbour Lights'\nhtml_theme = '{theme}'\n"
OURS = (
    f'import sys\nsys.path.insert(0, {str(ROOT / "_ext")!r})\n'
    "extensions = ['myst_parser', 'criticwiki']\nproject = 'Harbour Lights'\nhtml_theme = 'furo'\n"
)
NAMELESS = """
from criticwiki.corpus.corpus import Corpus
from criticwiki.corpus.names import NameTable
from criticwiki.panel_registry import INJECTED, PLACES

Corpus.names = NameTable(())
"""
"""Switches off links at every mention of a name."""
BARE = f"""{NAMELESS}
for kind in INJECTED:
    INJECTED[kind] = ()
for key in [key for key in PLACES if key[0] == 'facts']:
    del PLACES[key]
"""
"""Switches off all that the wiki adds to pages: panels too."""
UNLINKED = f"""{NAMELESS}
off = {{'season', 'scores', 'reception', 'backlinks'}}
for kind, names in INJECTED.items():
    INJECTED[kind] = tuple(name for name in names if name not in off)
"""
"""Switches off score tables, and links from page to page that no editor wrote."""
CONFS = {
    'basic': PLAIN.format(theme='basic'),
    'furo': PLAIN.format(theme='furo'),
    'wiki': OURS,
    'bare': OURS + BARE,
    'unlinked': OURS + UNLINKED,
}
PACKAGES = ('sphinx', 'furo', 'myst-parser', 'docutils', 'pydantic')
LARGEST_FURO = 1000
OF_OURS = ('wiki', 'bare', 'unlinked')
STEPS = {
    'basic': ('full', 'no change', 'one edit', 'full -j 2'),
    'furo': ('full',),
    'wiki': ('full', 'no change', 'one edit', 'full -j 2'),
    'bare': ('full',),
    'unlinked': ('full',),
}
Costs = dict[str, dict[str, list[Cost]]]


@dataclass(frozen=True)
class Run:
    """What is measured."""

    target: Path
    pages: int
    rounds: int
    seed: int

    def folders(self) -> dict[str, Path]:
        """The wikis of the run, by name."""
        names = [name for name in CONFS if name != 'furo' or self.pages <= LARGEST_FURO]
        return {name: self.target / name for name in names}

    def prepare(self, folders: dict[str, Path]) -> None:
        """Write the wikis."""
        for name, folder in folders.items():
            shutil.rmtree(folder, ignore_errors=True)
            write_wiki(folder, self.pages, self.seed, ours=name in OF_OURS)
            if name in {'bare', 'unlinked'}:
                (folder / 'consensus.md').write_text('# Consensus\n', 'utf-8')
            (folder / 'conf.py').write_text(CONFS[name], 'utf-8')

    def measure(self) -> Costs:
        """Rounds of every step of every wiki, in turn."""
        costs: Costs = {name: {} for name in self.folders()}
        for round_ in range(self.rounds):
            for name, folder in self.folders().items():
                if name == 'furo' and round_:
                    continue
                for step in STEPS[name]:
                    costs[name].setdefault(step, []).append(_step(folder, step, round_))
        return costs


def _step(folder: Path, step: str, round_: int) -> Cost:
    begin(folder, step, round_)
    return build(folder, folder.with_suffix('.out'), jobs=2 if step.endswith('-j 2') else 1)


def begin(folder: Path, step: str, round_: int = 0) -> None:
    """Bring a wiki where a step begins: without output, or with a line more in a review."""
    if step.startswith('full'):
        shutil.rmtree(folder.with_suffix('.out'), ignore_errors=True)
    if step == 'one edit':
        page = folder / 'reviews' / 'review-0001.md'
        page.write_text(f'{page.read_text("utf-8")}\nEdited {round_}.\n', 'utf-8')


def html_bytes(folder: Path) -> float:
    """Bytes of HTML a page, on average."""
    files = list(folder.with_suffix('.out').rglob('*.html'))
    return sum(file.stat().st_size for file in files) / max(len(files), 1)


def middle(runs: list[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        median(run.cpu for run in runs),
        median(run.wall for run in runs),
        median(run.memory for run in runs),
    )


def ratios(found: dict[str, dict[str, Cost]]) -> dict[str, float]:
    """What the project promises, each against the same run's plain Sphinx."""
    basic, wiki = found['basic'], found['wiki']
    told = {
        'full, CPU, against basic': wiki['full'].cpu / basic['full'].cpu,
        'full, memory, against basic': wiki['full'].memory / basic['full'].memory,
        'scores, links, consensus, CPU, of the build without': (
            wiki['full'].cpu / found['unlinked']['full'].cpu
        ),
        'and all other panels': wiki['full'].cpu / found['bare']['full'].cpu,
        'no change, CPU, against basic': wiki['no change'].cpu / basic['no change'].cpu,
        'one edit, CPU, against no change': wiki['one edit'].cpu / wiki['no change'].cpu,
        'one edit, CPU, against basic': wiki['one edit'].cpu / basic['one edit'].cpu,
        '-j 2, wall, against -j 1': wiki['full -j 2'].wall / wiki['full'].wall,
        '-j 2, wall, against -j 1, basic': basic['full -j 2'].wall / basic['full'].wall,
    }
    if 'furo' in found:
        told['full, CPU, plain furo against ours'] = found['furo']['full'].cpu / wiki['full'].cpu
    return {name: round(value, 3) for name, value in told.items()}


def report(found: dict[str, dict[str, Cost]]) -> None:
    """A table, each row as a ratio to plain Sphinx in the same run."""
    print(f'{"":8} {"":10} {"CPU s":>8} {"ratio":>6} {"wall s":>8} {"MiB":>6} {"ratio":>6}')
    for name, steps in found.items():
        for step, cost in steps.items():
            base = found['basic'].get(step, cost)
            print(
                f'{name:8} {step:10} {cost.cpu:8.2f} {cost.cpu / base.cpu:6.2f}'
                f' {cost.wall:8.2f} {cost.memory:6.0f} {cost.memory / base.memory:6.2f}'
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--pages', type=int, default=300)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--target', type=Path, default=ROOT / '_build' / 'bench')
    options = parser.parse_args()
    run = Run(options.target, options.pages, options.rounds, options.seed)
    run.prepare(run.folders())
    found = {
        name: {step: middle(runs) for step, runs in steps.items()}
        for name, steps in run.measure().items()
    }
    report(found)
    result = {
        'pages': run.pages,
        'rounds': run.rounds,
        'seed': run.seed,
        'date': time.strftime('%Y-%m-%d'),
        'python': sys.version.split()[0],
        'versions': {name: version(name) for name in PACKAGES},
        'html_bytes_per_page': {name: round(html_bytes(f)) for name, f in run.folders().items()},
        'ratios': ratios(found),
        'costs': {
            name: {step: asdict(cost) for step, cost in steps.items()}
            for name, steps in found.items()
        },
    }
    file = run.target / f'bench-{run.pages}.json'
    file.write_text(json.dumps(result, indent=1) + '\n', 'utf-8')
    for name, value in ratios(found).items():
        print(f'{value:7.3f}  {name}')
    print(f'HTML bytes a page: {result["html_bytes_per_page"]}\nwritten to {file}')


if __name__ == '__main__':
    main()
