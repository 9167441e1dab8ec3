"""What the largest pages cost that the guard lets through: `make exhaust`.

Each page is made of one construct, as many of them as may stand on a page, in a wiki of six pages.
The figures are the processor's seconds and the most memory, beyond those of the six.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from prepare import ROOT

sys.path[:0] = [str(ROOT / 'tests' / 'guard'), str(ROOT / '_ext')]

from large_pages import CONSTRUCTS, NUMREFS, WIKIS  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS: Final = 5.0
MEGABYTES: Final = 300
BUILDERS: Final = ('html', 'epub', 'latex', 'text')
_CONF: Final = """\
project = 'Test'
author = copyright = 'the editors'
version = release = '1'
language = 'en'
extensions = ['myst_parser', 'sphinx_design', 'criticwiki']
myst_enable_extensions = ['colon_fence', 'deflist']
html_static_path = ['_static']
html_theme = 'furo'
epub_show_urls = 'no'
"""
_PICTURE: Final = bytes.fromhex(
    '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489'
    '0000000d49444154789c63f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082'
)
_PAGES: Final = {
    'index.md': '---\nseries:\n  title: Test\n  episodes: 6\n  aspects: {plot: What.}\n---\n\n'
    '# Test\n\n```{toctree}\n:hidden:\n:glob:\n*\n*/*\n```\n',
    'glossary.md': '# Words\n\n```{glossary}\nword\n  Meaning.\n```\n\n(label)=\n## Section\n',
    'characters/ash.md': '---\ncharacter:\n  name: Ash\n---\n\n# Ash\n\nWords.\n',
    'episodes/01-first.md': '---\nepisode:\n  number: 1\n  title: First\n---\n\n# First\n\nA.\n',
    'reviews/gazette.md': '---\nreview:\n  headline: Good\n  outlet: Gazette\n  author: Ann Lee\n'
    '  url: null\n  published: null\n  covers: 1-4\n---\n\n# Gazette\n\nWords.\n',
}


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    seconds: float
    megabytes: float
    code: int
    said: str

    def beyond(self, other: Cost) -> Cost:
        """What it took beyond another."""
        more = self.seconds - other.seconds, self.megabytes - other.megabytes
        return Cost(*more, self.code, self.said)

    @property
    def is_too_much(self) -> bool:
        """Whether it exceeds what a page may cost."""
        return self.seconds > SECONDS or self.megabytes > MEGABYTES

    def __str__(self) -> str:
        mark = ' TOO MUCH' if self.is_too_much else ''
        return f'{self.seconds:5.1f} s {self.megabytes:4.0f} MB{mark}'


class Bench:
    """A wiki that is checked and built with one page more."""

    def __init__(self, folder: Path, limit: float) -> None:
        self._folder = folder
        self._limit = limit
        self._base: dict[tuple[str, str], Cost] = {}

    def cost(self, pages: dict[str, str], what: str, conf: str = '') -> Cost:
        """What a check or a build costs beyond that of the wiki by itself."""
        if (what, conf) not in self._base:
            runs = [self._run({}, what, conf) for _time in range(3)]
            self._base[what, conf] = min(runs, key=lambda run: run.seconds)
        return self._run(pages, what, conf).beyond(self._base[what, conf])

    def _run(self, pages: dict[str, str], what: str, conf: str) -> Cost:
        with tempfile.TemporaryDirectory(dir=self._folder) as place:
            source = Path(place, 'source')
            for name, text in {**_PAGES, **pages, 'conf.py': _CONF + conf}.items():
                file = source / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, 'utf-8')
            (source / '_static/pictures').mkdir(parents=True)
            (source / '_static/pictures/a.png').write_bytes(_PICTURE)
            words = ['criticwiki', 'check', str(source)]
            if what != 'check':
                words = ['sphinx', '-q', '-n', '-b', what, str(source), f'{place}/out']
            return self._measured([sys.executable, '-m', *words])

    def _measured(self, command: list[str]) -> Cost:
        with tempfile.TemporaryFile(dir=self._folder) as said:
            process = subprocess.Popen(
                command,
                stdout=said,
                stderr=said,
                env={**os.environ, 'PYTHONPATH': str(ROOT / '_ext')},
                preexec_fn=lambda: _limit_processor(self._limit),
            )
            _pid, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            text = said.read().decode('utf-8', 'replace')
        return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode, text)


def _limit_processor(seconds: float) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))


def main(arguments: list[str]) -> int:
    """Measure each construct; exit code 1 where one costs more than it may."""
    parser = ArgumentParser('exhaust.py', description=__doc__)
    parser.add_argument('--only', action='append', default=[], help='constructs with these words')
    parser.add_argument('--builder', choices=BUILDERS, action='append', help='html, if none')
    parser.add_argument('--limit', type=float, default=120.0, help='seconds that end a build')
    options = parser.parse_args(arguments)
    too_much = []
    with tempfile.TemporaryDirectory(prefix='exhaust-') as folder:
        bench = Bench(Path(folder), options.limit)
        for name, pages, conf in _cases(options.only):
            size = sum(map(len, pages.values())) / 1000
            line = f'{name:48} {size:6.1f} kB'
            for what in ('check', *(options.builder or ['html'])):
                cost = bench.cost(pages, what, conf)
                line += f' | {what} {cost}'
                if cost.code < 0 or 'Traceback' in cost.said:
                    line += f' ended by {cost.code}: {cost.said.strip()[-200:]}'
                if cost.is_too_much:
                    too_much.append(f'{name}, {what}')
                if what == 'check':
                    told = [one for one in cost.said.splitlines() if '[too-large]' in one]
                    line += f' {told[0][-60:]}' if told else ''
            print(line, flush=True)
    print(f'{len(too_much)} cost more than {SECONDS:.0f} s or {MEGABYTES} MB', *too_much, sep='\n')
    return 1 if too_much else 0


def _cases(only: list[str]) -> Iterator[tuple[str, dict[str, str], str]]:
    def is_asked(name: str) -> bool:
        return not only or any(words in name for words in only)

    for name, construct in CONSTRUCTS.items():
        if is_asked(name):
            number, page = construct.largest()
            yield f'{name} x {number}', {'a.md': page}, ''
    for name, pages in WIKIS.items():
        if is_asked(name):
            yield name, pages, ''
    if is_asked('numbers of a figure'):
        number, page = NUMREFS.largest('numref')
        conf = "criticwiki_roles = ['numref']\nnumfig = True\n"
        yield f'numbers of a figure x {number}', {'a.md': page}, conf


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
