"""Jobs: the builds of one format, or the commands, on one wiki with one code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .edits import GOOD, Editor, rounds_of_edits
from .recording import Recording, Step, lines_of

if TYPE_CHECKING:
    from pathlib import Path

FORMATS: Final[dict[str, tuple[str, ...]]] = {
    'html': ('-b', 'html', '-D', 'html_theme=furo'),
    'basic': ('-b', 'html', '-D', 'html_theme=basic'),
    'dirhtml': ('-b', 'dirhtml'),
    'epub': ('-b', 'epub'),
    'text': ('-b', 'text'),
    'latex': ('-b', 'latex'),
    'gettext': ('-b', 'gettext'),
}
"""The options of sphinx-build for each format."""
COMMANDS: Final = 'commands'
OF_SCHEMA: Final = ('this', 'second')
"""The wikis with settings of their own, which take part in the JSON Schema."""
TIMEOUT: Final = 900
STOP: Final = threading.Event()
"""Set when the comparison is interrupted, so that no job begins another step."""
WHEN: Final = '1700000000'


class StoppedError(Exception):
    """The comparison was interrupted."""


@dataclass(frozen=True)
class Job:
    """One format, or the commands, on one wiki."""

    wiki: str
    format: str
    rounds: int
    seed: str

    @property
    def name(self) -> str:
        return f'{self.wiki}-{self.format}'


def run(job: Job, code: Path, source: Path, place: Path) -> Recording:
    """Run a job in a folder; the folder is the same for both codes, so that no path differs."""
    shutil.rmtree(place, ignore_errors=True)
    (place / 'temporary').mkdir(parents=True)
    (place / '_ext').symlink_to(code / '_ext')
    shutil.copytree(source, place / 'wiki')
    runner = Runner(place, Recording())
    if job.format == COMMANDS:
        run_commands(runner, job)
    else:
        run_builds(runner, job)
    shutil.rmtree(place)
    return runner.recording


class Runner:
    """Runs programs with the code that stands in a folder, and records what they do."""

    def __init__(self, place: Path, recording: Recording) -> None:
        self.place = place
        self.wiki = place / 'wiki'
        self.recording = recording

    @property
    def environment(self) -> dict[str, str]:
        """The same in every run; nothing of the user's own takes part."""
        return {
            'PATH': os.environ.get('PATH', os.defpath),
            'HOME': str(self.place / 'temporary'),
            'TMPDIR': str(self.place / 'temporary'),
            'LC_ALL': 'C.UTF-8',
            'TZ': 'UTC',
            'PYTHONPATH': str(self.place / '_ext'),
            'PYTHONHASHSEED': '1',
            'PYTHONUTF8': '1',
            'SOURCE_DATE_EPOCH': WHEN,
            'COLUMNS': '100',
            'GIT_CONFIG_GLOBAL': os.devnull,
            'GIT_CONFIG_SYSTEM': os.devnull,
            **{
                f'GIT_{who}_{what}': value
                for who in ('AUTHOR', 'COMMITTER')
                for what, value in (('NAME', 'E'), ('EMAIL', 'e@e'), ('DATE', f'{WHEN} +0000'))
            },
        }

    def call(self, name: str, kind: str, *arguments: str) -> Step:
        """Run a Python module in the wiki's folder, and record a step."""
        if STOP.is_set():
            raise StoppedError
        done = subprocess.run(
            [sys.executable, '-m', *arguments],
            cwd=self.wiki,
            env=self.environment,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            start_new_session=True,  # Ctrl-C would end it, which looks like a result
        )
        lines = lines_of(done.stderr, self.place), lines_of(done.stdout, self.place)
        step = Step(name, kind, done.returncode, *lines, files={})
        self.recording.steps.append(step)
        return step

    def build(self, name: str, options: tuple[str, ...]) -> None:
        """Build the wiki, fully or what has changed, and record its output folder."""
        out = self.place / 'out'
        places = ('-d', str(self.place / 'doctrees'), str(self.wiki), str(out))
        step = self.call(name, 'build', 'sphinx', '-q', '-n', '--no-color', *options, *places)
        step.files = self.recording.keep_folder(out, self.place)

    def command(self, *arguments: str) -> Step:
        """Run a command of the extension."""
        return self.call(' '.join(arguments), 'command', 'criticwiki', *arguments)

    def git(self, *arguments: str) -> None:
        subprocess.run(
            ['git', *arguments],
            cwd=self.wiki,
            env=self.environment,
            check=True,
            capture_output=True,
        )


def run_builds(runner: Runner, job: Job) -> None:
    """A full build, and a partial one after each round of edits."""
    options = FORMATS[job.format]
    runner.build('full', options)
    if not job.rounds:
        return
    editor = Editor(runner.wiki, f'{job.wiki} {job.seed}')
    for number, edit in enumerate(rounds_of_edits(editor, job.rounds), 1):
        edits = edit()
        runner.build(f'after edits {number}: {", ".join(edits)}', options)


def run_commands(runner: Runner, job: Job) -> None:
    """Every command that ends by itself, on the wiki as it is and after edits."""
    runner.git('init', '--quiet', '--initial-branch', 'main')
    runner.git('add', '--all')
    runner.git('commit', '--quiet', '--message', 'Pages')
    if job.wiki in OF_SCHEMA:
        for kind in ((), ('series',), ('episode',), ('character',), ('review',), ('page',)):
            runner.command('schema', *kind)
    _run_check(runner)
    _run_impact(runner)
    if job.wiki != 'bad':
        editor = Editor(runner.wiki, f'{job.wiki} {job.seed} commands')
        for hand in (('score', 'score', 'stance'), GOOD, ('delete', 'rename', 'break_page')):
            editor.make(hand)
            _run_impact(runner)
        _run_check(runner)
    _run_new(runner)
    if job.wiki == 'this':
        _run_help(runner)
        _run_start(runner)


def _run_help(runner: Runner) -> None:
    runner.command()
    for name in ('check', 'impact', 'new', 'schema', 'start'):
        runner.command(name, '--help')


def _run_check(runner: Runner) -> None:
    for form in ('text', 'json', 'github'):
        runner.command('check', '--format', form)


def _run_impact(runner: Runner) -> None:
    for form in ('text', 'markdown'):
        runner.command('impact', 'HEAD', '--format', form)


def _run_start(runner: Runner) -> None:
    """Begin a wiki: its files are compared, but not the copy of the code in it."""
    folder = runner.place / 'started'
    begin = ('start', '../started')
    step = runner.command(*begin, '--title', 'The "Other" & Series', '--episodes', '7')
    shutil.rmtree(folder / '_ext' / 'criticwiki', ignore_errors=True)
    step.files = runner.recording.keep_folder(folder, runner.place)
    runner.command(*begin)  # refuses: the folder holds something


def _run_new(runner: Runner) -> None:
    """Draft pages of every kind; they are compared after the last one."""
    for kind in ('review', 'episode', 'character', 'page'):
        place = 'guide/new-notes' if kind == 'page' else 'a-new-one'
        runner.command('new', f'KIND={kind}', f'ID={place}', 'TITLE=')
        step = runner.command('new', f'KIND={kind}', 'ID=', 'TITLE=A new title')
    shutil.rmtree(runner.wiki / '.git')
    step.files = runner.recording.keep_folder(runner.wiki, runner.place)
