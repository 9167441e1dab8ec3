"""Builds a small wiki with other extensions, one by one and together, and prints what was seen.

`make neighbours` runs it with the versions of requirements-neighbours.in, and puts the table
into docs/neighbours.md. Each extension is loaded into a wiki as `criticwiki start` makes it, with
a page that uses it: built with `-W -n`, with `-j 2`, and again after an edit.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from seen_table import keep_table, markdown_table

ROOT: Final = Path(__file__).resolve().parent.parent
TABLE: Final = ROOT / 'docs' / 'neighbours.md'
CANARY: Final = 'zzcanaryzz'
"""A word that only a closed block has."""
CLOSED: Final = re.compile(r'<details\b.*?</details>', re.DOTALL)
VOLATILE: Final = ('.buildinfo', '.buildinfo.bak', 'environment.pickle')
ANSI: Final = re.compile(r'\x1b\[[0-9;]*m')
OWN: Final = ('myst_parser', 'sphinx_design', 'notfound.extension', 'criticwiki')


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An extension, with what a wiki that has it says in conf.py and on a page."""

    module: str
    package: str = ''
    """Its name at the package index; none for what comes with Sphinx."""
    conf: dict[str, Any] = field(default_factory=dict)
    page: str = ''
    """Markdown of a page that uses it."""
    files: dict[str, str] = field(default_factory=dict)
    instead: str = ''
    """Extension in whose place it stands."""
    alone: bool = False
    """Whether it does not go with all the others."""


NEIGHBOURS: Final = (
    Neighbour('sphinx.ext.autodoc'),
    Neighbour('sphinx.ext.autosectionlabel', conf={'autosectionlabel_prefix_document': True}),
    Neighbour('sphinx.ext.githubpages'),
    Neighbour('sphinx.ext.intersphinx', conf={'intersphinx_mapping': {}}),
    Neighbour(
        'sphinx.ext.todo',
        conf={'criticwiki_directives': {'todo': []}},
        page=':::{todo}\nA task.\n:::\n',
    ),
    Neighbour('sphinx.ext.viewcode'),
    Neighbour('ablog', 'ablog', {'blog_title': 'News', 'blog_baseurl': 'https://wiki.example/'}),
    Neighbour(
        'myst_nb',
        'myst-nb',
        {'nb_execution_mode': 'off', 'source_suffix': {'.md': 'myst-nb'}},
        instead='myst_parser',
        alone=True,
    ),
    Neighbour('sphinx_codeautolink', 'sphinx-codeautolink'),
    Neighbour('sphinx_comments', 'sphinx-comments', {'comments_config': {'hypothesis': True}}),
    Neighbour('sphinx_copybutton', 'sphinx-copybutton', page='```python\nprint()\n```\n'),
    Neighbour(
        'sphinx_external_toc',
        'sphinx-external-toc',
        files={'_toc.yml': 'root: index\nentries:\n- glob: "*"\n- glob: "*/*"\n'},
        alone=True,
    ),
    Neighbour('sphinx_favicon', 'sphinx-favicon', {'favicons': [{'href': 'https://a.example/i'}]}),
    Neighbour(
        'sphinx_inline_tabs',
        'sphinx-inline-tabs',
        {'criticwiki_directives': {'tab': []}},
        ':::{tab} One\nWords.\n:::\n',
    ),
    Neighbour('sphinx_last_updated_by_git', 'sphinx-last-updated-by-git'),
    Neighbour(
        'sphinx_needs',
        'sphinx-needs',
        {'criticwiki_directives': {'req': ['id']}, 'needs_id_regex': '^[A-Z0-9_]+'},
        ':::{req} A demand\n:id: R_1\nWords.\n:::\n',
    ),
    Neighbour('sphinx_reredirects', 'sphinx-reredirects', {'redirects': {'old': 'index.html'}}),
    Neighbour('sphinx_sitemap', 'sphinx-sitemap'),
    Neighbour(
        'sphinx_tags',
        'sphinx-tags',
        {'tags_create_tags': True, 'tags_extension': ['md'], 'criticwiki_directives': {'tags': []}},
        '```{tags} one\n```\n',
        alone=True,
    ),
    Neighbour('sphinx_tippy', 'sphinx-tippy'),
    Neighbour(
        'sphinx_togglebutton',
        'sphinx-togglebutton',
        {'criticwiki_directives': {'toggle': []}},
        ':::{toggle}\nWords.\n:::\n',
    ),
    Neighbour(
        'sphinxcontrib.bibtex',
        'sphinxcontrib-bibtex',
        {
            'bibtex_bibfiles': ['refs.bib'],
            'criticwiki_directives': {'bibliography': []},
            'criticwiki_roles': ['cite'],
        },
        '{cite}`lee`\n\n```{bibliography}\n```\n',
        {'refs.bib': '@book{lee, title={Sand}, author={Ann Lee}, year={2020}, publisher={X}}\n'},
    ),
    Neighbour(
        'sphinxcontrib.mermaid',
        'sphinxcontrib-mermaid',
        {'criticwiki_directives': {'mermaid': []}},
        '```{mermaid}\ngraph TD; A-->B\n```\n',
    ),
    Neighbour(
        'sphinxext.opengraph',
        'sphinxext-opengraph',
        {'ogp_site_url': 'https://wiki.example/', 'ogp_social_cards': {'enable': False}},
    ),
    Neighbour(
        'sphinxext.rediraffe',
        'sphinxext-rediraffe',
        {'rediraffe_redirects': {'older.md': 'index.md'}},
    ),
)


