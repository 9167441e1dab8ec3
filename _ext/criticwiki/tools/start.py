"""`criticwiki start DIR`: begins a wiki about another series, from the templates in `start/`."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final
from unicodedata import category

import criticwiki
from criticwiki.checks.loader import Wiki
from criticwiki.corpus.critics import slug
from criticwiki.text import plain_words

from .source_files import ConfError, pages_in, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PACKAGE: Final = Path(criticwiki.__file__).parent
TEMPLATES: Final = PACKAGE / 'start'
_SUFFIX: Final = '.template'
_BESIDE: Final = ('pyproject.toml', 'README.md')
"""What stands beside the package where it can be installed from."""
_TEX: Final = str.maketrans(
    {'\\': r'\textbackslash{}', '~': r'\textasciitilde{}', '^': r'\textasciicircum{}'}
    | {sign: f'\\{sign}' for sign in '&%$#_{}'}
)
_NAME: Final = 40
"""How long the name of a book's file may be."""
_WHEEL: Final = re.compile(r'criticwiki-[A-Za-z0-9_.!+-]+\.whl')
_PATH_IMPORT: Final = """import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / '_ext'))
"""
_UPDATE_COPY: Final = """\
Delete `_ext/` and put that of the newer version there. If `_ext/criticwiki/start/requirements.in`
differs from your `requirements.in`, take that over and run `make lock`.
"""
_UPDATE_WHEEL: Final = """\
Put the newer wheel into `wheels/` in place of the older one, write its name into
`requirements.in`, and run `make lock`.
"""


class WheelError(Exception):
    """What was given is no wheel of the extension."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new wiki is about."""

    title: str
    """Of the series."""
    editors: str
    """Whose wiki it is."""
    episodes: int
    """How many there are."""
    language: str = 'en'
    repository: str = ''
    """The web address of its source."""
    wheel: Path | None = None
    """The extension as a wheel, in place of a copy of it."""


def files_of(wanted: Beginning) -> dict[str, bytes]:
    """What the files of a new wiki hold, by their path, beside the extension itself."""
    words = _template_values(wanted)
    found = {}
    for source in sorted(TEMPLATES.rglob('*')):
        if not source.is_file():
            continue
        name = source.relative_to(TEMPLATES).as_posix()
        data = source.read_bytes()
        if name.endswith(_SUFFIX):
            data = Template(data.decode()).substitute(words).encode()
        found[re.sub('(^|/)dot-', r'\1.', name.removesuffix(_SUFFIX))] = data
    found['LICENSE'] += (PACKAGE / 'LICENSE').read_bytes()
    return found


def write_wiki(folder: Path, wanted: Beginning) -> None:
    """Write all files of a new wiki.

    :raises WheelError: where the wheel that is wanted is none.
    """
    files = files_of(wanted)
    if wanted.wheel:
        _require_wheel(files, wanted.wheel)
    else:
        _copy_extension(folder / '_ext')
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)


def _template_values(wanted: Beginning) -> Mapping[str, object]:
    """What stands in the places of templates, by the rules of the language around them."""
    summary = f'What critics made of {wanted.title}: episodes, characters, reviews, consensus.'
    return {
        'title': repr(wanted.title),
        'title_yaml': _yaml(wanted.title),
        'title_md': plain_words(wanted.title),
        'summary_yaml': _yaml(summary),
        'editors': repr(wanted.editors),
        'editors_text': wanted.editors,
        'rights': repr(f'{wanted.editors}. Text CC BY-SA 4.0'),
        'editors_tex': repr(_tex(wanted.editors)),
        'name': slug(wanted.title, 'wiki')[:_NAME].strip('-'),
        'episodes': wanted.episodes,
        'later': min(2, wanted.episodes),
        'language': repr(wanted.language),
        'repository': repr(wanted.repository),
        'path_import': '' if wanted.wheel else _PATH_IMPORT,
        'extension_place': '`wheels/`' if wanted.wheel else '`_ext/`',
        'update': _UPDATE_WHEEL if wanted.wheel else _UPDATE_COPY,
    }


def _yaml(words: str) -> str:
    """Words in double quotes, which JSON and YAML write alike."""
    return json.dumps(words, ensure_ascii=False)


def _tex(words: str) -> str:
    """Words that are no commands of TeX."""
    return words.translate(_TEX)


def _copy_extension(target: Path) -> None:
    """Take along the package that is running, and what it can be installed with."""
    hidden = shutil.ignore_patterns('__pycache__', '*.pyc', '.*')
    shutil.copytree(PACKAGE, target / PACKAGE.name, ignore=hidden)
    project = PACKAGE.parent / _BESIDE[0]
    if project.is_file() and 'name = "criticwiki"' in project.read_text('utf-8'):
        for name in _BESIDE:
            shutil.copyfile(PACKAGE.parent / name, target / name)


def _require_wheel(files: dict[str, bytes], wheel: Path) -> None:
    """Keep a wheel, and have it installed with the requirements, by its hash."""
    name = f'wheels/{wheel.name}'
    if not (_WHEEL.fullmatch(wheel.name) and zipfile.is_zipfile(wheel)):
        raise WheelError(f'{wheel} is no wheel of criticwiki')
    files[name] = wheel.read_bytes()
    digest = hashlib.sha256(files[name]).hexdigest()
    files['requirements.in'] += f'./{name}\n'.encode()
    files['requirements.txt'] += f'./{name} \\\n    --hash=sha256:{digest}\n'.encode()


_NOTHING: Final = frozenset({'.git'})
"""What a folder may hold that counts as empty: a repository may be there before its pages."""


