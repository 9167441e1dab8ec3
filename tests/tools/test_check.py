"""`python -m criticwiki check`: its exit codes, its formats, and who reads them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from bad_page_cases import around

from criticwiki.__main__ import main
from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings
from criticwiki.problems import FORMATS, Code, Problem, as_github
from criticwiki.tools.source_files import conf_problems, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
PROBLEM = Problem('a, b/50%.md', 3, 7, Code.DANGLING_LINK, "no 'x', 100%: a\nb")


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Give the command, in some folder, and what comes of it."""

    def at(folder: Path, *arguments: str) -> Done:
        monkeypatch.chdir(folder)
        try:
            code = main(['check', *arguments])
        except SystemExit as exit_:
            code = int(str(exit_.code))
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return at


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / 'wiki'
    for path, text in around().items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_text(text, 'utf-8')
    (made / 'conf.py').write_text("extensions = ['myst_parser', 'criticwiki']\n", 'utf-8')
    return made


def spoil(folder: Path) -> None:
    (folder / 'guide' / 'bad.md').write_text('# Bad\n\nTo {character}`nobody`.\n', 'utf-8')


def test_a_good_wiki(run: Callable[..., Done], folder: Path) -> None:
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, '')
    assert re.fullmatch(r'6 pages, no problem; quotations were not proved: .+\n', done.stdout)


def test_a_problem_is_told_from_where_one_stands(
    run: Callable[..., Done], folder: Path, tmp_path: Path
) -> None:
    spoil(folder)
    there, outside = run(folder), run(tmp_path, 'wiki')
    assert there.returncode == outside.returncode == 1
    line = "guide/bad.md:3:16: error: there is no character 'nobody' [dangling-link]\n"
    assert there.stdout.startswith(line)
    assert outside.stdout.startswith(f'wiki/{line}')
    assert '\n7 pages, 1 problem; ' in there.stdout


def test_a_wrong_call(run: Callable[..., Done], folder: Path) -> None:
    assert run(folder, '--format', 'xml').returncode == 2
    assert run(folder, 'nowhere').returncode == 2
    (folder / 'conf.py').write_text('1 / 0\n', 'utf-8')
    done = run(folder)
    assert (done.returncode, done.stdout) == (2, '')
    assert done.stderr == 'conf.py: ZeroDivisionError: division by zero\n'


@pytest.mark.parametrize(
    ('line', 'told'),
    [
        ("criticwiki_guard = 'no'", "criticwiki_guard must be True or False, not 'no'"),
        ("criticwiki_roles = 'abbr'", "criticwiki_roles must be a list: ['name'], not 'abbr'"),
        ('criticwiki_card = 5', 'criticwiki_card must be text in quotation marks, not 5'),
        (
            "criticwiki_outlet_scales = '4 stars'",
            "criticwiki_outlet_scales must be a mapping: {'The Outlet': '4 stars'}, not '4 stars'",
        ),
        (
            "criticwiki_book_spoilers = 'no'",
            "criticwiki_book_spoilers must be one of 'marked', 'gathered', 'left out', not 'no'",
        ),
        (
            "criticwiki_licence = ''",
            "there is no setting 'criticwiki_licence'; did you mean 'criticwiki_license'?",
        ),
        (
            'critikwiki_stars = 5',
            "there is no setting 'critikwiki_stars'; did you mean 'criticwiki_stars'?",
        ),
        ("html_tilte = 'A'", "there is no setting 'html_tilte'; did you mean 'html_title'?"),
        (
            "html_base_url = 'A'",
            "there is no setting 'html_base_url'; did you mean 'html_baseurl'?",
        ),
        ('if 1:\n  langage = 1', "there is no setting 'langage'; did you mean 'language'?"),
        ("html_theme = 'fruo'", "html_theme: there is no theme 'fruo' here; did you mean 'furo'?"),
        (
            "html_theme = 'seaside'",
            "html_theme: there is no theme 'seaside' here; install its package, or name another",
        ),
    ],
)
def test_a_wrong_setting(run: Callable[..., Done], folder: Path, line: str, told: str) -> None:
    (folder / 'conf.py').write_text(f'{line}\n', 'utf-8')
    done = run(folder)
    assert (done.returncode, done.stdout, done.stderr) == (2, '', f'conf.py: {told}\n')