class Wiki:
    """A wiki in a folder of its own, with some extensions."""

    def __init__(self, folder: Path, neighbours: tuple[Neighbour, ...]) -> None:
        """Make it, as `criticwiki start` does."""
        self.folder = folder
        self.source = folder / 'wiki'
        command = ['-m', 'criticwiki', 'start', str(self.source), '--title', 'Salt Road']
        _python(*command, '--episodes', '4', '--editors', 'the editors', cwd=folder)
        replaced = {one.instead for one in neighbours}
        extensions = [name for name in OWN if name not in replaced]
        extensions[:0] = [one.module for one in neighbours]
        conf: dict[str, Any] = {'html_baseurl': 'https://wiki.example/'}
        for one in neighbours:
            for name, value in one.conf.items():
                old = conf.get(name)
                conf[name] = {**old, **value} if isinstance(old, dict) else value
            for name, text in one.files.items():
                (self.source / name).write_text(text, 'utf-8')
        conf['extensions'] = extensions
        conf_py = self.source / 'conf.py'
        lines = (f'{name} = {value!r}\n' for name, value in conf.items())
        conf_py.write_text(conf_py.read_text('utf-8') + ''.join(lines), 'utf-8')
        text = '\n'.join(one.page for one in neighbours if one.page)
        spoiler = f':::{{spoiler}} 2\nThe {CANARY} drowns.\n:::\n'
        self.page = self.source / 'neighbours.md'
        front = '---\norphan: true\n---\n\n'
        self.page.write_text(f'{front}# Neighbours\n\n{spoiler}\nWords.\n\n{text}', 'utf-8')
        linking = self.source / 'glossary.md'
        words = '\nSee [the neighbours](neighbours.md).\n'
        linking.write_text(linking.read_text('utf-8') + words, 'utf-8')
        for command in ('init -q', 'add .', 'commit -q -m First'):
            names = ['-c', 'user.name=x', '-c', 'user.email=x@example.org']
            subprocess.run(['git', *names, *command.split()], cwd=self.source, check=True)

    def build(self, name: str, *options: str) -> tuple[int, list[str]]:
        """Build into a folder; the exit code, and the warnings."""
        out = self.folder / name
        doctrees = self.folder / f'{name}-doctrees'
        command = ('-m', 'sphinx', '-q', '-n', '-W', '--keep-going', '-d', str(doctrees))
        done = _python(*command, *options, '.', str(out), cwd=self.source)
        said = ANSI.sub('', done.stderr).replace(f'{self.source}{os.sep}', '')
        return done.returncode, [line for line in said.splitlines() if 'WARNING' in line]

    def files(self, name: str) -> dict[str, bytes]:
        """What a build wrote for readers."""
        out = self.folder / name
        return {
            file.relative_to(out).as_posix(): file.read_bytes()
            for file in sorted(out.rglob('*'))
            if file.is_file() and file.name not in VOLATILE
        }

    def edit(self) -> None:
        """Change two pages."""
        self.page.write_text(self.page.read_text('utf-8') + '\nMore.\n', 'utf-8')
        page = self.source / 'glossary.md'
        page.write_text(page.read_text('utf-8') + '\nMore words.\n', 'utf-8')
        subprocess.run(['git', 'add', '.'], cwd=self.source, check=True)


