"""`make same` names every difference, and nothing that differs by design."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from same import __main__ as same
from same.compare import DIFFS, differences, report, text_diff
from same.edits import KINDS, Editor, rounds_of_edits
from same.recording import Recording, Step, lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from same.jobs import Job

PAGE = {'index.html': b'<p>One</p>\n<p>Two</p>\n', 'data/wiki.json': b'{}'}
REVIEW = """\
---
review:
  headline: A light {n}
  score: 3/5
  aspects:
    plot: {{stance: praise, says: So.}}
---

# A light {n}

Words.
"""


def recorded(
    folder: Path,
    files: Mapping[str, bytes] = PAGE,
    *,
    warnings: tuple[str, ...] = ('a.md:1: WARNING: old',),
    printed: tuple[str, ...] = (),
    exit_code: int = 0,
) -> Recording:
    for name, content in files.items():
        file = folder / 'out' / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    made = Recording()
    kept = made.keep_folder(folder / 'out', folder)
    made.steps = [Step('full', 'build', exit_code, list(warnings), list(printed), kept)]
    return made


def named(base: Recording, tree: Recording) -> list[str]:
    return [difference.what for difference in differences(base, tree)]


def test_the_same_output_has_no_difference(tmp_path: Path) -> None:
    assert named(recorded(tmp_path / 'a'), recorded(tmp_path / 'b')) == []


@pytest.mark.parametrize(
    ('planted', 'expected'),
    [
        ({'files': {**PAGE, 'index.html': b'<p>One</p>\n<p>Too</p>\n'}}, 'index.html'),
        ({'files': {**PAGE, 'data/wiki.json': b'\xff'}}, 'data/wiki.json'),
        ({'files': {**PAGE, 'more.html': b''}}, 'more.html: new'),
        ({'files': {'index.html': PAGE['index.html']}}, 'data/wiki.json: missing'),
        ({'warnings': ('a.md:1: WARNING: new',)}, 'warnings'),
        ({'warnings': ()}, 'warnings'),
        ({'printed': ('words',)}, 'stdout'),
        ({'exit_code': 2}, 'exit code: 0, now 2'),
    ],
)
def test_a_planted_difference_is_named(
    planted: dict[str, object], expected: str, tmp_path: Path
) -> None:
    base, tree = recorded(tmp_path / 'a'), recorded(tmp_path / 'b', **planted)  # type: ignore[arg-type]
    assert named(base, tree) == [expected]


def test_a_step_that_is_missing_is_a_difference(tmp_path: Path) -> None:
    base, tree = recorded(tmp_path / 'a'), recorded(tmp_path / 'b')
    tree.steps.clear()
    assert named(base, tree) == ['other steps']


def test_a_report_shows_what_has_changed(tmp_path: Path) -> None:
    base = recorded(tmp_path / 'a')
    tree = recorded(tmp_path / 'b', {**PAGE, 'index.html': b'<p>One</p>\n<p>Too</p>\n'})
    lines = list(report('this-html', list(differences(base, tree))))
    assert lines == [
        'this-html: index.html [full]',
        '    line 2:',
        '    -<p>Two</p>',
        '    +<p>Too</p>',
    ]


def test_a_report_names_all_files_and_shows_a_few_diffs(tmp_path: Path) -> None:
    names = [f'{n:02}.html' for n in range(30)]
    base = recorded(tmp_path / 'a', {name: f'old {name}'.encode() for name in names})
    tree = recorded(tmp_path / 'b', {name: f'new {name}'.encode() for name in names})
    lines = list(report('job', list(differences(base, tree))))
    assert [line for line in lines if line.startswith('job')] == [
        f'job: {name} [full]' for name in names
    ]
    assert sum(line.startswith('    -') for line in lines) == DIFFS


def test_a_long_line_is_shown_where_it_differs() -> None:
    old = ','.join(f'word{n}' for n in range(1000))
    diff = text_diff([old], [old.replace('word500,', 'other,')])
    assert diff[0] == 'line 1:'
    assert {'-word500,', '+other,'} <= set(diff)
    assert len(diff) < 8


def test_of_a_build_info_file_only_the_hash_of_settings_is_left_out(tmp_path: Path) -> None:
    info = '# Sphinx\nconfig: {}\ntags: {}\n'
    base = recorded(tmp_path / 'a', {'.buildinfo': info.format('0a', '0b').encode()})
    config = recorded(tmp_path / 'b', {'.buildinfo': info.format('1a', '0b').encode()})
    tags = recorded(tmp_path / 'c', {'.buildinfo': info.format('0a', '1b').encode()})
    assert named(base, config) == []
    assert named(base, tags) == ['.buildinfo']


def book(text: str, year: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, 'w') as archive:
        archive.writestr(zipfile.ZipInfo('mimetype', (year, 1, 1, 0, 0, 0)), 'application/epub+zip')
        archive.writestr(zipfile.ZipInfo('a.xhtml', (year, 1, 1, 0, 0, 0)), text)
    return target.getvalue()


def test_books_are_compared_by_their_members(tmp_path: Path) -> None:
    base = recorded(tmp_path / 'a', {'wiki.epub': book('Words', 2001)})
    assert named(base, recorded(tmp_path / 'b', {'wiki.epub': book('Words', 2002)})) == []
    other = recorded(tmp_path / 'c', {'wiki.epub': book('Other', 2001)})
    assert named(base, other) == ['wiki.epub!a.xhtml']


def test_the_folder_of_a_run_is_no_difference(tmp_path: Path) -> None:
    base, tree = (
        recorded(folder, {'a.txt': f'in {folder}/wiki'.encode()})
        for folder in (tmp_path / 'a', tmp_path / 'b')
    )
    assert named(base, tree) == []
    told = f'\x1b[31m{tmp_path}/wiki/a.md:1: WARNING: words\x1b[0m\n'.encode()
    assert lines_of(told, tmp_path) == ['PLACE/wiki/a.md:1: WARNING: words']


def test_a_recording_is_the_same_after_it_was_cached(tmp_path: Path) -> None:
    base = recorded(tmp_path / 'a')
    base.save(tmp_path / 'cached.zip')
    again = Recording.load(tmp_path / 'cached.zip')
    assert again == base


def wiki(folder: Path) -> Path:
    (folder / 'reviews').mkdir(parents=True)
    for n in range(9):
        (folder / 'reviews' / f'light-{n}.md').write_text(REVIEW.format(n=n), 'utf-8')
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text('utf-8') for file in folder.rglob('*.md')}


def test_a_seed_gives_the_same_edits_again(tmp_path: Path) -> None:
    states = []
    for name in 'ab':
        editor = Editor(wiki(tmp_path / name), 'seed')
        edits = [edit() for edit in rounds_of_edits(editor, 3)]
        states.append((edits, texts(editor.wiki)))
    assert states[0] == states[1]


def test_every_kind_of_edit_comes_up_and_broken_pages_are_mended(tmp_path: Path) -> None:
    editor = Editor(wiki(tmp_path), 'seed')
    kinds = {line.split()[0] for edit in rounds_of_edits(editor, 3) for line in edit()}
    assert kinds == {*KINDS, 'break_page', 'mend'}
    assert editor.whole == {}


def test_every_edit_changes_the_wiki(tmp_path: Path) -> None:
    editor = Editor(wiki(tmp_path), 'seed')
    for kind in (*KINDS, 'break_page', 'mend'):
        before = texts(editor.wiki)
        editor.make([kind])
        if kind != 'stance':  # which may be the same again
            assert texts(editor.wiki) != before, kind


@pytest.mark.parametrize('warning', ['old', 'new'])
def test_the_command_says_whether_something_differs(
    warning: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(_job: Job, code: Path, _source: Path, place: Path) -> Recording:
        runs.append(code.name)
        return recorded(place, warnings=('old' if code.name == 'base' else warning,))

    runs: list[str] = []
    place = same.Workplace(tmp_path, 'tree of the base')
    monkeypatch.setattr(same, 'run', run)
    monkeypatch.setattr(same, 'prepare', lambda *_: place)
    monkeypatch.setattr(same, 'CACHE', tmp_path / 'cache')
    arguments = ['--wikis', 'second', '--only', 'html']
    codes = [same.main(arguments), same.main(arguments)]
    assert codes == ([0, 0] if warning == 'old' else [1, 1])
    assert runs == ['base', 'tree', 'tree']  # the base is cached
    shown = capsys.readouterr().out
    assert '1 builds, 2 files, 1 warnings' in shown
    assert ('the same as HEAD' in shown) == (warning == 'old')
    diff = 'second-html: warnings [full]\n    line 1:\n    -old\n    +new\n'
    assert (diff in shown) == (warning == 'new')
