"""`python -m criticwiki impact` in small git repositories."""

from __future__ import annotations

import os
import re
import subprocess
from textwrap import dedent
from typing import TYPE_CHECKING, Final

import pytest

from criticwiki.config import Settings
from criticwiki.tools.impact import main
from criticwiki.tools.source_files import GitError, pages_at

if TYPE_CHECKING:
    from pathlib import Path

GIT: Final = {
    'GIT_CONFIG_GLOBAL': os.devnull, 'GIT_CONFIG_NOSYSTEM': '1',
    'GIT_AUTHOR_NAME': 'A', 'GIT_AUTHOR_EMAIL': 'a@example.org',
    'GIT_COMMITTER_NAME': 'A', 'GIT_COMMITTER_EMAIL': 'a@example.org',
}  # fmt: skip
FILES: Final = {
    'conf.py': "project = 'Harbour Lights'\nexclude_patterns = ['notes', 'README.md']\n",
    'README.md': 'No page.\n',
    'notes/one.md': 'No page either.\n',
    'index.md': """\
        ---
        series: {title: Harbour Lights, episodes: 2, aspects: {themes: Its ideas.}}
        ---
        # Harbour Lights
        """,
    'reviews/post.md': """\
        ---
        review:
          headline: Fog
          outlet: The Post
          author: Ann Lee
          url: null
          published: null
          covers: 1-2
          score: 6/10
          aspects: {themes: {stance: praise, says: Yes.}}
        ---
        # Fog

        She likes it.
        """,
}
NOTHING: Final = 'no page has changed since HEAD; after a commit, write BASE=main\n'
POST: Final = 'reviews/post.md'


def git(folder: Path, *arguments: str) -> str:
    command = ['git', '-C', str(folder), *arguments]
    environment = {**os.environ, **GIT}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


class Wiki:
    """A wiki in a repository, with one commit."""

    def __init__(self, top: Path, below: str = '.') -> None:
        self.source = top / below
        git(top, 'init', '-q', '-b', 'main')
        for name, text in FILES.items():
            self.write(name, dedent(text))
        git(top, 'add', '-A')
        git(top, 'commit', '-q', '-m', 'a wiki')

    def write(self, name: str, text: str) -> None:
        (self.source / name).parent.mkdir(parents=True, exist_ok=True)
        (self.source / name).write_bytes(text.encode())

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.source / name).read_text('utf-8')
        assert old in text
        self.write(name, text.replace(old, new))

    def commit(self) -> None:
        git(self.source, 'commit', '-q', '-a', '-m', 'an edit')