CARDS = {
    "criticwiki_card = 'a.png'\n": 2,
    "import os\ncriticwiki_card = 'a.png'\nhtml_baseurl = ''\n": 3,
    "html_baseurl = 'https://a.example'\ncriticwiki_card = 'a.png'\n": 0,
    "import os\nhtml_baseurl = os.environ.get('NONE', '')\ncriticwiki_card = 'a.png'\n": 0,
    "criticwiki_card = ''\n": 0,
}
"""The line at which a picture for links is told, by lines of conf.py below its first."""


@pytest.mark.parametrize('lines', CARDS)
def test_a_picture_for_links_needs_an_address(folder: Path, lines: str) -> None:
    (folder / 'conf.py').write_text(f'extensions = []\n{lines}', 'utf-8')
    told = conf_problems(folder, read_settings(folder))
    assert [one.line for one in told] == ([CARDS[lines]] if CARDS[lines] else [])


NAMES_OF_ITS_OWN = """
criticwiki_titles = critics_words = wiki_license = ''
html_tilte = 'Read below'
html_title = html_tilte
epub_titl = 'Beside the one that it would mean'
epub_title = 'A'
authors = versions = _html_theme = html_titles_of_pages = []
html_theme, html_theme_path = 'seaside', ['themes']
"""


def test_names_of_its_own_in_conf(run: Callable[..., Done], folder: Path) -> None:
    with (folder / 'conf.py').open('a', encoding='utf-8') as conf:
        conf.write(NAMES_OF_ITS_OWN)
    assert run(folder).returncode == 0


def test_json(run: Callable[..., Done], folder: Path) -> None:
    spoil(folder)
    told = json.loads(run(folder, '--format', 'json').stdout)
    assert told == {
        'version': 1,
        'pages': 7,
        'notes': ['quotations were not proved: a maintainer compares them with the reviews'],
        'problems': [
            {
                'path': 'guide/bad.md',
                'line': 3,
                'column': 16,
                'code': 'dangling-link',
                'message': "there is no character 'nobody'",
            }
        ],
    }


def test_annotations_are_escaped() -> None:
    assert as_github([PROBLEM], 2, []).splitlines() == [
        "::error file=a%2C b/50%25.md,line=3,col=7,title=dangling-link::no 'x', 100%25: a b",
        '2 pages, 1 problem',
    ]


@pytest.mark.parametrize(
    ('path', 'message', 'annotation'),
    [
        ('a:b.md', 'x', '::error file=a%3Ab.md,line=3,col=7,title=fence::x'),
        ('a%2C.md', 'x', '::error file=a%252C.md,line=3,col=7,title=fence::x'),
        ('a.md', 'x: y, z::w', '::error file=a.md,line=3,col=7,title=fence::x: y, z::w'),
        # no page can begin a command of its own
        ('a.md', 'x\r\n::error::y', '::error file=a.md,line=3,col=7,title=fence::x ::error::y'),
    ],
)
def test_an_annotation_is_one_line_whatever_is_in_it(
    path: str, message: str, annotation: str
) -> None:
    problem = Problem(path, 3, 7, Code.FENCE, message)
    assert as_github([problem], 2, []).splitlines() == [annotation, '2 pages, 1 problem']


@pytest.mark.parametrize('name', FORMATS)
def test_every_format_is_the_same_twice(name: str) -> None:
    assert FORMATS[name]([PROBLEM], 1, ['n']) == FORMATS[name]([PROBLEM], 1, ['n'])


