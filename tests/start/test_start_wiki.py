"""`criticwiki start`: a wiki about another series, whatever it is called."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from wiki_build import Build, html_tree
from workshop import EXTENSIONS

from criticwiki.__main__ import main
from criticwiki.model.front_matter import read_front_matter
from criticwiki.tools.start import TEMPLATES, WikiOptions, wiki_files

if TYPE_CHECKING:
    from workshop import Workshop

NASTY = 'It\'s "C:\\x": *a* {b}`c` & </title> #1 [e](f) ${g} %h 日本語\u3000' + 'long ' * 60 + '#'
TITLE = NASTY.strip()


def start(*arguments: str | Path) -> tuple[int, str, str]:
    """Run the command; its exit code, what it said, and what it complained of."""
    said, complained = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        try:
            code = main(['start', *map(str, arguments)])
        except SystemExit as end:
            code = int(end.code or 0)
    return code, said.getvalue(), complained.getvalue()


def build(folder: Path, workshop: Workshop) -> Build:
    made = Build(folder.parent / 'builds', workshop)
    made.source = folder
    return made


def tree(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob('*'))
        if file.is_file() and '__pycache__' not in file.parts
    }


@pytest.fixture(scope='module')
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new wiki, with a title that is as bad as titles get."""
    folder = tmp_path_factory.mktemp('started') / 'wiki'
    code, said, complained = start(folder, '--title', TITLE, '--episodes', '1')
    assert (code, complained) == (0, '')
    assert 'make html' in said
    return folder


def test_it_has_what_a_wiki_needs(started: Path) -> None:
    found = {name.partition('/')[0] for name in tree(started)}
    assert found == {
        '.editorconfig', '.gitattributes', '.github', '.gitignore', '.readthedocs.yaml', '.vscode',
        'CONTRIBUTING.md', 'LICENSE', 'Makefile', 'README.md', '_ext', 'characters', 'conf.py',
        'consensus.md', 'episodes', 'glossary.md', 'guide', 'index.md', 'install.py', 'make.bat',
        'requirements-dev.in', 'requirements-dev.txt', 'requirements-live.in',
        'requirements-live.txt', 'requirements.in', 'requirements.txt', 'reviews',
    }  # fmt: skip
    assert {path.name for path in started.parent.iterdir()} == {'wiki'}
    assert b'MIT License' in (started / 'LICENSE').read_bytes()


def test_the_extension_is_taken_along_as_it_is(started: Path) -> None:
    theirs = {name: data for name, data in tree(EXTENSIONS).items() if '/.' not in name}
    assert tree(started / '_ext') == theirs


def test_what_pip_compiles_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = tmp_path / 'start'
    shutil.copytree(TEMPLATES, templates, ignore=shutil.ignore_patterns('__pycache__'))
    for folder in (templates, templates / 'guide'):
        (folder / '__pycache__').mkdir()
        (folder / '__pycache__' / 'install.cpython-311.pyc').write_bytes(b'code')
    monkeypatch.setattr('criticwiki.tools.start.TEMPLATES', templates)
    assert start(tmp_path / 'wiki')[0] == 0
    assert not [*(tmp_path / 'wiki').rglob('__pycache__')]


def test_it_passes_its_check(started: Path) -> None:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        assert main(['check', str(started)]) == 0
    assert 'error' not in said.getvalue()


@pytest.mark.parametrize('builder', ['html', 'epub'])
def test_it_builds_without_a_warning(started: Path, workshop: Workshop, builder: str) -> None:
    before = tree(started)
    made = build(started, workshop).rebuild(builder, warnings_are_errors=True)
    assert (made.returned, made.warnings) == (0, [])
    assert tree(started) == before
    page = made.html('index')
    assert page.h1 is not None
    plain = str.maketrans({'“': '"', '”': '"', '’': "'", '¶': ''})
    heading = page.h1.get_text().translate(plain)
    assert heading == f'{TITLE}: what the critics made of it'


