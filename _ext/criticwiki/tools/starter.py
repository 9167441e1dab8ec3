"""The files that a wiki begins with: `start/` in this package, with the words of the series.

A file `NAME.template` has places for words, each written as where it stands asks for; all
others are copied as they are. `dot-NAME` is called `.NAME`, which would be read here too.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

import criticwiki
from criticwiki.corpus.critics import slug
from criticwiki.plain_words import plain_words

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    words = _words(wanted)
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


def _words(wanted: Beginning) -> Mapping[str, object]:
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