def test_it_loads_no_sphinx() -> None:
    program = (
        'import sys, criticwiki.tools.check as c; c.main(sys.argv[1:])\n'
        'names = {name.partition(".")[0] for name in sys.modules}\n'
        'print(sorted(names & {"sphinx", "docutils", "myst_parser", "furo", "jinja2"}))'
    )
    environment = {**os.environ, 'PYTHONPATH': str(ROOT / '_ext')}
    command = [sys.executable, '-c', program, str(ROOT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == '[]'


# -- editors ----------------------------------------------------------------------------


def tasks() -> dict[str, list[dict[str, str]]]:
    told = json.loads((ROOT / '.vscode' / 'tasks.json').read_text('utf-8'))
    found = {}
    for task in told['tasks']:
        matchers = task['problemMatcher']
        found[task['label']] = [
            one['pattern'] for one in (matchers if isinstance(matchers, list) else [matchers])
        ]
    return found


def matched(pattern: dict[str, str], line: str) -> dict[str, str] | None:
    found = re.search(pattern['regexp'], line)
    parts = ('file', 'line', 'column', 'severity', 'message', 'code')
    return {part: found[pattern[part]] for part in parts if part in pattern} if found else None


def test_the_problem_matcher_reads_what_check_says(run: Callable[..., Done], folder: Path) -> None:
    spoil(folder)
    lines = run(folder).stdout.splitlines()
    (pattern,) = tasks()['check']
    assert matched(pattern, lines[0]) == {
        'file': 'guide/bad.md',
        'line': '3',
        'column': '16',
        'severity': 'error',
        'message': "there is no character 'nobody'",
        'code': 'dangling-link',
    }
    assert matched(pattern, lines[-1]) is None


@pytest.mark.parametrize(
    ('line', 'index'),
    [
        ("/w/guide/a.md:3:16: WARNING: there is no page 'x' [wiki.dangling-link]", 0),
        ('/w/guide/a.md:7: WARNING: Footnote [#] is not referenced. [ref.footnote]', 1),
    ],
)
def test_the_problem_matchers_of_builds(line: str, index: int) -> None:
    found = [matched(pattern, line) for pattern in tasks()['html']]
    assert found[index] is not None
    assert found[index]['file'] == '/w/guide/a.md'
    assert found[index]['line'] in {'3', '7'}


def filled(snippet: dict[str, object]) -> str:
    """A snippet as it stands when every placeholder keeps its suggestion."""
    body = snippet['body']
    text = '\n'.join(body) if isinstance(body, list) else str(body)
    text = re.sub(r'\$\{\d+\|([^,|]*)[^}]*\|\}', r'\1', text)
    text = re.sub(r'\$\{\d+:([^{}]*)\}', r'\1', text)
    return re.sub(r'\$\{\d+\}|\$0', '', text)


SNIPPETS = json.loads((ROOT / '.vscode' / 'criticwiki.code-snippets').read_text('utf-8'))
FOLDERS = {
    'Review page': 'reviews/new.md',
    'Character page': 'characters/new.md',
    'Episode page': 'episodes/new.md',
}


def test_snippets_are_offered_while_one_types() -> None:
    told = json.loads((ROOT / '.vscode' / 'settings.json').read_text('utf-8'))['[markdown]']
    assert set(told['editor.quickSuggestions'].values()) == {'on'}  # for text it is off by itself
    assert told['editor.snippetSuggestions'] == 'top'
    prefixes = [str(snippet['prefix']) for snippet in SNIPPETS.values()]
    assert len(prefixes) == len(set(prefixes))
    assert {'review', 'character', 'episode', 'spoiler', 'aspect', 'review-page'} <= {*prefixes}


@pytest.mark.parametrize('name', FOLDERS)
def test_a_page_from_a_snippet_is_right(name: str) -> None:
    text = filled(SNIPPETS[name]).replace('story:', 'plot:').replace('number: 1', 'number: 2')
    assert '$' not in text
    pages = {**around(), FOLDERS[name]: text}
    wiki = Wiki(pages, Settings(), lambda _path: True)
    assert wiki.problems == []
    assert wiki.corpus.pages[FOLDERS[name].removesuffix('.md')].draft


def test_other_snippets_are_right_where_they_lead_somewhere() -> None:
    others = {name: filled(snippet) for name, snippet in SNIPPETS.items() if name not in FOLDERS}
    (aspect,) = (others.pop(name) for name in list(others) if name == 'Aspect of a review')
    body = '\n\n'.join(others.values())
    body = body.replace('{character}`id`', '{character}`keeper`').replace('`term`', '`lamp room`')
    body = body.replace('{review}`id`', '{review}`beacon`').replace('(#id)', '(#the-mark)')
    body = body.replace('consensus.mean', 'consensus.reviews')
    pages = {**around(), 'guide/new.md': f'# New\n\n{body}\n'}
    indented = ''.join(f'    {line}\n' for line in aspect.replace('story', 'plot').splitlines())
    score = 'score: 3/5\n'
    beacon = pages['reviews/beacon.md']
    pages['reviews/beacon.md'] = beacon.replace(score, f'{score}  aspects:\n{indented}')
    assert Wiki(pages, Settings(), lambda _path: True).problems == []


def test_the_hook_runs_what_is_here() -> None:
    text = (ROOT / '.pre-commit-config.yaml').read_text('utf-8')
    assert 'repo: local' in text
    assert 'language: system' in text
    assert re.search(r'^check:', (ROOT / 'Makefile').read_text('utf-8'), re.MULTILINE)