def test_its_examples_are_drafts(started: Path, workshop: Workshop) -> None:
    made = build(started, workshop)
    if not made.out.exists():
        made.rebuild()
    assert made.data['series']['title'] == TITLE
    assert made.data['series']['episodes'] == 1
    assert [made.data[kind] for kind in ('episodes', 'characters', 'reviews')] == [{}, {}, {}]
    listed = made.body('reviews/index').select_one('tbody td')
    assert listed is not None
    assert listed.get_text() == 'The headline as printed (draft)'


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=['C', 'Zl', 'Zp']), min_size=1, max_size=80))
def test_a_title_is_the_same_in_every_language(words: str) -> None:
    title = words.strip() or 'x'
    files = wiki_files(WikiOptions(title, f'the friends of {title}', 3))
    names: dict[str, object] = {'__file__': str(Path('conf.py').absolute())}
    path = list(sys.path)
    exec(files['conf.py'], names)
    sys.path[:] = path
    assert (names['project'], names['author']) == (title, f'the friends of {title}')
    text = files['index.md'].decode()
    series = read_front_matter(text).values['series']
    assert str(series['title']) == title
    tokens = MarkdownIt('commonmark').parse(text[text.index('\n# ') :])
    heading = ''.join(child.content for child in tokens[1].children or ())
    assert heading == f'{title}: what the critics made of it'


@pytest.mark.parametrize('count', ['0', '1', '2', '500'])
def test_any_number_of_episodes(tmp_path: Path, count: str) -> None:
    assert start(tmp_path / 'wiki', '--episodes', count)[0] == 0


def test_several_seasons(tmp_path: Path, workshop: Workshop) -> None:
    folder = tmp_path / 'wiki'
    assert start(folder, '--title', 'Glass', '--episodes', '8,6')[0] == 0
    made = build(folder, workshop).rebuild(warnings_are_errors=True)
    assert (made.returned, made.warnings) == (0, [])
    series = made.data['series']
    assert (series['episodes'], [one['episodes'] for one in series['seasons']]) == (14, [8, 6])


NAMING: Final = {'problems', 'search', 'settings', 'extending', 'parts'}
"""Pages that name keys and kinds of pages, whatever the wiki is about."""
KINDS = {
    'series': ['--episodes', '0'],
    'film': ['--kind', 'film'],
    'game': ['--kind', 'game', '--episodes', '0'],
    'chapters': ['--kind', 'game', '--episodes', '4'],
    'book': ['--kind', 'book'],
    'album': ['--kind', 'album'],
    'podcast': ['--kind', 'podcast', '--episodes', '300'],
}
SERIAL = {'chapters', 'podcast'}


@pytest.mark.parametrize('name', KINDS)
def test_a_wiki_about_another_kind_of_work(tmp_path: Path, workshop: Workshop, name: str) -> None:
    folder = tmp_path / 'wiki'
    code, _said, complained = start(folder, '--title', 'Glass', *KINDS[name])
    assert (code, complained) == (0, '')
    made = build(folder, workshop).rebuild(warnings_are_errors=True)
    assert (made.returned, made.warnings) == (0, [])
    # the pages on mistakes, and those for owners, name keys and kinds and print examples
    pages = [file for file in made.out.rglob('*.html') if file.stem not in NAMING]
    words = {
        hit.lower()
        for file in pages
        for hit in re.findall(r'\b(?:episode|season|series|TV)s?\b', _text(file))
    }
    allowed = {'episode', 'episodes'} if name in SERIAL else {name} & {'series'}
    assert words <= allowed
    assert (folder / 'episodes').exists() == (name in SERIAL)
    assert made.data['series']['episodes'] == {'chapters': 4, 'podcast': 300}.get(name, 0)


def _text(file: Path) -> str:
    page = html_tree(file)
    for code in [*page.iter('script', 'style', 'pre', 'code')]:
        code.drop_tree()
    return ' '.join(page.itertext())


