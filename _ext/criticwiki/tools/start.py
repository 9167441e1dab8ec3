"""Subcommand `start DIR`: makes a wiki about a series or another work, with the extension in it."""

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
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import category

import criticwiki
from criticwiki.checks.loader import Wiki
from criticwiki.corpus.generated_docnames import slug
from criticwiki.i18n import has_language, is_english, languages
from criticwiki.model.kinds import SERIAL_FIELDS
from criticwiki.model.works import WorkKind
from criticwiki.text import escape_markdown

from .source_files import ConfError, pages_in, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PACKAGE: Final = Path(criticwiki.__file__).parent
TEMPLATES: Final = PACKAGE / 'start'
OVERLAY: Final = PACKAGE / 'start_without_episodes'
"""Templates that replace those of the same name where the work has no episodes."""
_TEMPLATE_SUFFIX: Final = '.template'
_PROJECT_FILES: Final = ('pyproject.toml', 'README.md', 'LICENSE')
"""Files beside the package in a checkout, with which it can be installed."""
_TEX_ESCAPES: Final = str.maketrans(
    {'\\': r'\textbackslash{}', '~': r'\textasciitilde{}', '^': r'\textasciicircum{}'}
    | {character: f'\\{character}' for character in '&%$#_{}'}
)
_MAX_NAME: Final = 40
"""Characters of the name of the PDF file."""
_WHEEL: Final = re.compile(r'criticwiki-[A-Za-z0-9_.!+-]+\.whl')
_PATH_IMPORT: Final = """import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / '_ext'))

"""
_UPDATE_COPY: Final = """\
This wiki is built by the copy in `_ext/`, whatever version pip has installed. To get a newer one,
run `python -m pip install -U criticwiki` and `criticwiki start` with a new folder. Delete `_ext/`
here and put that of the new folder there. If `_ext/criticwiki/start/requirements.in` differs from
your `requirements.in`, take that over and run `make lock`.
"""
_UPDATE_WHEEL: Final = """\
Put the newer wheel into `wheels/` in place of the older one, write its name into
`requirements.in`, and run `make lock`.
"""
_UPDATE_PACKAGE: Final = """\
Write the newer version into `requirements.in`, and run `make lock`.
"""
_DEFAULT_EPISODES: Final = 12
_OF_EPISODES: Final = 'episodes/'
"""Folder that a wiki about a work without episodes does not have."""
_STORY: Final = {
    'story': 'What happens, and whether it holds together.',
    'pacing': 'How fast things move, in what order, and whether events get the room they need.',
    'themes': 'The ideas the %s takes up, and what it does with them.',
    'characters': 'The people of the %s, as written.',
}
_SCREEN: Final = {
    **_STORY,
    'look': 'How people, things and places look, and how they move.',
    'music': 'Score, opening, ending and songs.',
    'performances': 'How it is played or spoken.',
    'ending': 'How the story ends.',
}
_ASPECTS: Final[Mapping[WorkKind, Mapping[str, str]]] = {
    WorkKind.SERIES: {**_SCREEN, 'ending': 'The last episode and how the story ends.'},
    WorkKind.FILM: _SCREEN,
    WorkKind.GAME: {
        **_STORY,
        'play': 'What players do, and whether it stays worth doing.',
        'controls': 'How it feels in the hand, and how well it runs.',
        'look': 'How people, things and places look, and how they move.',
        'music': 'Score, songs and sounds.',
        'ending': 'How the story ends.',
    },
    WorkKind.BOOK: {
        **_STORY,
        'style': 'How it is written.',
        'ending': 'How the story ends.',
    },
    WorkKind.ALBUM: {
        'songs': 'The songs, as written.',
        'words': 'What is sung, and how it is put.',
        'playing': 'How it is sung and played.',
        'sound': 'How it is recorded and mixed.',
        'order': 'What follows on what, and whether it is one whole.',
    },
    WorkKind.PODCAST: {
        'topics': 'What the %s is about, and whether that is worth the time.',
        'voices': 'Who speaks, and how it is to listen to them.',
        'telling': 'How things are told, in what order and at what length.',
        'facts': 'Whether what is said can be relied on.',
        'sound': 'How it is recorded, mixed and scored.',
    },
}
"""Aspects for the index page of a new wiki: the name and the line that editors judge by."""
_SEEING: Final[Mapping[WorkKind, tuple[str, str, str]]] = {
    WorkKind.GAME: ('played', 'playing', 'player'),
    WorkKind.BOOK: ('read', 'reading', 'reader'),
    WorkKind.ALBUM: ('heard', 'listening', 'listener'),
    WorkKind.PODCAST: ('heard', 'listening', 'listener'),
}
"""Words for seen, watching and viewer, where these are not the ones."""
_NO_KEY: Final = re.compile(r'(?<![`{:/\w-])(?<!\} )series\b(?![`:}])')
"""The word series, but not as a key of the front matter."""
_SEASON: Final = re.compile(r'(?<![`.{:/\w-])(?<!\} )(?<!` )\bseason(s?)\b(?![`:}])')
"""The word season, but not as a part of a directive or in code."""
_ALLOWED_ENTRIES: Final = frozenset({'.git'})
"""Entries of a folder that counts as empty: a repository may exist before its pages."""
_UNPRINTABLE: Final = frozenset({'Cc', 'Cs', 'Zl', 'Zp'})
"""Unicode categories of control characters, surrogates, line and paragraph separators."""