class FolderError(Exception):
    """The folder can not be made; the message says why."""


@contextmanager
def new_folder(wanted: Path) -> Iterator[Path]:
    """Give a folder to write into, which becomes `wanted` when all is written.

    :raises FolderError: where `wanted` holds something, or can not be there.
    """
    target = wanted.absolute()
    held = _held_by(target)
    place = Path(tempfile.mkdtemp(prefix=f'.{target.name}-', dir=target.parent))
    try:
        yield place
        place.chmod(0o777 & ~_umask())
        if held is None:
            place.rename(target)
        else:
            _move_into(place, target)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _held_by(target: Path) -> set[str] | None:
    """What is in a folder; None where there is no folder."""
    try:
        held = {entry.name for entry in target.iterdir()}
    except FileNotFoundError:
        if target.is_symlink():
            raise FolderError(f'{target} is a link to nothing') from None
        if not target.parent.is_dir():
            raise FolderError(f'{target.parent} is no folder') from None
        return None
    except NotADirectoryError:
        raise FolderError(f'{target} is no folder') from None
    if others := sorted(held - _NOTHING):
        raise FolderError(f'{target} is not empty: {others[0]!r} is there')
    return held


def _move_into(place: Path, target: Path) -> None:
    """Fill a folder that is there, since whoever made it may stand in it."""
    moved: list[Path] = []
    try:
        for entry in sorted(place.iterdir()):
            moved.append(target / entry.name)
            entry.rename(moved[-1])
    except BaseException:
        for entry in moved:
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_EPISODES: Final = 12
_UNPRINTED: Final = frozenset({'Cc', 'Cs', 'Zl', 'Zp'})
"""Control characters, halves of characters, ends of lines and paragraphs."""


class _UnsoundError(Exception):
    """What was made does not pass the check."""


def main(arguments: Sequence[str]) -> int:
    """Make a wiki in a folder that holds nothing yet, or say why not."""
    parser = _parser()
    given = parser.parse_args(arguments)
    wanted = Beginning(
        title=given.title,
        editors=given.editors or f'the editors of {given.title}',
        episodes=given.episodes or _EPISODES,
        language=given.language,
        repository=given.repository or '',
        wheel=given.wheel,
    )
    try:
        with new_folder(given.folder) as folder:
            write_wiki(folder, wanted)
            _check(folder)
    except (FolderError, WheelError, _UnsoundError, ConfError) as error:
        sys.stderr.write(f'criticwiki start: error: {error}\n')
        return 1
    except OSError as error:
        place = f'{error.filename}: ' if error.filename else ''
        sys.stderr.write(f'criticwiki start: error: {place}{error.strerror or error}\n')
        return 1
    sys.stdout.write(_next_steps(given.folder, wanted, counted=given.episodes is not None))
    return 0


def _check(folder: Path) -> None:
    """Whatever the words were that it was given: a wiki begins without a problem.

    :raises _UnsoundError: where it does not.
    """
    settings = read_settings(folder)
    if problems := Wiki(pages_in(folder, settings), settings).problems:
        raise _UnsoundError('\n'.join(['the new wiki has problems', *map(str, problems)]))


def _next_steps(folder: Path, wanted: Beginning, *, counted: bool) -> str:
    guess = '' if counted else f' (it says {wanted.episodes} for now)'
    return f"""{folder} is a wiki about {wanted.title}. What to do next:

  cd {folder}
  git init                   unless it is in a repository already
  make html                  the site, in _build/html (on Windows: make.bat html)
  make check                 every problem of every page, in a moment

  index.md                   how many episodes there are{guess}, and what critics are compared on
  episodes/ characters/ reviews/    a draft in each, to fill in or to delete
  guide/method.md            how you choose and read reviews
  LICENSE                    CC BY-SA 4.0 for the pages, unless you choose another
  CONTRIBUTING.md            how pages are written, and how to move to a newer extension
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='criticwiki start', description='Make a wiki about another series.'
    )
    parser.add_argument('folder', type=Path, metavar='DIR', help='where; it must not hold anything')
    parser.add_argument('--title', type=_one_line, default='Another Series', help='of the series')
    parser.add_argument('--episodes', type=_count, help=f'how many there are (else {_EPISODES})')
    parser.add_argument('--editors', type=_one_line, help="whose wiki it is: 'the editors of ...'")
    parser.add_argument('--language', type=_language, default='en', help='of the pages: en, pt_BR')
    parser.add_argument('--repository', type=_address, help='its address on the web')
    parser.add_argument(
        '--wheel',
        type=Path,
        help='a wheel of criticwiki, which is kept and installed instead of a copy in _ext/',
    )
    return parser


def _one_line(value: str) -> str:
    words = value.strip()
    if not words or any(category(sign) in _UNPRINTED or sign in '\ufffe\uffff' for sign in words):
        raise argparse.ArgumentTypeError(f'must be words on one line, not {value!r}')
    return words


def _count(value: str) -> int:
    if not re.fullmatch('[0-9]{1,6}', value) or int(value) < 1:
        raise argparse.ArgumentTypeError(f'must be a whole number from 1, not {value!r}')
    return int(value)


def _language(value: str) -> str:
    if not re.fullmatch('[a-z]{2,3}([_-][A-Za-z]{2,4})?', value):
        raise argparse.ArgumentTypeError(f'must be like en or pt_BR, not {value!r}')
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r'https?://[^\s"\'<>\\]+', value):
        raise argparse.ArgumentTypeError(f'must be a web address, not {value!r}')
    return value
