"""Measures builds side by side in one run, so that their ratios mean something.

(a) the same bodies with plain Sphinx, theme basic; (b) plain furo; (c) the wiki. CPU seconds
and peak memory of whole processes, the median of three rounds; (b) is built once, and never
for more than a thousand pages, since its sidebar makes it quadratic.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from generate import write_wiki

ROOT = Path(__file__).resolve().parent.parent
PLAIN = "extensions = ['myst_parser']\nproject = 'Harbour Lights'\nhtml_theme = '{theme}'\n"
OURS = (
    f'import sys\nsys.path.insert(0, {str(ROOT / "_ext")!r})\n'
    "extensions = ['myst_parser', 'criticwiki']\nproject = 'Harbour Lights'\nhtml_theme = 'furo'\n"
)
PACKAGES = ('sphinx', 'furo', 'myst-parser', 'docutils', 'pydantic')
LARGEST_FURO = 1000


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    cpu: float
    """Seconds of processor time, in user and system mode."""
    memory: float
    """Peak resident memory in MiB."""


def build(folder: Path) -> Cost:
    """Build a wiki in a process of its own."""
    command = [
        sys.executable,
        '-m',
        'sphinx',
        '-b',
        'html',
        '-q',
        folder,
        folder.with_suffix('.out'),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        said = process.stderr.read() if process.stderr else b''
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(said.decode())
    unit = 1024 if sys.platform != 'darwin' else 1024 * 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def clean(folder: Path) -> None:
    shutil.rmtree(folder.with_suffix('.out'), ignore_errors=True)


def edit(folder: Path, round_: int) -> None:
    page = folder / 'reviews' / 'review-0001.md'
    page.write_text(f'{page.read_text("utf-8")}\nEdited {round_}.\n', 'utf-8')


def measure(folders: dict[str, Path], rounds: int, pages: int) -> dict[str, dict[str, list[Cost]]]:
    """Rounds of full build, build without a change, and build after an edit, in turn."""
    costs: dict[str, dict[str, list[Cost]]] = {name: {} for name in folders}
    for round_ in range(rounds):
        for name, folder in folders.items():
            if name == 'furo' and (round_ or pages > LARGEST_FURO):
                continue
            clean(folder)
            for step in ('full',) if name == 'furo' else ('full', 'no change', 'one edit'):
                if step == 'one edit':
                    edit(folder, round_)
                costs[name].setdefault(step, []).append(build(folder))
    return costs


def html_bytes(folder: Path) -> float:
    """Bytes of HTML a page, on average."""
    files = list(folder.with_suffix('.out').rglob('*.html'))
    return sum(file.stat().st_size for file in files) / max(len(files), 1)


def report(found: dict[str, dict[str, Cost]]) -> None:
    """A table, each row as a ratio to plain Sphinx in the same run."""
    print(f'{"":10} {"":10} {"CPU s":>9} {"ratio":>7} {"MiB":>8} {"ratio":>7}')
    for name, steps in found.items():
        for step, cost in steps.items():
            base = found['basic'].get(step, cost)
            ratios = cost.cpu / base.cpu, cost.memory / base.memory
            print(
                f'{name:10} {step:10} {cost.cpu:9.2f} {ratios[0]:6.2f}x {cost.memory:8.0f}'
                f' {ratios[1]:6.2f}x'
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--pages', type=int, default=300)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--target', type=Path, default=ROOT / '_build' / 'bench')
    options = parser.parse_args()
    shutil.rmtree(options.target, ignore_errors=True)
    folders = {name: options.target / name for name in ('basic', 'furo', 'wiki')}
    for name, folder in folders.items():
        write_wiki(folder, options.pages, options.seed, ours=name == 'wiki')
        conf = OURS if name == 'wiki' else PLAIN.format(theme=name)
        (folder / 'conf.py').write_text(conf, 'utf-8')
    costs = measure(folders, options.rounds, options.pages)
    found = {
        name: {
            step: Cost(median(c.cpu for c in runs), median(c.memory for c in runs))
            for step, runs in steps.items()
        }
        for name, steps in costs.items()
    }
    report(found)
    result = {
        'pages': options.pages,
        'rounds': options.rounds,
        'seed': options.seed,
        'date': time.strftime('%Y-%m-%d'),
        'python': sys.version.split()[0],
        'versions': {name: version(name) for name in PACKAGES},
        'html_bytes_per_page': {name: round(html_bytes(f)) for name, f in folders.items()},
        'costs': {
            name: {step: asdict(cost) for step, cost in steps.items()}
            for name, steps in found.items()
        },
    }
    file = options.target / 'bench.json'
    file.write_text(json.dumps(result, indent=1) + '\n', 'utf-8')
    print(f'HTML bytes a page: {result["html_bytes_per_page"]}\nwritten to {file}')


if __name__ == '__main__':
    main()
