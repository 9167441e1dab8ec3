"""Workflows and forms of the git host, and the files that the guide on publishing gives.

They are held against their schemas, and each of their commands is run in a wiki.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from bs4 import BeautifulSoup
from test_hosting import GITHUB, GITLAB, NETLIFY

from criticwiki.__main__ import main
from starter import ROOT, START

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GITHUB_FOLDER: Final = ROOT / '.github'
WORKFLOWS: Final = sorted(GITHUB_FOLDER.glob('workflows/*.yml'))
GUIDE: Final = ROOT / 'guide' / 'publishing.md'
PINNED: Final = re.compile(r'uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+[.]\d+[.]\d+')
EXPRESSION: Final = re.compile(r'\$\{\{\s*(.*?)\s*\}\}')
REVIEW: Final = """\
---
review:
  headline: A harbour worth a visit
  outlet: The Post
  author: Ann Lee
  url: https://post.example/harbour
  published: 2024-01-02
  covers: all
  covers_basis: stated
  score: 6/10
  aspects:
    pacing:
      stance: praise
      says: Goes at a good pace.
  summary: A critic on the harbour.
---

# A harbour worth a visit

Ann Lee likes how it goes.
"""


@cache
def example(beginning: str) -> str:
    """The block of code of the guide that begins so."""
    blocks = re.findall(r'^```\w+\n(.*?)^```$', GUIDE.read_text('utf-8'), re.DOTALL | re.MULTILINE)
    (found,) = (block for block in blocks if block.startswith(beginning))
    return found


PUBLISH: Final = example('name: publish')
GITLAB_CI: Final = example('image: python')


# -- as their hosts want them -----------------------------------------------------------


@pytest.mark.parametrize(
    ('schema', 'texts'),
    [
        ('github-workflows', [file.read_text('utf-8') for file in WORKFLOWS] + [PUBLISH]),
        (
            'github-issue-forms',
            [
                (GITHUB_FOLDER / 'ISSUE_TEMPLATE' / name).read_text('utf-8')
                for name in ('fact.yml', 'review.yml')
            ],
        ),
        (
            'github-issue-config',
            [(GITHUB_FOLDER / 'ISSUE_TEMPLATE' / 'config.yml').read_text('utf-8')],
        ),
        ('gitlab-ci', [GITLAB_CI]),
        ('readthedocs', [(ROOT / '.readthedocs.yaml').read_text('utf-8')]),
    ],
)
def test_the_schema_of_the_host(tmp_path: Path, schema: str, texts: list[str]) -> None:
    for number, text in enumerate(texts):
        (tmp_path / f'{number}.yml').write_text(text, 'utf-8')
    files = sorted(map(str, tmp_path.iterdir()))
    command = [sys.executable, '-m', 'check_jsonschema', '--builtin-schema', f'vendor.{schema}']
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize('text', [*(f.read_text('utf-8') for f in WORKFLOWS), PUBLISH])
def test_a_workflow_may_little_and_is_pinned(text: str) -> None:
    workflow = yaml.safe_load(text)
    assert workflow['permissions'] == {'contents': 'read'}
    assert workflow['concurrency']
    uses = re.findall(r'uses: .*', text)
    assert uses
    assert [use for use in uses if not PINNED.fullmatch(use)] == []
    events = workflow[True]  # what YAML 1.1 makes of `on`
    assert 'pull_request_target' not in events
    assert 'workflow_run' not in events
    for job in workflow['jobs'].values():
        assert job['timeout-minutes'] <= 60
        # no job that may write runs what a proposal brings along
        may_write = 'write' in job.get('permissions', {}).values()
        assert not (may_write and any('checkout' in step.get('uses', '') for step in job['steps']))
        # text of a proposal reaches a shell by way of the environment only
        for step in job['steps']:
            assert not EXPRESSION.search(step.get('run', ''))


# -- their commands, in a wiki ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clone:
    """A repository with a new wiki, and what its host says in the environment."""

    folder: Path

    def git(self, *arguments: str) -> None:
        who = ['-c', 'user.name=x', '-c', 'user.email=x@x.example']
        subprocess.run(['git', *who, *arguments], cwd=self.folder, check=True, capture_output=True)

    def commit(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            (self.folder / name).write_text(text, 'utf-8')
        self.git('add', '.')
        self.git('commit', '-q', '-m', 'x')

    def run(self, command: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run it as GitHub does: in bash, where the first failure ends it."""
        return subprocess.run(
            ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', command],
            cwd=self.folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            encoding='utf-8',
            check=False,
        )