@pytest.mark.parametrize(
    ('arguments', 'told'),
    [
        (['--title', ''], "--title: must be words on one line, not ''"),
        (['--title', 'a\nb'], 'must be words on one line'),
        (['--title', 'a\udc80b'], 'must be words on one line'),
        (['--episodes', '-1'], 'must be a whole number'),
        (['--episodes', 'ten'], '--episodes: must be a whole number, or one for each season'),
        (['--episodes', '8,0'], "such as 8,6, not '8,0'"),
        (['--episodes', '8,'], "such as 8,6, not '8,'"),
        (['--kind', 'opera'], "invalid choice: 'opera'"),
        (['--language', "en'"], 'must be like en or en_GB'),
        (['--language', 'fr'], "there is no translation into 'fr' of what criticwiki writes"),
        (['--language', 'pt_BR'], "there is no translation into 'pt_BR' of what criticwiki writes"),
        (['--repository', "javascript:'"], 'must be a web address'),
        (['--wheel', 'nothing.whl'], 'nothing.whl is no wheel of criticwiki'),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, arguments: list[str], told: str) -> None:
    code, _said, complained = start(tmp_path / 'wiki', *arguments)
    assert code
    assert told in complained
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize('language', ['en', 'en_GB', 'en-GB'])
def test_english_of_any_country(tmp_path: Path, language: str) -> None:
    assert start(tmp_path / 'wiki', '--language', language)[0] == 0
    conf = (tmp_path / 'wiki' / 'conf.py').read_text('utf-8')
    assert f"language = '{language.replace('-', '_')}'" in conf


@pytest.mark.parametrize('language', ['de', 'ja', 'de-AT'])
def test_a_wiki_in_a_language_that_there_is(tmp_path: Path, language: str) -> None:
    code, said, _complained = start(tmp_path / 'wiki', '--language', language)
    assert code == 0
    assert 'The pages that you start from are\nEnglish' in said
    assert 'guide/languages.md' in said
    assert (tmp_path / 'wiki' / 'guide' / 'languages.md').is_file()
    conf = (tmp_path / 'wiki' / 'conf.py').read_text('utf-8')
    assert f"language = '{language.replace('-', '_')}'" in conf


EXAMPLES = {
    'episodes': 'episodes/01-first-episode.md',
    'characters': 'characters/example-character.md',
    'reviews': 'reviews/example-review.md',
}


def test_the_drafts_may_be_deleted(tmp_path: Path, workshop: Workshop) -> None:
    folder = tmp_path / 'wiki'
    code, said, _complained = start(folder)
    assert code == 0
    assert 'a draft in each, to fill in or to delete' in said
    made = build(folder, workshop)
    files = wiki_files(WikiOptions('Another Series', 'x', 12))
    for names in (list(EXAMPLES), ['episodes'], ['characters'], ['reviews']):
        for name in names:
            (folder / EXAMPLES[name]).unlink()
        assert main(['check', str(folder)]) == 0, names
        made.rebuild(warnings_are_errors=True)
        assert (made.returned, made.warnings) == (0, []), names
        for name in names:
            assert made.body(f'{name}/index').h1 is not None
        # a page that is put into the emptied folder is listed, also by a partial build
        for name in names:
            (folder / EXAMPLES[name]).write_bytes(files[EXAMPLES[name]])
        made.rebuild(warnings_are_errors=True)
        assert (made.returned, made.warnings) == (0, []), names
        for name in names:
            docname = EXAMPLES[name].removesuffix('.md').rpartition('/')[2]
            assert made.html(f'{name}/index').select(f'a[href^="{docname}.html"]')


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / 'mine.txt').write_text('mine')
    code, said, complained = start(tmp_path)
    assert (code, said) == (1, '')
    assert complained == f"criticwiki start: error: {tmp_path} is not empty: 'mine.txt' is there\n"
    assert [path.name for path in tmp_path.iterdir()] == ['mine.txt']


def test_a_file_and_a_place_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / 'mine.txt').write_text('mine')
    assert start(tmp_path / 'mine.txt')[2].endswith('mine.txt is no folder\n')
    assert start(tmp_path / 'mine.txt' / 'wiki')[2].endswith('wiki is no folder\n')
    assert start(tmp_path / 'away' / 'wiki')[2].endswith('away is no folder\n')
    assert [path.name for path in tmp_path.iterdir()] == ['mine.txt']


def test_a_new_repository_is_empty_enough(tmp_path: Path) -> None:
    folder = tmp_path / 'wiki'
    (folder / '.git').mkdir(parents=True)
    same = folder.stat().st_ino
    assert start(folder)[0] == 0
    assert (folder / 'conf.py').is_file()
    assert (folder / '.git').is_dir()
    assert folder.stat().st_ino == same


def test_nothing_is_left_of_a_start_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(28, 'No space left on device', 'somewhere')

    (tmp_path / 'wiki').mkdir()
    monkeypatch.setattr(Path, 'rename', full)
    code, _said, complained = start(tmp_path / 'wiki')
    assert code == 1
    assert complained == 'criticwiki start: error: somewhere: No space left on device\n'
    assert [path.name for path in tmp_path.rglob('*')] == ['wiki']


def test_as_a_command_without_sphinx_and_in_any_terminal(tmp_path: Path) -> None:
    program = (
        'import sys; from criticwiki.__main__ import run\n'
        'try: run()\n'
        'finally: print({"sphinx", "docutils"} & set(sys.modules))'
    )
    done = subprocess.run(
        [sys.executable, '-c', program, 'start', 'wiki', '--title', '日本語'],
        cwd=tmp_path,
        env={**os.environ, 'PYTHONPATH': str(EXTENSIONS), 'PYTHONIOENCODING': 'ascii'},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, '')
    assert 'wiki is a wiki about \\u65e5' in done.stdout
    assert done.stdout.endswith('set()\n')