def main(arguments: Sequence[str]) -> int:
    """Write a wiki into a new or empty folder and print the next steps.

    :returns: exit code 0; 1 where the wiki cannot be written.
    """
    options = _parser().parse_args(arguments)
    title = options.title or f'Another {options.kind.capitalize()}'
    wiki = WikiOptions(
        title=title,
        editors=options.editors or f'the editors of {title}',
        episodes=_episodes(options),
        seasons=options.episodes if len(options.episodes or ()) > 1 else (),
        kind=WorkKind(options.kind),
        language=options.language,
        repository=options.repository or '',
        wheel=options.wheel,
        package=options.package,
    )
    try:
        with new_folder(options.folder) as folder:
            write_wiki(folder, wiki)
            _require_valid(folder)
    except (FolderError, WheelError, _InvalidWikiError, ConfError) as error:
        sys.stderr.write(f'criticwiki start: error: {error}\n')
        return 1
    except OSError as error:
        path = f'{error.filename}: ' if error.filename else ''
        sys.stderr.write(f'criticwiki start: error: {path}{error.strerror or error}\n')
        return 1
    is_default = options.episodes is None and wiki.episodes > 0
    sys.stdout.write(_next_steps(options.folder, wiki, default_episodes=is_default))
    return 0


def _episodes(options: argparse.Namespace) -> int:
    """Number of episodes: as given, else the default for the kind of the work."""
    if options.episodes is not None:
        return sum(options.episodes)
    return _DEFAULT_EPISODES if WorkKind(options.kind).is_serial else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='criticwiki start', description='Make a wiki about another series, or another work.'
    )
    parser.add_argument('folder', type=Path, metavar='DIR', help='where; it must not hold anything')
    parser.add_argument('--title', type=_one_line, help='of the work')
    parser.add_argument(
        '--kind', choices=[*map(str, WorkKind)], default='series', help='what it is (else a series)'
    )
    parser.add_argument(
        '--episodes',
        type=_episode_counts,
        help='how many there are, or how many in each season: 8,6'
        f' (else {_DEFAULT_EPISODES} of a series or podcast); 0 for none',
    )
    parser.add_argument('--editors', type=_one_line, help="whose wiki it is: 'the editors of ...'")
    parser.add_argument(
        '--language',
        type=_language_code,
        default='en',
        help=f'of the pages: {", ".join(languages())} (else en)',
    )
    parser.add_argument('--repository', type=_url, help='its address on the web')
    extension = parser.add_mutually_exclusive_group()
    extension.add_argument(
        '--wheel',
        type=Path,
        help='a wheel of criticwiki, which is kept and installed instead of a copy in _ext/',
    )
    extension.add_argument(
        '--package',
        action='store_true',
        help=f'install criticwiki {criticwiki.__version__} from the package index instead',
    )
    return parser


def _one_line(value: str) -> str:
    text = value.strip()
    if not text or any(category(char) in _UNPRINTABLE or char in '\ufffe\uffff' for char in text):
        raise argparse.ArgumentTypeError(f'must be words on one line, not {value!r}')
    return text