@pytest.fixture(scope='module')
def cloned(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A wiki whose environment is that of the tests, so that nothing is installed."""
    made = Clone(tmp_path_factory.mktemp('clone') / 'wiki')
    assert main(['start', str(made.folder), '--title', 'Harbour Lights', '--episodes', '3']) == 0
    made.git('init', '-q', '-b', 'main')
    made.commit({'reviews/post.md': REVIEW})
    programs = made.folder / '.venv' / 'bin'
    programs.mkdir(parents=True)
    python = programs / 'python'
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', 'utf-8')
    python.chmod(0o755)
    (programs.parent / '.site').touch()
    made.git('branch', 'new')
    return made


@pytest.fixture
def clone(cloned: Clone) -> Clone:
    """The same as it was when it was new, but for what Python has compiled of its code."""
    cloned.git('switch', '-q', '--discard-changes', '-C', 'main', 'new')
    cloned.git('clean', '-q', '-d', '-f', '-x', '-e', '.venv', '-e', '__pycache__')
    return cloned


def propose(clone: Clone, text: str, path: str = 'reviews/post.md') -> None:
    """A proposal as GitHub checks it out: merged into its base, which is the first parent."""
    clone.git('switch', '-q', '-C', 'proposal')
    clone.commit({path: text})
    clone.git('switch', '-q', 'main')
    clone.git('merge', '-q', '--no-ff', '-m', 'merge', 'proposal')


def steps(text: str, job: str) -> dict[str, dict[str, Any]]:
    """Steps of a job that run a command, by name."""
    found = yaml.safe_load(text)['jobs'][job]['steps']
    return {step.get('name', step['run']): step for step in found if 'run' in step}


PAGES: Final = (GITHUB_FOLDER / 'workflows' / 'pages.yml').read_text('utf-8')
CHECK, IMPACT, BUILD = steps(PAGES, 'check').values()


def test_a_good_proposal_passes_and_is_told_in_the_summary(clone: Clone, tmp_path: Path) -> None:
    propose(clone, REVIEW.replace('6/10', '9/10'))
    summary = tmp_path / 'summary.md'
    environment = {**GITHUB, 'GITHUB_BASE_REF': 'main', 'GITHUB_STEP_SUMMARY': str(summary)}
    for step in (CHECK, IMPACT, BUILD):
        done = clone.run(step['run'], environment)
        assert done.returncode == 0, done.stdout + done.stderr
    assert '90' in summary.read_text('utf-8')
    assert summary.read_bytes() == (clone.folder / '_build' / 'impact.md').read_bytes()
    page = (clone.folder / '_build' / 'html' / 'reviews' / 'post.html').read_text('utf-8')
    assert BeautifulSoup(page, 'html.parser').select('meta[name=robots][content=noindex]')


def test_a_bad_proposal_fails_at_its_line_and_is_told_all_the_same(
    clone: Clone, tmp_path: Path
) -> None:
    propose(clone, REVIEW.replace('6/10', '9/10').replace('likes', '[likes](none.md)'))
    summary = tmp_path / 'summary.md'
    environment = {**GITHUB, 'GITHUB_BASE_REF': 'main', 'GITHUB_STEP_SUMMARY': str(summary)}
    done = clone.run(CHECK['run'], environment)
    assert done.returncode
    line = 1 + REVIEW.splitlines().index('Ann Lee likes how it goes.')
    assert f'::error file=reviews/post.md,line={line},col=' in done.stdout
    done = clone.run(IMPACT['run'], environment)
    assert done.returncode == 0, done.stderr
    assert '90' in summary.read_text('utf-8')
    assert clone.run(BUILD['run'], environment).returncode


def test_a_proposal_without_effect_is_told_as_that(clone: Clone, tmp_path: Path) -> None:
    propose(clone, 'For editors.\n', 'README.md')
    summary = tmp_path / 'summary.md'
    done = clone.run(IMPACT['run'], {**GITHUB, 'GITHUB_STEP_SUMMARY': str(summary)})
    assert done.returncode == 0, done.stderr
    assert 'Nothing that readers see of the consensus changes.' in summary.read_text('utf-8')


def test_a_base_that_is_not_there_fails(clone: Clone) -> None:
    done = clone.run(IMPACT['run'], {**GITHUB, 'GITHUB_STEP_SUMMARY': os.devnull})
    assert done.returncode, 'HEAD has no parent'


def test_the_comment_says_what_the_summary_says(clone: Clone) -> None:
    (step,) = steps(PAGES, 'comment').values()
    programs = clone.folder / 'programs'
    programs.mkdir()
    program = programs / 'gh'
    program.write_text('#!/bin/sh\necho "$@"; cat comment.md\n', 'utf-8')
    program.chmod(0o755)
    (clone.folder / 'impact.md').write_text('* The mean was 60.\n', 'utf-8')
    path = f'{programs}:{os.environ["PATH"]}'
    done = clone.run(step['run'], {'PATH': path, 'PROPOSAL': '17'})
    assert done.returncode == 0, done.stderr
    told, text = done.stdout.splitlines()
    assert told.startswith('pr comment 17 --body-file comment.md ')
    assert text == '* The mean was 60.'


def test_publishing_on_github_pages(clone: Clone) -> None:
    (step,) = steps(PUBLISH, 'build').values()
    assert EXPRESSION.fullmatch(step['env']['WIKI_ADDRESS'])
    done = clone.run(step['run'], {**GITHUB, 'WIKI_ADDRESS': 'https://wiki.example'})
    assert done.returncode == 0, done.stderr
    assert canonical(clone.folder / '_build' / 'html') == 'https://wiki.example/index.html'


def test_publishing_on_gitlab_pages(clone: Clone) -> None:
    jobs = yaml.safe_load(GITLAB_CI)
    merge_request = {**GITLAB, 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME': 'main'}
    for job, environment in (('check', merge_request), ('pages', GITLAB)):
        for line in jobs[job]['script']:
            done = clone.run(line, environment)
            assert done.returncode == 0, done.stdout + done.stderr
        assert all((clone.folder / path).is_dir() for path in jobs[job]['artifacts']['paths'])
    assert canonical(clone.folder / 'public') == 'https://fan.gitlab.io/wiki/index.html'


def test_publishing_on_netlify(clone: Clone) -> None:
    settings = tomllib.loads(example('[build]'))['build']
    done = clone.run(settings['command'], NETLIFY)
    assert done.returncode == 0, done.stderr
    assert canonical(clone.folder / settings['publish']) == 'https://wiki.example/index.html'


def canonical(site: Path) -> str:
    page = BeautifulSoup((site / 'index.html').read_text('utf-8'), 'html.parser')
    (link,) = page.select('link[rel=canonical]')
    return str(link['href'])


@pytest.mark.parametrize('folder', [ROOT, START], ids=['here', 'a new wiki'])
def test_make_has_every_command_that_a_workflow_calls(folder: Path) -> None:
    github = folder / ('.github' if folder == ROOT else 'dot-github')
    texts = [file.read_text('utf-8') for file in sorted((github / 'workflows').iterdir())]
    called = {found for text in texts for found in re.findall(r'\bmake ([a-z-]+)', text)}
    makefile = (folder / 'Makefile').read_text('utf-8')
    assert called >= {'check', 'html'}
    assert called <= set(re.findall(r'^([a-z-]+):.*## ', makefile, re.MULTILINE))
