"""What is published with its folder is judged, and a build leaves out what is refused."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attacks import RUN
from small_pictures import PNG

from criticwiki.tools.check import main as check

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

ENVIRONMENT = {**os.environ, 'PYTHONPATH': str(Path(__file__).parents[2] / '_ext')}
SCRIPT = f'<svg xmlns="http://www.w3.org/2000/svg"><script>{RUN}</script></svg>'
TEMPLATE = (
    '<svg xmlns="http://www.w3.org/2000/svg"><desc>{{ 7 * 6 }}{% include "SECRET" %}</desc></svg>'
)
SHAPES = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>'
REFUSED = (
    '_static/criticwiki.js', '_static/logo.svg', '_static/pictures/chart.svg.jinja',
    '_static/pictures/chart2.svg_t', '_static/pictures/innocent.svg', '_static/pictures/up.SVG',
    'more/page.html', 'more/script.svg',
)  # fmt: skip
CONF = {
    'html_static_path': ['_static'],
    'html_extra_path': ['more'],
    'html_css_files': ['palette.css'],
    'html_favicon': '_static/logo.svg',
}


def lay_out(source: Path) -> None:
    secret = source.parent / 'secret.txt'
    secret.write_text('kanarie', 'utf-8')
    texts = dict.fromkeys(REFUSED, SCRIPT)
    climb = '../' * 30 + str(secret.resolve()).lstrip('/')
    for name in ('_static/pictures/chart.svg.jinja', '_static/pictures/chart2.svg_t'):
        texts[name] = TEMPLATE.replace('SECRET', climb)
    texts |= {'_static/pictures/plain.svg': SHAPES, 'more/robots.txt': 'Words'}
    texts |= {'_static/palette.css': 'p {color: red}'}
    for name, text in texts.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, 'utf-8')


def built(wiki: Callable[..., Build], builder: str = 'html') -> Build:
    made = wiki(with_pages({}))
    made.configure(**CONF)
    lay_out(made.source)
    return made.rebuild(builder)


def published(made: Build) -> dict[str, bytes]:
    files = dict(made.tree())
    for name, content in list(files.items()):
        if name.endswith('.epub'):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                files |= {f'{name}/{one}': book.read(one) for one in book.namelist()}
    return files


def test_a_picture_that_no_page_shows_is_told_and_left_out(wiki: Callable[..., Build]) -> None:
    made = built(wiki)
    told = [line.split(': WARNING')[0] for line in made.warnings if 'wiki.forbidden' in line]
    assert told == [f'{name}:1:1' for name in REFUSED]
    assert {'_static/pictures/plain.svg', '_static/palette.css', 'robots.txt'} <= {*made.tree()}
    for name, content in published(made).items():
        assert b'__pwned' not in content, name
        assert b'kanarie' not in content, name
        assert not name.startswith('_static/pictures/chart'), name


def test_a_file_of_the_same_name_does_not_lose_ours(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({}))
    made.configure(**CONF)
    clean = (made.rebuild().out / '_static/progress.js').read_bytes()
    made.write('_static/progress.js', 'x')
    made.rebuild()
    assert (made.out / '_static/progress.js').read_bytes() == clean


def test_books_hold_none_of_it_either(wiki: Callable[..., Build]) -> None:
    for name, content in published(built(wiki, 'epub')).items():
        assert b'__pwned' not in content, name
        assert b'kanarie' not in content, name


def test_what_an_earlier_build_published_is_taken_back(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({}))
    made.configure(**CONF, criticwiki_guard=False)
    for name in ('_static/pictures/a.svg', '_static/pictures/b.svg.jinja', 'more/page.html'):
        made.write(name, SCRIPT)
    assert (made.rebuild().out / '_static/pictures/b.svg').exists()
    made.configure(**CONF)
    made.rebuild()
    assert not list((made.out / '_static').rglob('*.svg'))
    assert not (made.out / 'page.html').exists()


def test_a_name_cannot_write_tex(wiki: Callable[..., Build]) -> None:
    names = ('x}}^^5cinput{^^2fetc^^2fhostname}{{.png', '50%.png', 'a#b.png', 'a~b.png')
    pages = {
        f'notes/n{number}.md': f'# Notes\n\n```{{image}} /pictures/{name}\n:alt: A lamp\n```\n'
        for number, name in enumerate(names)
    }
    made = wiki(with_pages(pages))
    for name in names:
        made.write(f'pictures/{name}', PNG)
    made.rebuild('latex')
    tex = ''.join(file.read_text('utf-8') for file in made.out.glob('*.tex'))
    assert not [name for name in names if name.removesuffix('.png') in tex]
    told = [line.split(': WARNING')[0] for line in made.warnings if 'wiki.forbidden' in line]
    assert told == [f'notes/n{number}.md:3:12' for number in range(len(names))]


def test_no_address_stops_a_build(wiki: Callable[..., Build]) -> None:
    long = 'a' * 256
    addresses = (
        long, f'{long}.md', 'b/' * 2100 + 'c.md', 'x%00y', 'x%00y.md', 'x%1b.md',
    )  # fmt: skip
    lines = [f'[a]({address})' for address in addresses]
    lines += [f'![a](/pictures/{long}.png)', '<project:x%00y.md>', '[![a](/b.png)](x%00y)']
    pages = {'notes.md': '# Notes\n\n' + '\n\n'.join(lines) + f'\n\n[b]\n\n[b]: {long}\n'}
    made = wiki(with_pages(pages))
    lines_told = {line.split(':')[1] for line in made.warnings if 'wiki.forbidden' in line}
    assert lines_told == {str(number) for number in range(3, 24, 2)}
    assert made.returned == 0


def test_a_page_whose_name_is_not_composed_stops_nothing(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({'notes.md': '# Notes\n'}))
    for name in ('e\u0301.md', '\u212b.md', 'u\u0308/page.md', 'a[b.md', 'Notes.md', 'con.md'):
        made.write(name, '# Title\n')
    made.rebuild()
    told = [line for line in made.warnings if 'wiki.forbidden' in line]
    assert len(told) == len(made.warnings) == 6
    assert made.returned == 0


@pytest.mark.parametrize('name', ['html/a.png', 'html/deep/b.png'])
def test_a_picture_in_an_output_folder_that_is_not_excluded(
    wiki: Callable[..., Build], name: str
) -> None:
    made = wiki(with_pages({'notes.md': f'# Notes\n\n![A lamp](/public/{name})\n'}))
    made.write(f'public/{name}', PNG)
    source = str(made.source)
    command = [sys.executable, '-m', 'sphinx', '-b', 'html', '-q', source, f'{source}/public/html']
    run = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert 'notes.md:3:1: WARNING' in run.stderr
    assert f"'public/{name}' is no part of the wiki" in run.stderr
    assert not list((made.source / 'public' / 'html').glob('_images/*'))


def test_a_picture_that_is_left_out_of_the_wiki(wiki: Callable[..., Build]) -> None:
    names = ('_build/deep/a.png', 'docs/b.png', 'private.png', '_static/c.png', 'pictures/d.png')
    body = '\n\n'.join(f'![A lamp](/{name})' for name in names)
    made = wiki(with_pages({'notes.md': f'# Notes\n\n{body}\n'}))
    excluded = ['_build', 'docs/**', 'private.*', '_static']
    made.configure(exclude_patterns=excluded, html_static_path=['_static'])
    for name in names:
        made.write(name, PNG if name.endswith('.png') else 'x')
    made.rebuild()
    told = [line.split(': WARNING')[0] for line in made.warnings if 'wiki.forbidden' in line]
    assert told == ['notes.md:3:1', 'notes.md:5:1', 'notes.md:7:1']
    assert not [name for name in made.tree() if name.endswith(('/a.png', '/b.png', '/private.png'))]


@pytest.mark.parametrize('static', ['_static', '_static/', './_static', 'more/../_static'])
def test_a_static_folder_that_is_excluded_is_published(
    wiki: Callable[..., Build], static: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ('_static/a.png', '_static_old/b.png', '_build/c.png')
    body = '\n\n'.join(f'![A lamp](/{name})' for name in names)
    made = wiki(with_pages({'notes.md': f'# Notes\n\n{body}\n'}))
    made.configure(exclude_patterns=['_static*', '_build'], html_static_path=[static])
    for name in (*names, 'more/robots.txt'):
        made.write(name, PNG if name.endswith('.png') else 'x')
    made.rebuild()
    told = [line.split(': WARNING: ') for line in made.warnings if 'wiki.forbidden' in line]
    assert [place for place, _ in told] == ['notes.md:5:1', 'notes.md:7:1']
    check([str(made.source)])
    checked = capsys.readouterr().out
    assert checked.count('is no part of the wiki') == 2
    for place, message in told:
        assert f'{place}: error: {message.replace("[wiki.", "[")}' in checked


def test_a_decomposed_name_is_left_out_too(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({}))
    made.configure(html_static_path=['_static'])
    names = ('pictures/e\u0301.svg', 'pictures/A\u030a.svg.jinja', 'u\u0308/a.html')
    for name in names:
        made.write(f'_static/{name}', SCRIPT)
    made.rebuild()
    assert len([line for line in made.warnings if 'wiki.forbidden' in line]) == 3
    assert not [name for name, content in made.tree().items() if b'__pwned' in content]


def test_no_page_writes_a_line_into_the_log(wiki: Callable[..., Build]) -> None:
    lines = '::error file=conf.py::a\n\ncharacters/x.md:1:1: error: b [forbidden]'
    pages = {
        'one.md': f'# One\n\n```{{list-table}}\n* - a\n\n{lines}\n```\n',
        'two.md': f'# Two\n\n```{{figure}} /p.svg\n:alt: a\n\n- list\n\n{lines}\n```\n',
    }
    made = wiki(with_pages(pages))
    made.write('p.svg', SHAPES)
    made.rebuild()
    assert len(made.warnings) >= 2
    assert not [line for line in made.warnings if line.startswith(('::', 'characters/'))]


def test_a_refused_file_takes_nothing_of_the_output_with_it(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({}))
    made.configure(**CONF)
    made.write('_static/palette.css', 'p {color: red}')
    made.write('_static/index.html', '<p>')
    (made.source / '_static/characters').symlink_to(made.source / 'characters')
    made.rebuild()
    names = ('index.html', 'characters', 'characters/oren.html')
    written = [(made.out / name).stat().st_mtime_ns for name in names]
    made.rebuild()
    assert [(made.out / name).stat().st_mtime_ns for name in names] == written
    assert len([line for line in made.warnings if 'wiki.forbidden' in line]) == 2