def _episode_counts(value: str) -> tuple[int, ...]:
    """Number of episodes, or those of several seasons."""
    if not re.fullmatch('[0-9]{1,6}|[1-9][0-9]{0,4}(, ?[1-9][0-9]{0,4})+', value):
        raise argparse.ArgumentTypeError(
            f'must be a whole number, or one for each season such as 8,6, not {value!r}'
        )
    return tuple(map(int, value.split(',')))


def _language_code(value: str) -> str:
    if not re.fullmatch('[a-z]{2,3}([_-][A-Za-z]{2,4})?', value):
        raise argparse.ArgumentTypeError(f'must be like en or en_GB, not {value!r}')
    if not has_language(value):
        raise argparse.ArgumentTypeError(
            f'there is no translation into {value!r} of what criticwiki writes on pages, only into'
            f' {", ".join(languages()[1:])}; leave --language out, and the page guide/languages.md'
            ' of the new wiki says how to add one'
        )
    return value.replace('-', '_')


def _url(value: str) -> str:
    if not re.fullmatch(r'https?://[^\s"\'<>\\]+', value):
        raise argparse.ArgumentTypeError(f'must be a web address, not {value!r}')
    return value


def _next_steps(folder: Path, wiki: WikiOptions, *, default_episodes: bool) -> str:
    note = f' (it says {wiki.episodes} for now)' if default_episodes else ''
    episodes = f'how many episodes there are{note}, and ' if wiki.episodes else ''
    folders = f'{"episodes/ " if wiki.episodes else ""}characters/ reviews/'
    language = '' if is_english(wiki.language) else _OTHER_LANGUAGE % wiki.language
    lock = _LOCK_FIRST if wiki.package else ''
    return f"""{folder} is a wiki about {wiki.title}. What to do next:

  cd {folder}
  git init                   unless it is in a repository already
{lock}  make html                  the site, in _build/html (on Windows: make.bat html)
  python -m sphinx -b html . _build/html    the same, with what pip has installed
  make check                 every problem of every page, in a moment

  index.md                   {episodes}what critics are compared on
  {folders:30}    a draft in each, to fill in or to delete
  guide/method.md            how you choose and read reviews
  LICENSE                    CC BY-SA 4.0 for the pages, unless you choose another
  CONTRIBUTING.md            how pages are written, and how to move to a newer extension
{language}"""


_LOCK_FIRST: Final = """\
  make lock                  adds criticwiki to requirements.txt, with its hash
"""
_OTHER_LANGUAGE: Final = """
What criticwiki writes on the pages is in the language %r. The pages that you start from are
English: write yours over them. guide/languages.md says more.
"""


class _InvalidWikiError(Exception):
    """Error: the written wiki does not pass the check; the message lists its problems."""


def _require_valid(folder: Path) -> None:
    """Check that the wiki has no problem, whatever texts the options have.

    :raises _InvalidWikiError: where it has one.
    """
    settings = read_settings(folder)
    if problems := Wiki(pages_in(folder, settings), settings).problems:
        raise _InvalidWikiError('\n'.join(['the new wiki has problems', *map(str, problems)]))