@pytest.fixture
def wiki(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wiki:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    return Wiki(tmp_path)


def run(wiki: Wiki, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments, str(wiki.source)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_nothing_is_said_where_nothing_changes(
    wiki: Wiki, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki.write('README.md', 'Still no page.\n')
    wiki.write('notes/two.md', 'No page.\n')
    for file in ('index.md', POST):  # as a checkout for Windows writes them
        wiki.replace(file, '\n', '\r\n')
    for form in ('text', 'markdown'):
        assert run(wiki, capsys, 'HEAD', '--format', form) == (0, '', NOTHING)
    assert run(wiki, capsys, 'main') == (0, '', 'no page has changed since main\n')
    wiki.replace(POST, 'url: null', 'url: null  # none')
    told = 'the pages have changed since HEAD, but nothing that readers see\n'
    assert run(wiki, capsys, 'HEAD') == (0, '', told)


def test_a_change_is_told(wiki: Wiki, capsys: pytest.CaptureFixture[str]) -> None:
    wiki.replace(POST, 'stance: praise', 'stance: mixed')
    expected = [
        'the headline stays: 60 of 100',
        'themes: was 1 praise of 1, now 1 mixed of 1',
        'Ann Lee: themes was praise, is now mixed',
        '2 pages change: 1 review and 1 critic',
    ]
    before = git(wiki.source, 'status', '--porcelain')
    code, out, err = run(wiki, capsys, 'main')
    assert (code, out.splitlines(), err) == (0, expected, '')
    code, out, _ = run(wiki, capsys, 'main', '--format', 'markdown')
    head = ['**What this change does to the consensus**', '']
    assert out.splitlines() == [*head, *(f'* {line}' for line in expected)]
    assert git(wiki.source, 'status', '--porcelain') == before
    wiki.commit()
    assert run(wiki, capsys, 'HEAD')[1] == ''
    assert run(wiki, capsys, 'HEAD~1')[1].splitlines() == expected


def test_a_new_page_need_not_be_in_git(wiki: Wiki, capsys: pytest.CaptureFixture[str]) -> None:
    text = (wiki.source / POST).read_text('utf-8').replace('Ann Lee', 'Ben Ray')
    wiki.write('reviews/mail.md', text.replace('6/10', '8/10'))
    assert run(wiki, capsys, 'HEAD')[1].splitlines()[:2] == [
        'new review: reviews/mail.md',
        (
            'the headline: was 60 of 100, from 1 of 1 critic;'
            ' is now 70 of 100 (60 to 80), from 2 of 2 critics'
        ),
    ]


def test_a_wiki_below_the_top_of_its_repository(
    tmp_path: Path, wiki: Wiki, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / 'other').mkdir()
    below = Wiki(tmp_path / 'other', 'docs/wiki \u00fc')
    assert run(below, capsys, 'HEAD') == (0, '', NOTHING)
    (below.source / POST).unlink()
    assert run(below, capsys, 'HEAD')[1].splitlines()[0] == 'removed review: reviews/post.md'


def test_a_folder_that_a_revision_has_not_got(
    wiki: Wiki, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki.write('other/conf.py', '')
    assert main(['HEAD', str(wiki.source / 'other')]) == 2
    told = 'impact: HEAD has not got this folder; commit it first: git add, git commit\n'
    assert capsys.readouterr().err == told


COUNTED: Final = 'a page with a problem counts as in a build: not at all if its facts are invalid\n'


def test_problems_are_told_of_both_states(wiki: Wiki, capsys: pytest.CaptureFixture[str]) -> None:
    wiki.replace(POST, 'score: 6/10', 'score: 16/10')
    code, out, err = run(wiki, capsys, 'HEAD')
    assert code == 1
    assert out.startswith('reviews/post.md is without valid facts now, and counts no longer\n')
    assert 'is now no season score' in out
    assert err.startswith('reviews/post.md:9:3: error: score: ')
    assert '16/10 is more than its scale has' in err.replace("'", '')
    assert err.endswith(COUNTED)
    wiki.commit()
    wiki.replace(POST, 'score: 16/10', 'score: 6/10')
    code, out, err = run(wiki, capsys, 'HEAD')
    assert code == 0  # what was wrong before is mended now
    assert out.startswith('reviews/post.md has valid facts now, and counts\n')
    assert err.startswith('HEAD:reviews/post.md:9:3: error: score: ')
    assert err.count('\n') == 2


def test_the_figures_come_beside_a_problem_of_another_page(
    wiki: Wiki, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki.write('characters/ida.md', '---\ncharacter: {name: Ida}\n---\n\n# Ida\n\n[](#nobody)\n')
    wiki.replace(POST, '6/10', '8/10')
    code, out, err = run(wiki, capsys, 'HEAD')
    assert code == 1
    assert 'the headline: was 60 of 100, from 1 of 1 critic; is now 80 of 100' in out
    assert err.startswith("characters/ida.md:7:5: error: there is no page 'nobody'")
    assert err.endswith(COUNTED)
    # withdrawn: what leads to it is told, and so are the figures
    wiki.write('characters/ida.md', '---\ncharacter: {name: Ida}\n---\n\n# Ida\n\n[](#post)\n')
    (wiki.source / POST).unlink()
    code, out, err = run(wiki, capsys, 'HEAD')
    assert code == 1
    assert 'removed review: reviews/post.md' in out
    assert 'is now no season score' in out
    assert "there is no page 'post'" in err


def test_a_file_that_is_no_page_is_told(wiki: Wiki, capsys: pytest.CaptureFixture[str]) -> None:
    wiki.write('e\u0301.md', '# Decomposed\n')
    wiki.replace(POST, '6/10', '8/10')
    code, out, err = run(wiki, capsys, 'HEAD')
    assert code == 1
    assert 'is now 80 of 100' in out
    assert 'cannot be the name of a page' in err


NOTES: Final = """\
---
orphan: true
---

# Notes

The mean is {value}`consensus.mean`
of 100. That is not much. Nobody minds.

* {value}`consensus.critics in Words` critic, as before.

| A | B |
| - | - |
| Their {spoiler}`mean was {value}`x` <2>` | low |

> One score of {value}`consensus.high`, e.g. by Ann. So it goes.

:::{spoiler} 2
It ends at {value}`consensus.low`.
:::

The end.
"""


def test_sentences_that_print_a_changed_value_come_last(
    wiki: Wiki, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki.write('notes/none.md', NOTES)
    wiki.write('figures.md', NOTES.replace('{value}`x`', 'told'))
    git(wiki.source, 'add', '-A')
    wiki.commit()
    wiki.replace(POST, '6/10', '8/10')
    code, out, err = run(wiki, capsys, 'HEAD')
    assert (code, err) == (0, '')
    lines = out.splitlines()
    assert [line for line in lines if line.startswith('read again')] == lines[-6:]
    assert lines[-6:] == [
        'read again: figures.md:7 says “The mean is 80 of 100.” (consensus.mean was 60, is now 80)',
        'read again: figures.md:8 says “That is not much.” (beside it)',
        'read again: figures.md:8 says “Nobody minds.” (beside it)',
        (
            'read again: figures.md:16 says “One score of 80, e.g. by Ann.”'
            ' (consensus.high was 60, is now 80)'
        ),
        'read again: figures.md:16 says “So it goes.” (beside it)',
        'read again: figures.md:19 says “It ends at 80.” (consensus.low was 60, is now 80)',
    ]
    out = run(wiki, capsys, 'HEAD', '--format', 'markdown')[1]
    assert '* read again: `figures.md:8` says “That is not much\\.” (beside it)' in out


def test_a_value_that_is_gone_is_told(wiki: Wiki, capsys: pytest.CaptureFixture[str]) -> None:
    wiki.write(
        'figures.md', '---\norphan: true\n---\n\n# F\n\n{value}`reviews.post.score.printed`\n'
    )
    git(wiki.source, 'add', '-A')
    wiki.commit()
    wiki.replace(POST, '  covers:', '  draft: true\n  covers:')
    code, out, _ = run(wiki, capsys, 'HEAD')
    assert code == 1
    told = '(reviews.post.score.printed was 6/10, is now none)'
    assert out.splitlines()[-1] == f'read again: figures.md:7 says “…” {told}'


def test_a_renamed_page_is_told_as_git_tells_it(
    wiki: Wiki, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki.write('reviews/mail.md', (wiki.source / POST).read_text('utf-8').replace('Ann', 'Ben'))
    git(wiki.source, 'add', '-A')
    wiki.commit()
    (wiki.source / POST).rename(wiki.source / 'reviews/the-post.md')
    wiki.replace('reviews/the-post.md', '6/10', '8/10')
    wiki.replace('reviews/the-post.md', 'She likes it.', 'She likes it a lot.')
    for _way in ('not added', 'added', 'committed'):
        out = run(wiki, capsys, 'main' if _way != 'committed' else 'HEAD~1')[1].splitlines()
        assert out[0] == 'renamed: reviews/post.md is now reviews/the-post.md'
        assert not [line for line in out if line.startswith(('new ', 'removed '))]
        assert 'Ann Lee: the score was 6/10 (60 of 100), is now 8/10 (80 of 100)' in out
        git(wiki.source, 'add', '-A')
        if _way == 'added':
            wiki.commit()


def test_another_conf_is_said_to_be_used_for_both(
    wiki: Wiki, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki.replace('conf.py', 'Harbour', 'Harbor')
    told = 'conf.py is another than in HEAD; it is used for both\n'
    assert run(wiki, capsys, 'HEAD') == (0, '', told + NOTHING)


@pytest.mark.parametrize('base', ['nowhere', 'HEAD:index.md', '', 'HEAD^{tree}'])
def test_a_revision_that_is_none(wiki: Wiki, capsys: pytest.CaptureFixture[str], base: str) -> None:
    code = main([base, str(wiki.source)])
    told = capsys.readouterr()
    assert (code, told.out) == (2, '')
    assert told.err == f'impact: there is no revision {base!r} here\n'


def test_a_revision_is_no_option(wiki: Wiki) -> None:
    with pytest.raises(GitError, match='there is no revision'):
        pages_at(wiki.source, '--git-dir', Settings())


def test_a_shallow_clone(tmp_path: Path, wiki: Wiki, capsys: pytest.CaptureFixture[str]) -> None:
    wiki.replace(POST, '6/10', '7/10')
    wiki.commit()
    shallow = tmp_path / 'shallow'
    git(tmp_path, 'clone', '-q', '--depth', '1', tmp_path.as_uri(), str(shallow))
    assert main(['HEAD~1', str(shallow)]) == 2
    assert 'this clone is shallow: `git fetch --unshallow`' in capsys.readouterr().err


def test_no_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('GIT_CEILING_DIRECTORIES', str(tmp_path.parent))
    (tmp_path / 'conf.py').write_text('', 'utf-8')
    assert main(['HEAD', str(tmp_path)]) == 2
    first = "commit first: git init, git add ., git commit -m 'First pages'\n"
    assert capsys.readouterr().err == f'impact: there is no git repository here; {first}'
    git(tmp_path, 'init', '-q')
    assert main(['HEAD', str(tmp_path)]) == 2
    assert capsys.readouterr().err == f'impact: there is no revision yet; {first}'
    monkeypatch.setenv('PATH', '')
    assert main(['HEAD', str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith('impact: git is not installed')
    assert main(['HEAD', str(tmp_path / 'none')]) == 2
    assert 'conf.py' in capsys.readouterr().err


def test_a_link_in_a_revision_is_no_page(wiki: Wiki, capsys: pytest.CaptureFixture[str]) -> None:
    (wiki.source / 'linked.md').symlink_to('index.md')
    git(wiki.source, 'add', '-A')
    wiki.commit()
    (wiki.source / 'linked.md').unlink()
    assert run(wiki, capsys, 'HEAD') == (0, '', NOTHING)


def test_a_film_is_told_of_without_episodes(wiki: Wiki, capsys: pytest.CaptureFixture[str]) -> None:
    wiki.replace('index.md', 'episodes: 2', 'kind: film')
    wiki.replace(POST, '  covers: 1-2\n', '')
    wiki.commit()
    text = (wiki.source / POST).read_text('utf-8').replace('Ann Lee', 'Ben Ray')
    wiki.write('reviews/mail.md', text.replace('  score: 6/10\n', ''))
    code, out, err = run(wiki, capsys, 'HEAD')
    assert (code, err) == (0, '')
    assert 'critics who print no score: was 0, now 1' in out.splitlines()
    assert not re.search('episode|season|series', out)
    wiki.replace(POST, '  score: 6/10\n', '')
    out = run(wiki, capsys, 'HEAD')[1]
    assert 'is now no score' in out
    assert not re.search('episode|season|series', out)


def test_a_change_of_the_kind_changes_every_page(
    wiki: Wiki, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki.replace('index.md', 'episodes: 2', 'episodes: 2, kind: podcast')
    code, out, err = run(wiki, capsys, 'HEAD')
    assert (code, err) == (0, '')
    assert out.splitlines()[-1] == '2 pages change: 1 review and 1 other page'


def test_a_name_that_no_page_can_have_is_none_in_a_revision(
    wiki: Wiki, capsys: pytest.CaptureFixture[str]
) -> None:
    names: list[Path] = []
    for name in ('e\u0301.md', 'u\u0308/page.md', 'reviews/con.md'):
        file = wiki.source / name
        file.parent.mkdir(exist_ok=True)
        file.write_text('# Nobody\n', 'utf-8')
        names.append(file)
    git(wiki.source, 'add', '-A')
    wiki.commit()
    for file in names:
        file.unlink()
    assert run(wiki, capsys, 'HEAD') == (0, '', NOTHING)
