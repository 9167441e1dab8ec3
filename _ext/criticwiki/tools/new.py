"""Subcommand `new KIND [ID] [--title TITLE]`: writes a draft page."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import category

from criticwiki.checks.loader import Wiki
from criticwiki.corpus.drafts import check_id, draft_text, id_from, title_from_id
from criticwiki.model.kinds import Character, Episode
from criticwiki.model.numbering import format_number, is_special
from criticwiki.model.page import SUFFIX, id_of, kind_of
from criticwiki.problems import did_you_mean

from .source_files import ConfError, is_page, pages_in, read_settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from criticwiki.model.numbering import Number

_NEXT_STEPS: Final = """\
wrote {path}, a draft, which is counted nowhere
  1. open it, fill in what you know, and leave null what the source does not say
  2. write the heading, the sections and the summary, whose '# ' goes
  3. make live shows the page while you write, and make check names what to mend
  4. when it is ready, delete the notes, which begin with % or ##, and the line 'draft: true'
"""
_VARIABLES: Final = ('KIND', 'ID', 'TITLE')
"""Make variables, which the Makefile passes as they are."""
_QUOTED: Final = re.compile(rf"({'|'.join(_VARIABLES)})='((?:[^']|(?<=\w)'(?=\w))*)'")
_NUMBERED: Final = re.compile(
    r'([0-9]{1,6}(?:\.[0-9]{1,3})?|[sS][0-9]{1,3}[eE][0-9]{1,5}|[0-9]{1,3}x[0-9]{1,5})(?:-(.*))?'
)
_UNREADABLE: Final = frozenset({'Cc', 'Cs', 'Cn'})
"""Unicode categories of control characters, surrogates and unassigned code points."""
_FOLDER: Final = re.compile(r'(?:[A-Za-z0-9][\w-]*/)*')


def main(arguments: Sequence[str]) -> int:
    """Write a draft and print the next steps.

    :returns: exit code 0; 2 where no draft can be written.
    """
    options = _parse(arguments)
    try:
        page = _write(options.source, options.kind, options.id, options.title)
    except (ConfError, NoDraftError, OSError) as error:
        sys.stderr.write(f'error: {error}\n')
        return 2
    sys.stdout.write(_NEXT_STEPS.format(path=page.path))
    return 0


def _parse(arguments: Sequence[str]) -> Namespace:
    """Options from positional arguments, or from make variables such as `KIND=review`."""
    arguments = _unquoted(arguments)
    pairs = [argument.partition('=') for argument in arguments]
    variables = {name: value for name, equals, value in pairs if equals and name in _VARIABLES}
    rest = [argument for argument in arguments if argument.partition('=')[0] not in variables]
    parser = ArgumentParser(
        prog='python -m criticwiki new',
        description='Writes a draft page that passes the check, with every field explained.',
    )
    parser.add_argument('kind', nargs='?', default=variables.get('KIND', ''), help='like review')
    parser.add_argument(
        'id', nargs='?', default=variables.get('ID', ''), help='like some-outlet-season-1'
    )
    parser.add_argument(
        '--title', default=variables.get('TITLE', ''), help='makes an id, without one'
    )
    parser.add_argument('--source', type=Path, default=Path(), help='the folder with conf.py')
    return parser.parse_args(rest)


def _unquoted(arguments: Sequence[str]) -> list[str]:
    """Arguments without single quotes, which cmd of Windows passes on and splits at spaces."""
    joined: list[str] = []
    remaining = list(arguments)
    while remaining:
        for end in range(1, len(remaining) + 1):
            quoted = _QUOTED.fullmatch(' '.join(remaining[:end]))
            if quoted:
                joined.append(f'{quoted[1]}={quoted[2]}')
                del remaining[:end]
                break
        else:
            joined.append(remaining.pop(0))
    return joined


def _write(source: Path, kind: str, identifier: str, title: str) -> NewPage:
    settings = read_settings(source)
    texts = {
        path: text.decode('utf-8', 'replace') for path, text in pages_in(source, settings).items()
    }
    page = new_page(Wiki(texts, settings), kind, identifier, title)
    if not is_page(page.path, settings):
        raise NoDraftError(f'conf.py leaves {page.path} out of the wiki; choose another folder')
    file = source / page.path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open('x', encoding='utf-8', newline='\n') as stream:
        stream.write(page.text)
    return page


class NoDraftError(Exception):
    """Error: there can be no such draft; the message says why, and how there can."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """Path and text of a draft that is not written yet."""

    path: str
    """Relative to the source folder, with forward slashes."""
    text: str


def new_page(wiki: Wiki, kind: str, identifier: str = '', title: str = '') -> NewPage:
    """Draft of a page under an unused id, made from the title where none is given.

    :raises NoDraftError: where kind, id or title is invalid or already in use.
    """
    _require_kind(wiki, kind)
    title = ' '.join(title.split())
    if any(category(character) in _UNREADABLE for character in title):
        raise NoDraftError('the title has a sign that cannot be shown; write it anew')
    folder, name = _split_id(wiki, kind, identifier.strip())
    number: Number | None = None
    if kind == 'episode':
        number, name = _episode_number(wiki, name)
        label = _label(wiki, number)
        title = title or name.replace('-', ' ').capitalize() or label
        name = name or id_from(title.removeprefix(label) or 'untitled')
    if name and (reason := check_id(name)):
        raise NoDraftError(reason)
    name = _number_prefix(wiki, number) + (name or _id_from_title(kind, title))
    if not identifier:
        name = _unused(wiki, folder, name)
    _require_unused(wiki, kind, folder, name)
    title = title or title_from_id(kind, name)
    _require_unused_name(wiki, kind, title)
    written = '' if number is None else str(wiki.corpus.place(number))
    page = NewPage(f'{folder}{name}{SUFFIX}', draft_text(wiki.corpus, kind, title, written))
    _require_valid(wiki, page)
    return page


def _require_kind(wiki: Wiki, kind: str) -> None:
    kinds = [*dict.fromkeys(wiki.settings.folders.values()), 'page']
    work = wiki.corpus.work
    if not work.has_episodes:
        if kind == 'episode':
            raise NoDraftError(
                f'the {work.kind} has no episodes; if it has some, say how many under'
                f" 'episodes' in {wiki.settings.root}{SUFFIX}"
            )
        kinds = [one for one in kinds if one != 'episode']
    if kind in {'series', work.kind}:
        raise NoDraftError(f'the {work.kind} has one page, the first; edit that')
    if kind not in kinds:
        hint = f'known are {", ".join(kinds)}{did_you_mean(kind, kinds)}'
        raise NoDraftError(
            f'there is no kind {kind!r}; {hint}' if kind else f'say KIND=...; {hint}'
        )


def _split_id(wiki: Wiki, kind: str, identifier: str) -> tuple[str, str]:
    """The folder, with a trailing slash unless it is the source folder, and the file name."""
    folder, slash, name = identifier.rpartition('/')
    folders = [path for path, its_kind in wiki.settings.folders.items() if its_kind == kind]
    if not slash:
        return (f'{folders[0]}/' if folders else ''), name
    if kind == 'page':
        folder_kind = kind_of(f'{folder}/x', wiki.settings.root, wiki.settings.folders)
        if folder_kind != 'page':
            raise NoDraftError(
                f'pages in {folder}/ are of kind {folder_kind!r}; say KIND={folder_kind}'
            )
        if not _FOLDER.fullmatch(f'{folder}/'):
            raise NoDraftError(f'{folder!r} is no folder of this wiki')
    elif folder not in folders:
        choices = ' or '.join(f'{path}/' for path in folders)
        raise NoDraftError(f'a page of kind {kind!r} stands in {choices}, not in {folder}/')
    return f'{folder}/', name


def _label(wiki: Wiki, number: Number) -> str:
    """Title of an episode that has none: `Episode 3`, `S2E3`, or the name of a special."""
    place = wiki.corpus.place(number)
    return str(place) if place.season or place.name else f'Episode {place}'


def _name(wiki: Wiki, number: Number) -> str:
    """An episode in a message."""
    label = _label(wiki, number)
    return label.replace('Episode', 'episode', 1)


def _episode_number(wiki: Wiki, name: str) -> tuple[Number, str]:
    """The number at the start of a name, else the lowest unused, and the rest of the name."""
    paths_by_number = dict(_episode_numbers(wiki))
    numbering = wiki.corpus.numbering
    number: Number
    if match := _NUMBERED.fullmatch(name):
        try:
            number = numbering.number(match[1])
        except ValueError as error:
            raise NoDraftError(str(error)) from None
        if number in paths_by_number:
            raise NoDraftError(f'{_name(wiki, number)} is taken by {paths_by_number[number]}')
        name = match[2] or ''
    elif (special := numbering.find(name.replace('-', ' '))) is not None:
        if special in paths_by_number:
            raise NoDraftError(f'{_name(wiki, special)} is taken by {paths_by_number[special]}')
        number = special
    else:
        numbers = range(1, len(paths_by_number) + 2)
        number = next(number for number in numbers if number not in paths_by_number)
    if numbering.is_beyond(number):
        what, key = ('series', 'seasons') if numbering.several else ('season', 'episodes')
        raise NoDraftError(
            f'episode {format_number(number)} is outside the {what}, which has {numbering.total};'
            f" if there are more, say so under '{key}' in {wiki.settings.root}{SUFFIX};"
            f' a special is begun by its place between two, like ID={numbering.total}.5'
        )
    return number, name


def _episode_numbers(wiki: Wiki) -> Iterator[tuple[Number, str]]:
    """Numbers of episodes, by front matter or file name, with the paths of their pages."""
    for page in wiki.corpus.pages.values():
        facts = page.facts or page.partial_facts
        if isinstance(facts, Episode) and is_special(facts.number):
            yield facts.number, page.path
            continue  # 13-5-title is no page of episode 13
        if page.kind == 'episode' and (match := _NUMBERED.match(page.id)):
            number = wiki.corpus.numbering.find(match[1])
            if number is not None:
                yield number, page.path
    for number, page in wiki.corpus.episode_pages.items():
        if number is not None:
            yield number, page.path


def _number_prefix(wiki: Wiki, number: Number | None) -> str:
    """Start of a file name, which sorts the files of a folder: `07-`, `s2e03-`, `13-5-`."""
    if number is None:
        return ''
    place = wiki.corpus.place(number)
    if place.season:
        seasons = wiki.corpus.numbering.seasons
        digits = max(2, *(len(str(len(season.numbers))) for season in seasons))
        return f's{place.season}e{place.within:0{digits}}-'
    digits = max(2, len(str(wiki.corpus.numbering.total)))
    whole, _, part = format_number(number).partition('.')
    return f'{int(whole):0{digits}}-' + (f'{part}-' if part else '')


def _id_from_title(kind: str, title: str) -> str:
    if identifier := id_from(title):
        return identifier
    if title:
        raise NoDraftError(
            f'no id can be made of {title!r}, which has no letter from a to z; say one too, in'
            ' Latin letters, like ID=the-lamp-room'
        )
    raise NoDraftError(f"say what the {kind} is called: ID=... or TITLE='...'")


def _unused(wiki: Wiki, folder: str, name: str) -> str:
    """The id, with a number appended where another page has it."""
    numbered = (f'{name}-{count}' for count in range(2, len(wiki.texts) + 3))
    return next(choice for choice in (name, *numbered) if not _path_of_id(wiki, folder, choice))


def _require_unused(wiki: Wiki, kind: str, folder: str, name: str) -> None:
    path = _path_of_id(wiki, folder, name)
    if path and not (kind == 'page' and path != f'{folder}{name}{SUFFIX}'):
        raise NoDraftError(f'the id {name!r} is taken by {path}')


def _path_of_id(wiki: Wiki, folder: str, name: str) -> str:
    """The path of the page that has an id, or ''; some file systems ignore case."""
    for page in wiki.corpus.pages.values():
        if page.docname.lower() == f'{folder}{name}'.lower():
            return page.path
        if page.kind not in {'page', 'series'} and id_of(page.docname).lower() == name:
            return page.path
    return ''


def _require_unused_name(wiki: Wiki, kind: str, title: str) -> None:
    if kind != 'character':
        return
    for page in wiki.corpus.pages.values():
        if isinstance(page.facts, Character) and title in {page.facts.name, *page.facts.aliases}:
            raise NoDraftError(f'the name {title!r} is taken by {page.path}')


def _require_valid(wiki: Wiki, page: NewPage) -> None:
    """Check the draft with all other pages: its title may be one that no page may have."""
    after = Wiki({**wiki.texts, page.path: page.text}, wiki.settings)
    if messages := [str(problem) for problem in after.problems if problem.path == page.path]:
        raise NoDraftError('\n'.join(['the draft would not pass the check:', *messages]))
