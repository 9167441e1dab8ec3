"""Files that are published with their folder: each is judged, whether a page names it or not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_pictures import SMALLEST

from criticwiki.config import settings_of
from criticwiki.guard import files as pictures
from criticwiki.guard.files import is_file, is_link, svg_violation
from criticwiki.guard.policy import name_violation
from criticwiki.tools.source_files import (
    page_file_problems,
    pages_in,
    static_file_problems,
    stray_file_problems,
)

if TYPE_CHECKING:
    from pathlib import Path

SHAPES = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>'
SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg"><script>window.x=1</script></svg>'
CONF = {'html_static_path': ['_static'], 'html_css_files': ['palette.css']}


def unpublished(source: Path, **conf: object) -> list[str]:
    return [problem.path for problem in static_file_problems(source, settings_of({**CONF, **conf}))]


def write(source: Path, name: str, text: str | None = None) -> None:
    file = source / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(
        SMALLEST.get(name.lower().rpartition('.')[2], b'x') if text is None else text.encode()
    )


HARMFUL = {
    '_static/pictures/script.svg': SCRIPT,
    '_static/pictures/deep/down/SCRIPT.SVG': SCRIPT,
    '_static/odd.svg': '<html xmlns="http://www.w3.org/1999/xhtml"/>',
    '_static/pictures/page.html': '<script>x</script>',
    '_static/pictures/page.xhtml': '<script>x</script>',
    '_static/pictures/page.xml': '<script>x</script>',
    '_static/pictures/squeezed.svgz': 'x',
    '_static/pictures/none': '<script>x</script>',
    '_static/worker.js': 'x',
    '_static/scripts/furo.js': 'x',
    '_static/other.css': 'x',
    '_static/pictures/chart.svg.jinja': SHAPES,
    '_static/pictures/chart.svg_t': SHAPES,
    '_static/palette.css_T': 'x',
    '_static/pictures/x}}^^5cinput{^^2fetc^^2fhostname}{{.png': 'x',
    '_static/pictures/50%.png': 'x',
    '_static/pict#ures/a.png': 'x',
    '_static/pictures/e\u0301.png': 'x',
    '_static/pictures/large.svg': SHAPES + '<!-- -->' * 125_000,
    '_static/' + 'a/' * 17 + 'deep.png': 'x',
    '_static/pictures/large.png': 'x' * 5_000_001,
    '_static/pictures/page.jpg': '<script>x</script>',
}
HARMLESS = (
    '_static/palette.css', '_static/font.woff2', '_static/theme.mp3', '_static/.hidden.html',
    '_static/.git/config', '_static/pictures/plain.png', '_static/pictures/夜.webp',
    '_static/pictures/two words.jpg', '_static/pictures/a@2x.PNG',
)  # fmt: skip


@pytest.mark.parametrize('name', HARMFUL)
def test_what_could_do_harm_is_not_published(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, HARMFUL[name])
    deep = '_static/' + 'a/' * 16 + 'a'
    assert unpublished(tmp_path) == [deep if name.startswith(deep) else name]


def test_pictures_fonts_and_what_conf_py_names_are_published(tmp_path: Path) -> None:
    for name in HARMLESS:
        write(tmp_path, name)
    write(tmp_path, '_static/shapes.svg', SHAPES)
    assert unpublished(tmp_path) == []


def test_an_owner_can_name_more(tmp_path: Path) -> None:
    for name in ('a.pdf', 'b/c.js', 'b/d.html', 'e.svg_t', 'f.svg_t', 'b/g.svg'):
        write(tmp_path, f'_static/{name}', SCRIPT)
    more = ['*.pdf', 'b/*', 'e.svg_t', '*_t']
    assert unpublished(tmp_path, criticwiki_files=more) == ['_static/b/g.svg', '_static/f.svg_t']


def test_a_list_of_files_is_no_text() -> None:
    with pytest.raises(ValueError, match='criticwiki_files'):
        settings_of({'criticwiki_files': '*.pdf'})


def test_extra_files_are_judged_too_and_those_that_conf_py_names_are_meant(tmp_path: Path) -> None:
    for name in ('extra/robots.txt', 'extra/page.html', 'extra/.htaccess', 'verify.html'):
        write(tmp_path, name)
    write(tmp_path, 'logo.svg', SCRIPT)
    extra = ['extra', 'verify.html', 'logo.svg']
    assert unpublished(tmp_path, html_extra_path=extra) == [
        'extra/.htaccess',
        'extra/page.html',
        'logo.svg',
    ]


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, 'outside/a.png')
    write(tmp_path, '_static/a.png')
    (tmp_path / '_static/folder').symlink_to(tmp_path / 'outside')
    (tmp_path / '_static/b.png').symlink_to('/dev/zero')
    (tmp_path / 'other').symlink_to(tmp_path / 'outside')
    os.mkfifo(tmp_path / '_static/c.png')
    paths = unpublished(tmp_path, html_static_path=['_static', 'other'])
    assert paths == ['_static/b.png', '_static/c.png', '_static/folder', 'other']


def test_without_the_guard_all_is_published(tmp_path: Path) -> None:
    write(tmp_path, '_static/script.svg', SCRIPT)
    assert unpublished(tmp_path, criticwiki_guard=False) == []


ENCODINGS = (
    'utf-7', 'foo', 'hex', 'idna', 'zlib', 'shift_jis', 'undefined', 'cp037', 'latin-1', 'utf-16',
    'rot13', 'punycode', 'unicode_escape', 'raw_unicode_escape', 'mbcs', 'a' * 500,
)  # fmt: skip


@pytest.mark.parametrize('encoding', ENCODINGS)
def test_a_drawing_in_another_encoding_is_told(encoding: str) -> None:
    violation = svg_violation(f'<?xml version="1.0" encoding="{encoding}"?>{SHAPES}'.encode())
    assert violation
    assert 'UTF-8' in violation
    assert svg_violation(SHAPES.encode('utf-16'))


@pytest.mark.parametrize('encoding', ['UTF-8', 'utf-8', 'us-ascii'])
def test_a_drawing_that_says_utf_8(encoding: str) -> None:
    assert svg_violation(f'<?xml version="1.0" encoding="{encoding}"?>{SHAPES}'.encode()) is None


@pytest.mark.parametrize(
    'attribute',
    ['fill="url(\'#g\')"', 'clip-path="url( #c )"', 'data-x="a regular expression, a\\b"'],
)
def test_what_a_drawing_names_inside_itself_is_no_harm(attribute: str) -> None:
    assert svg_violation(SHAPES.replace('<path', f'<path {attribute}').encode()) is None


@pytest.mark.parametrize(
    'attribute',
    ['fill="url( \'https://a.example/#b\')"', 'style="a: expression (1)"', 'style="a\\b"',
     'style="/**/"', 'onload="x"', 'style="fill:image-set (x)"'],
)  # fmt: skip
def test_what_a_drawing_reaches_for_is_told(attribute: str) -> None:
    assert svg_violation(SHAPES.replace('<path', f'<path {attribute}').encode())


def nested(levels: int, each: int) -> str:
    """A drawing in which every level draws the one before it again and again."""
    groups = ''.join(
        f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * each + '</g>' for n in range(1, levels + 1)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg"><path id="l0" d="M0 0h1"/>{groups}</svg>'


def test_a_drawing_that_draws_itself_again() -> None:
    assert svg_violation(nested(8, 12).encode())
    assert svg_violation(nested(4, 40).encode())
    assert svg_violation(nested(3, 10).encode()) is None
    circle = '<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><use href="#a"/></g></svg>'
    assert svg_violation(circle.encode())
    tiles = ''.join(
        f'<pattern id="p{n}">' + f'<rect fill="url(#p{n - 1})"/>' * 12 + '</pattern>'
        for n in range(1, 9)
    )
    assert svg_violation(f'<svg xmlns="http://www.w3.org/2000/svg">{tiles}</svg>'.encode())


def test_a_prefix_hides_no_address() -> None:
    start = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:{0}="http://www.w3.org/1999/xlink">'
    for prefix in ('xmlnsx', 'data-x', 'aria-x'):
        drawing = (
            start.format(prefix) + f'<use {prefix}:href="https://evil.example/a.svg#a"/></svg>'
        )
        assert svg_violation(drawing.encode())


DECLARED = {
    'attributes': '<!ATTLIST g ' + ' '.join(f'a{n} CDATA "x"' for n in range(2_000)) + '>',
    'an event': '<!ATTLIST svg onload CDATA "x">', 'an entity': '<!ENTITY a "b">',
    'an element': '<!ELEMENT g ANY>',
    'nothing': '',
}  # fmt: skip


@pytest.mark.parametrize('declared', DECLARED)
def test_a_drawing_declares_nothing(declared: str) -> None:
    violation = svg_violation(f'<!DOCTYPE svg [{DECLARED[declared]}]>{SHAPES}'.encode())
    assert violation
    assert 'DOCTYPE' in violation


def test_the_document_type_of_drawing_programs_is_no_harm() -> None:
    public = '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    assert svg_violation(f'<!DOCTYPE svg PUBLIC {public}>{SHAPES}'.encode()) is None


@settings(deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_drawing_stops_a_check(head: bytes, tail: bytes) -> None:
    svg_violation(head + b'<?xml version="1.0" encoding="' + tail)
    assert svg_violation(head) is not None or head.strip()


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_no_path_stops_a_check(tmp_path_factory: pytest.TempPathFactory, a: str, b: str) -> None:
    source = tmp_path_factory.getbasetemp()
    for path in (f'{a}/{b}', f'{a}\0{b}', a * 20, f'{a}{"x" * 256}'):
        is_file(source, path)
        assert not is_link(source, f'none/{path}')
    assert not is_file(source, 'a' * 5000)


NAMES = {
    'e\u0301.md': 'é.md', '\u212b.md': 'rename', '\u2126.md': 'rename', '\uf900.md': 'rename',
    '\u1100\u1161.md': 'rename', 'con.md': 'Windows', 'AUX.md': 'Windows',
    'lpt1.notes.md': 'Windows', 'a.md.': 'Windows',
    'com¹.md': 'Windows', 'аsh.md': 'alphabets', 'tess-vanе.md': 'alphabets', 'οne.md': 'alphabets',
    '^^5c.md': 'letter or digit', 'x' * 130: 'letter or digit', 'a\nb.md': 'letter or digit',
}  # fmt: skip


@pytest.mark.parametrize('letter', ['\u3164', '\u115f', '\u1160', '\uffa0'])
def test_a_letter_that_cannot_be_seen_is_no_part_of_a_name(letter: str) -> None:
    assert 'cannot be seen' in str(name_violation(f'a{letter}b.md', 'a page'))


@pytest.mark.parametrize('name', NAMES)
def test_a_name_that_cannot_be(name: str) -> None:
    assert NAMES[name] in str(name_violation(name, 'a page'))


@pytest.mark.parametrize(
    'name', ['é.md', 'дом.md', 'тест-one.md', '夜の街.md', 'control.md', 'a b (2).md', '07-x.md']
)
def test_a_name_that_can_be(name: str) -> None:
    assert name_violation(name, 'a page') is None


def test_a_page_with_an_odd_name_stops_nothing(tmp_path: Path) -> None:
    names = [
        'e\u0301.md',
        'u\u0308/page.md',
        'A.md',
        'a.md',
        'con.md',
        'a[b.md',
        'Sub/x.md',
        'sub/y.md',
    ]
    for name in names:
        write(tmp_path, name, '# Title\n')
    settings = settings_of({})
    assert [problem.path for problem in page_file_problems(tmp_path, settings)] == [
        'A.md', 'Sub/x.md', 'a[b.md', 'con.md', 'e\u0301.md', 'u\u0308/page.md',
    ]  # fmt: skip
    assert list(pages_in(tmp_path, settings)) == ['a.md', 'sub/y.md']


@pytest.mark.parametrize('name', ['a..md', 'a .md', 'b/a . .md'])
def test_a_page_whose_folder_could_not_be_stored(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, '# Title\n')
    (problem,) = page_file_problems(tmp_path, settings_of({}))
    assert 'no dot and no blank at its end' in problem.message


OUTPUT = (
    'nius.html/x.md', 'searchindex.js/x.md', 'objects.inv/x.md', 'mimetype/x.md', '404.md',
    'content.opf/x.md', 'characters/nius.XHTML/x.md', 'objects.inv.md', 'a.html.md', 'Search.md',
    'genindex.md',
)  # fmt: skip


@pytest.mark.parametrize('name', OUTPUT)
def test_a_page_in_the_place_of_a_file_of_the_output(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, '# Title\n')
    (problem,) = page_file_problems(tmp_path, settings_of({}))
    assert 'a build writes such a file' in problem.message
    assert list(pages_in(tmp_path, settings_of({}))) == []


def test_names_with_dots_that_are_no_output(tmp_path: Path) -> None:
    names = (
        'episodes/13.5-recap.md',
        'guide/404.md',
        'guide/search.md',
        'st. elsewhere/a.md',
        'v1.0/b.md',
        '_static/c.md',
    )
    for name in names:
        write(tmp_path, name, '# Title\n')
    assert page_file_problems(tmp_path, settings_of({})) == []


ONE_ADDRESS = {
    'reviews.md': 'reviews/index.md',
    'guide/Notes.md': 'guide/notes/index.md',
    'a b.md': 'a b/index.md',
}


@pytest.mark.parametrize('name', ONE_ADDRESS)
def test_two_pages_with_one_address(tmp_path: Path, name: str) -> None:
    for page in (name, ONE_ADDRESS[name], 'index.md', 'index/index.md', 'lone/a.md', 'lone.md'):
        write(tmp_path, page, '# Title\n')
    told = page_file_problems(tmp_path, settings_of({}))
    assert [problem.path for problem in told if 'one address' in problem.message] == [name]


@pytest.mark.parametrize(
    'name', ['nav.md', 'epub-cover.md', 'search/index.md', '404/index.md', 'Genindex/a.md']
)
def test_a_page_where_a_builder_writes_its_own(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, '# Title\n')
    (problem,) = page_file_problems(tmp_path, settings_of({}))
    assert (problem.path, 'a build writes such a file' in problem.message) == (name, True)


def test_folders_too_deep_to_follow(tmp_path: Path) -> None:
    for start in ('episodes', '_static/pictures'):
        place = tmp_path / start
        place.mkdir(parents=True)
        for _ in range(120):
            place /= 'aaaaaaaaaa'
            place.mkdir()
    (tmp_path / 'index.md').write_text('# Title\n', 'utf-8')
    settings = settings_of(CONF)
    assert all('folders deep' in one.message for one in page_file_problems(tmp_path, settings))
    assert [one.path.count('/') for one in static_file_problems(tmp_path, settings)] == [17]
    assert list(pages_in(tmp_path, settings)) == ['index.md']


def test_a_drawing_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 'a.svg', SHAPES)
    reads: list[bytes] = []

    def read(content: bytes) -> None:
        reads.append(content)

    monkeypatch.setattr(pictures, 'svg_violation', read)
    for _ in range(50):
        pictures.picture_file_violation(tmp_path, 'a.svg')
    assert len(reads) == 1
    write(tmp_path, 'a.svg', SCRIPT)
    pictures.picture_file_violation(tmp_path, 'a.svg')
    assert len(reads) == 2


STRAY = {
    'reviews/a.txt': "rename it to 'a.md'",
    'reviews/b': "rename it to 'b.md'",
    'reviews/c.MD': "rename it to 'c.md'",
    'reviews/d.markdown': "rename it to 'd.md'",
    'reviews/e.md.txt': "rename it to 'e.md'",
    'reviews/f.rst': "rename it to 'f.md'",
    'reviews/g.docx': "save its words as 'g.md'",
    'reviews/h.md.': "rename it to 'h.md'",
    'reviews/nul.txt': '; rename it',
    'reviews/there.txt': "'there.md' is there",
    'characters/i.Md': "rename it to 'i.md'",
    'guide/j.mkd': "rename it to 'j.md'",
    'guide/k.txt': "rename it to 'k.md'",
    'l.mdown': "rename it to 'l.md'",
    '_static/pictures/A.png': 'one name on Windows',
}
"""Message by path of a file that seems to be meant for a page."""
NO_PAGES = (
    'LICENSE', 'README.markdown', 'requirements.txt', 'Makefile', 'notes.txt', 'guide/words.txt',
    'reviews/.a.md.swp', 'reviews/there.md~', 'reviews/there.md.orig', 'characters/photo.png',
    'more/x.markdown', '_build/x.MD', '_static/pictures/a.png',
)  # fmt: skip


def test_files_that_were_meant_for_pages(tmp_path: Path) -> None:
    facts = '---\nreview:\n  headline: A\n---\n\n# A\n'
    for name in ('index.md', 'guide/index.md', 'reviews/there.md', *NO_PAGES):
        write(tmp_path, name, 'Words.\n')
    for name in STRAY:
        write(tmp_path, name, facts)
    settings = settings_of({'exclude_patterns': ['_build']})
    told = {one.path: one.message for one in stray_file_problems(tmp_path, settings)}
    assert told.keys() == STRAY.keys()
    assert {path: STRAY[path] in message for path, message in told.items()} == dict.fromkeys(
        STRAY, True
    )


def test_folders_and_names_of_a_vault_are_told_with_what_to_do(tmp_path: Path) -> None:
    names = ('reviews/a.md', 'Reviews/b.md', 'guide/The Beat \u2013 S1: review?.md', 'guide/c d.md')
    for name in names:
        write(tmp_path, name, '# Title\n')
    moved, renamed = page_file_problems(tmp_path, settings_of({}))
    assert moved.path == 'Reviews/b.md'
    assert moved.message.endswith('; move what is in Reviews/ to reviews/')
    assert renamed.message.endswith("; rename it, for instance to 'The Beat - S1 review.md'")


COPIES = (
    'a - Copy.md', 'a - Copy (2).md', 'a - Kopie.md', 'a copy.md', 'a copy 2.md', 'a (1).md',
    'a(2).md', 'Copy of a.md', "a (Ann's conflicted copy 2024-05-01).md", 'other - Copy.md',
)  # fmt: skip


def test_copies_that_a_program_made_are_no_pages(tmp_path: Path) -> None:
    good = ['a.md', 'b (2).md', 'copy.md', 'c copy.md', 'a (film).md', 'a - notes.md']
    for name in (*good, *COPIES):
        write(tmp_path, f'reviews/{name}', '# Title\n')
    settings = settings_of({})
    told = {one.path.removeprefix('reviews/') for one in page_file_problems(tmp_path, settings)}
    assert told == set(COPIES)
    assert list(pages_in(tmp_path, settings)) == sorted(f'reviews/{name}' for name in good)