def _python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    paths = {'PYTHONPATH': str(ROOT / '_ext'), 'PYTHONUTF8': '1'}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **paths},
        capture_output=True,
        encoding='utf-8',
        check=False,
    )


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Names of files that two builds wrote differently."""
    names = sorted(one.keys() | other.keys())
    return [name for name in names if one.get(name) != other.get(name)]


def leaks(files: dict[str, bytes]) -> list[str]:
    """Files that show a word of a closed block."""
    return [
        name
        for name, content in files.items()
        if name.endswith(('.html', '.js', '.xml', '.json', '.txt', '.atom'))
        and not name.startswith(('_static/search', 'search'))
        and CANARY in CLOSED.sub('', content.decode('utf-8', 'replace'))
    ]


def look(neighbours: tuple[Neighbour, ...]) -> tuple[str, ...]:
    """What was seen with some extensions: warnings, `-j 2`, a partial build, closed words."""
    with tempfile.TemporaryDirectory(prefix='neighbours-') as folder:
        wiki = Wiki(Path(folder), neighbours)
        status, warnings = wiki.build('serial')
        if status not in {0, 1}:
            return ('fails', '', '', '')
        told = _told(warnings) if status else 'clean'
        wiki.build('parallel', '-j', '2')
        parallel = _same(wiki.files('serial'), wiki.files('parallel'))
        shown = ', '.join(leaks(wiki.files('serial'))) or 'nothing'
        wiki.edit()
        wiki.build('serial')
        wiki.build('clean')
        return told, parallel, _same(wiki.files('serial'), wiki.files('clean')), shown


def _told(warnings: list[str]) -> str:
    first = warnings[0].partition('WARNING: ')[2] if warnings else 'fails'
    return f'{len(warnings)} warnings, as: {first[:90]}'.replace('|', '/')


_RANDOM: Final = re.compile(r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')


def _same(one: dict[str, bytes], other: dict[str, bytes]) -> str:
    names = sorted({_RANDOM.sub('*', name) for name in differing(one, other)})
    return f'{", ".join(names[:2])}{", ..." if len(names) > 2 else ""}' if names else 'same'


def main(arguments: list[str]) -> int:
    """Look at all extensions, or at those named; returns how many there was something with."""
    chosen = [one for one in NEIGHBOURS if not arguments or one.module in arguments]
    rows: list[tuple[str, ...]] = [('none of them', '', *look(()))]
    for one in chosen:
        name = version(one.package) if one.package else 'of Sphinx'
        rows.append((f'`{one.module}`', name, *look((one,))))
        sys.stderr.write(f'{" | ".join(rows[-1])}\n')
    if len(chosen) > 1:
        together = tuple(one for one in chosen if not one.alone)
        rows.append((f'{len(together)} of them at once', '', *look(together)))
        rows.append(('the same, last first', '', *look(together[::-1])))
    head = ('extension', 'version', '`-W -n`', '`-j 2`', 'after an edit', 'shows of closed blocks')
    table = markdown_table(head, rows)
    sys.stdout.write(table)
    if not arguments:
        keep_table(TABLE, table)
    return sum(row[2:] != ('clean', 'same', 'same', 'nothing') for row in rows)


if __name__ == '__main__':
    sys.exit(min(main(sys.argv[1:]), 1))