class FolderError(Exception):
    """Error: the folder cannot be created or filled; the message says why."""


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Temporary folder that becomes `path` at the end, so that no half wiki is left there.

    :raises FolderError: where `path` is not empty, or cannot be created.
    """
    target = path.absolute()
    exists = _is_empty_folder(target)
    temporary = Path(tempfile.mkdtemp(prefix=f'.{target.name}-', dir=target.parent))
    try:
        yield temporary
        temporary.chmod(0o777 & ~_umask())
        if exists:
            _move_into(temporary, target)
        else:
            temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _is_empty_folder(target: Path) -> bool:
    """Whether the folder exists and counts as empty; False where it can be created.

    :raises FolderError: where neither is so.
    """
    try:
        entries = {entry.name for entry in target.iterdir()}
    except FileNotFoundError:
        if target.is_symlink():
            raise FolderError(f'{target} is a link to nothing') from None
        if not target.parent.is_dir():
            raise FolderError(f'{target.parent} is no folder') from None
        return False
    except NotADirectoryError:
        raise FolderError(f'{target} is no folder') from None
    if others := sorted(entries - _ALLOWED_ENTRIES):
        raise FolderError(f'{target} is not empty: {others[0]!r} is there')
    return True


def _move_into(temporary: Path, target: Path) -> None:
    """Move all entries: an existing folder is kept, as it may be a working directory."""
    moved: list[Path] = []
    try:
        for entry in sorted(temporary.iterdir()):
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


@dataclass(frozen=True, slots=True)
class WikiOptions:
    """Options of a new wiki, from which its templates are filled."""

    title: str
    """Of the series."""
    editors: str
    """Named as authors of the wiki."""
    episodes: int
    """Number of episodes; 0 for a work without any."""
    language: str = 'en'
    repository: str = ''
    """URL of its source."""
    wheel: Path | None = None
    """Wheel of the extension, to install instead of a copy."""
    package: bool = False
    """Whether the extension comes from the package index instead of a copy."""
    kind: WorkKind = WorkKind.SERIES
    seasons: tuple[int, ...] = ()
    """Number of episodes of each season, where there are several."""

    @property
    def place(self) -> _ExtensionPlace:
        """Where the extension is."""
        if self.wheel:
            return _WHEEL_PLACE
        return _PACKAGE_PLACE if self.package else _COPY_PLACE


class _ExtensionPlace(NamedTuple):
    """Where a wiki has the extension, in the words of its templates."""

    name: str
    update: str
    path_import: str = ''


_COPY_PLACE: Final = _ExtensionPlace('`_ext/`', _UPDATE_COPY, _PATH_IMPORT)
_WHEEL_PLACE: Final = _ExtensionPlace('`wheels/`', _UPDATE_WHEEL)
_PACKAGE_PLACE: Final = _ExtensionPlace('the package that `requirements.in` names', _UPDATE_PACKAGE)


class WheelError(Exception):
    """Error: the given file is no wheel of the extension."""


def write_wiki(folder: Path, wiki: WikiOptions) -> None:
    """Write all files of a new wiki, with the extension as copy, as wheel or by its name.

    :raises WheelError: where the given wheel is none.
    """
    files = wiki_files(wiki)
    if wiki.wheel:
        _add_wheel(files, wiki.wheel)
    elif wiki.package:
        files['requirements.in'] += f'criticwiki=={criticwiki.__version__}\n'.encode()
    else:
        _copy_extension(folder / '_ext')
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def wiki_files(wiki: WikiOptions) -> dict[str, bytes]:
    """Contents of the files of a new wiki by path, without the extension."""
    values = _template_values(wiki)
    files = {}
    for path, content in _templates(wiki).items():
        text = _in_words_of(wiki.kind, path, content)
        if path.endswith(_TEMPLATE_SUFFIX):
            text = Template(text.decode()).substitute(values).encode()
        files[re.sub('(^|/)dot-', r'\1.', path.removesuffix(_TEMPLATE_SUFFIX))] = text
    if not wiki.episodes:
        files[_SNIPPETS] = _without_episodes(files[_SNIPPETS])
    return files


def _templates(wiki: WikiOptions) -> dict[str, bytes]:
    """Contents of the templates of a wiki, by path below their folder."""
    files: dict[str, bytes] = {}
    for folder in (TEMPLATES, *(() if wiki.episodes else (OVERLAY,))):
        for source in sorted(folder.rglob('*')):
            if source.is_file() and source.suffix != '.pyc':  # pip compiles what it installs
                path = source.relative_to(folder).as_posix()
                files.pop(path.removesuffix(_TEMPLATE_SUFFIX), None)
                files[path] = source.read_bytes()
    if wiki.episodes:
        return files
    return {path: text for path, text in files.items() if not path.startswith(_OF_EPISODES)}


def _in_words_of(kind: WorkKind, path: str, content: bytes) -> bytes:
    """A page of the templates, which speak of a series, in the words of another kind."""
    if kind is WorkKind.SERIES or not re.search(r'\.md(\.template)?$', path):
        return content
    seen, seeing, viewer = _SEEING.get(kind, ('seen', 'watching', 'viewer'))
    text = _NO_KEY.sub(kind.value, content.decode())
    for old, new in (
        ('## The season score', '## The score'),
        ('in the season headline', 'in the headline'),
        ('of the season,', 'of the whole,'),
        ('when it was shown', 'when it came out'),
        ('when they were shown', 'when they came out'),
        ('was shown', 'came out'),
        ('as first shown', 'as first published'),
        ('watching', seeing),
        ('viewer', viewer),
    ):
        text = text.replace(old, new)
    text = _SEASON.sub(r'part\1', text)
    text = text.replace('\n    story:\n', f'\n    {next(iter(_ASPECTS[kind]))}:\n')
    return re.sub(r'\b(had|had not|have|it was) seen\b', rf'\1 {seen}', text).encode()


_SNIPPETS: Final = '.vscode/criticwiki.code-snippets'


def _without_episodes(snippets: bytes) -> bytes:
    """The snippets of pages without those of episodes, and without their fields."""
    entries = {
        name: snippet
        for name, snippet in json.loads(snippets).items()
        if 'pisode page' not in name and 'to an episode' not in name
    }
    for snippet in entries.values():
        if isinstance(snippet['body'], list):
            fields = tuple(f'  {name}:' for name in SERIAL_FIELDS)
            snippet['body'] = [line for line in snippet['body'] if not line.startswith(fields)]
    return f'{json.dumps(entries, indent=2, ensure_ascii=False)}\n'.encode()


def _template_values(wiki: WikiOptions) -> Mapping[str, object]:
    """Values of the placeholders in templates, quoted for the language of each file."""
    parts = 'episodes, characters' if wiki.episodes else 'characters'
    summary = f'What critics made of {wiki.title}: {parts}, reviews, consensus.'
    return {
        'title': repr(wiki.title),
        'title_yaml': _yaml_string(wiki.title),
        'title_md': escape_markdown(wiki.title),
        'summary_yaml': _yaml_string(summary),
        'editors': repr(wiki.editors),
        'editors_text': wiki.editors,
        'rights': repr(f'{wiki.editors}. Text CC BY-SA 4.0'),
        'editors_tex': repr(wiki.editors.translate(_TEX_ESCAPES)),
        'name': slug(wiki.title, 'wiki')[:_MAX_NAME].strip('-'),
        'work': wiki.kind.value,
        'kind': '' if wiki.kind is WorkKind.SERIES else f'  kind: {wiki.kind}\n',
        'no_episodes': '  episodes: 0\n' if wiki.kind.is_serial else '',
        'seen': _SEEING.get(wiki.kind, ('seen',))[0],
        'aspects': _aspects(wiki),
        'aspect': next(iter(_ASPECTS[wiki.kind])),
        'episodes': f'seasons: {[*wiki.seasons]}' if wiki.seasons else f'episodes: {wiki.episodes}',
        'later': min(2, wiki.episodes),
        'language': repr(wiki.language),
        'repository': repr(wiki.repository),
        'path_import': wiki.place.path_import,
        'extension_place': wiki.place.name,
        'update': wiki.place.update,
    }


def _aspects(wiki: WikiOptions) -> str:
    """Lines of the front matter of the index page."""
    lines = []
    for name, means in _ASPECTS[wiki.kind].items():
        text = means.replace('%s', wiki.kind)
        if name == 'ending' and wiki.episodes:
            text = f'{{means: {text}, needs: {wiki.episodes}}}'
        lines.append(f'    {name}: {text}')
    return '\n'.join(lines)


def _yaml_string(text: str) -> str:
    """A double-quoted string, which is the same in JSON and YAML."""
    return json.dumps(text, ensure_ascii=False)


def _copy_extension(target: Path) -> None:
    """Copy the running package, and the project files with which it can be installed."""
    ignored = shutil.ignore_patterns('__pycache__', '*.pyc', '.*')
    shutil.copytree(PACKAGE, target / PACKAGE.name, ignore=ignored)
    project = PACKAGE.parent / _PROJECT_FILES[0]
    if project.is_file() and 'name = "criticwiki"' in project.read_text('utf-8'):
        for name in _PROJECT_FILES:
            shutil.copyfile(PACKAGE.parent / name, target / name)


def _add_wheel(files: dict[str, bytes], wheel: Path) -> None:
    """Add a wheel to the files, and to the requirements with its hash."""
    path = f'wheels/{wheel.name}'
    if not (_WHEEL.fullmatch(wheel.name) and zipfile.is_zipfile(wheel)):
        raise WheelError(f'{wheel} is no wheel of criticwiki')
    files[path] = wheel.read_bytes()
    digest = hashlib.sha256(files[path]).hexdigest()
    files['requirements.in'] += f'./{path}\n'.encode()
    files['requirements.txt'] += f'./{path} \\\n    --hash=sha256:{digest}\n'.encode()
