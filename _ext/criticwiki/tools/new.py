"""`python -m criticwiki new KIND [ID] [--title TITLE]`: writes a draft page."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import category

from criticwiki.checks.loader import Wiki
from criticwiki.corpus.drafts import draft_text, id_from, wrong_with_id
from criticwiki.model.kinds import Character
from criticwiki.model.page import SUFFIX, id_of, kind_of
from criticwiki.problems import did_you_mean

from .source_files import ConfError, is_page, pages_in, read_settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

_NUMBERED: Final = re.compile(r'([0-9]{1,6})(?:-(.*))?')
_UNREADABLE: Final = frozenset({'Cc', 'Cs', 'Cn'})
"""What Unicode calls control signs, halves of signs, and signs that are none."""
_FOLDER: Final = re.compile(r'(?:[A-Za-z0-9][\w-]*/)*')


class NoDraftError(Exception):
    """No draft can be made; the message says why, and what would do."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """A draft that is not written yet."""

    path: str
    """Below the source folder, with forward slashes."""
    text: str


def new_page(wiki: Wiki, kind: str, identifier: str = '', title: str = '') -> NewPage:
    """A draft of a kind, under an id that is free.

    :raises NoDraftError: where there can be none.
    """
    _check_kind(wiki, kind)
    title = ' '.join(title.split())
    if any(category(sign) in _UNREADABLE for sign in title):
        raise NoDraftError('the title has a sign that cannot be shown; write it anew')
    folder, name = _folder(wiki, kind, identifier.strip())
    number = 0
    if kind == 'episode':
        number, name = _number(wiki, name)
        title = title or name.replace('-', ' ').capitalize() or f'Episode {number}'
        name = name or id_from(title.removeprefix(f'Episode {number}') or 'untitled')
    if name and (wrong := wrong_with_id(name)):
        raise NoDraftError(wrong)
    given = bool(identifier)
    name = _prefix(wiki, number) + (name or _id_of(kind, title))
    if not given:
        name = _free(wiki, folder, name)
    _check_free(wiki, kind, folder, name)
    title = title or _title_of(kind, name)
    _check_name(wiki, kind, title)
    page = NewPage(f'{folder}{name}{SUFFIX}', draft_text(wiki.corpus, kind, title, number))
    _check(wiki, page)
    return page


def _check_kind(wiki: Wiki, kind: str) -> None:
    known = [*dict.fromkeys(wiki.settings.folders.values()), 'page']
    if kind == 'series':
        raise NoDraftError('the series has one page, the first; edit that')
    if kind not in known:
        told = f'known are {", ".join(known)}{did_you_mean(kind, known)}'
        raise NoDraftError(
            f'there is no kind {kind!r}; {told}' if kind else f'say KIND=...; {told}'
        )


def _folder(wiki: Wiki, kind: str, identifier: str) -> tuple[str, str]:
    """The folder, with a slash at its end, and what of an id is left."""
    folder, slash, name = identifier.rpartition('/')
    folders = [one for one, its in wiki.settings.folders.items() if its == kind]
    if not slash:
        return (f'{folders[0]}/' if folders else ''), name
    if kind == 'page':
        inside = kind_of(f'{folder}/x', wiki.settings.root, wiki.settings.folders)
        if inside != 'page':
            raise NoDraftError(f'pages in {folder}/ are of kind {inside!r}; say KIND={inside}')
        if not _FOLDER.fullmatch(f'{folder}/'):
            raise NoDraftError(f'{folder!r} is no folder of this wiki')
    elif folder not in folders:
        told = ' or '.join(f'{one}/' for one in folders)
        raise NoDraftError(f'a page of kind {kind!r} stands in {told}, not in {folder}/')
    return f'{folder}/', name


def _number(wiki: Wiki, name: str) -> tuple[int, str]:
    """The number of an episode, given or the next that is free, and the rest of its name."""
    taken = dict(_numbers(wiki))
    season = wiki.corpus.season
    if found := _NUMBERED.fullmatch(name):
        number = int(found[1])
        if number in taken:
            raise NoDraftError(f'episode {number} is taken by {taken[number]}')
        if number < 1:
            raise NoDraftError('episodes are counted from 1')
        name = found[2] or ''
    else:
        number = next(one for one in range(1, len(taken) + 2) if one not in taken)
    if season and number > season:
        raise NoDraftError(
            f'episode {number} is outside the season, which has {season}; if there are more, say'
            f" so under 'episodes' in {wiki.settings.root}{SUFFIX}"
        )
    return number, name


def _numbers(wiki: Wiki) -> Iterator[tuple[int, str]]:
    """Every number that an episode has, or that its file name claims, and by which file."""
    for page in wiki.corpus.pages.values():
        if page.kind == 'episode' and (found := _NUMBERED.match(page.id)):
            yield int(found[1]), page.path
    for number, page in wiki.corpus.numbered.items():
        yield number, page.path


def _prefix(wiki: Wiki, number: int) -> str:
    digits = max(2, len(str(wiki.corpus.season)))
    return f'{number:0{digits}}-' if number else ''


def _id_of(kind: str, title: str) -> str:
    made = id_from(title)
    if made:
        return made
    if title:
        raise NoDraftError(
            f'no id can be made of {title!r}, which has no letter from a to z; say one too, in'
            ' Latin letters, like ID=the-lamp-room'
        )
    raise NoDraftError(f"say what the {kind} is called: ID=... or TITLE='...'")


def _free(wiki: Wiki, folder: str, name: str) -> str:
    """The same id, or with a number behind it where it is taken."""
    tries = (name, *(f'{name}-{count}' for count in range(2, len(wiki.texts) + 3)))
    return next(one for one in tries if not _taken_by(wiki, folder, one))


def _taken_by(wiki: Wiki, folder: str, name: str) -> str:
    """The page that has an id; case does not tell files apart everywhere."""
    for page in wiki.corpus.pages.values():
        if page.docname.lower() == f'{folder}{name}'.lower():
            return page.path
        if page.kind not in {'page', 'series'} and id_of(page.docname).lower() == name:
            return page.path
    return ''


def _check_free(wiki: Wiki, kind: str, folder: str, name: str) -> None:
    taken = _taken_by(wiki, folder, name)
    if taken and not (kind == 'page' and taken != f'{folder}{name}{SUFFIX}'):
        raise NoDraftError(f'the id {name!r} is taken by {taken}')


def _title_of(kind: str, name: str) -> str:
    words = name.replace('-', ' ')
    return words.title() if kind == 'character' else words.capitalize()


def _check_name(wiki: Wiki, kind: str, title: str) -> None:
    if kind != 'character':
        return
    for page in wiki.corpus.pages.values():
        if isinstance(page.facts, Character) and title in {page.facts.name, *page.facts.aliases}:
            raise NoDraftError(f'the name {title!r} is taken by {page.path}')


def _check(wiki: Wiki, page: NewPage) -> None:
    """Make sure that the draft passes: a title may hold what no page may."""
    after = Wiki({**wiki.texts, page.path: page.text}, wiki.settings)
    if found := [str(problem) for problem in after.problems if problem.path == page.path]:
        raise NoDraftError('\n'.join(['the draft would not pass the check:', *found]))


_NAMES: Final = ('KIND', 'ID', 'TITLE')
_QUOTED: Final = re.compile(rf"({'|'.join(_NAMES)})='((?:[^']|(?<=\w)'(?=\w))*)'")
_NEXT: Final = """\
wrote {path}, a draft, which is counted nowhere
  1. open it, fill in what you know, and leave null what the source does not say
  2. make live shows the page while you write, and make check names what to mend
  3. when it is ready, delete the notes, which begin with % or ##, and the line 'draft: true'
"""


def main(arguments: Sequence[str]) -> int:
    """Write a draft; says what to do next, or why there is none."""
    asked = _parse(arguments)
    try:
        page = _write(asked.source, asked.kind, asked.id, asked.title)
    except (ConfError, NoDraftError, OSError) as error:
        sys.stderr.write(f'error: {error}\n')
        return 2
    sys.stdout.write(_NEXT.format(path=page.path))
    return 0


def _parse(arguments: Sequence[str]) -> Namespace:
    """Arguments in order, or by name as make passes them."""
    arguments = _unquoted(arguments)
    pairs = [argument.partition('=') for argument in arguments]
    named = {name: value for name, sign, value in pairs if sign and name in _NAMES}
    rest = [argument for argument in arguments if argument.partition('=')[0] not in named]
    parser = ArgumentParser(prog='python -m criticwiki new', description=_purpose())
    parser.add_argument('kind', nargs='?', default=named.get('KIND', ''), help='like review')
    parser.add_argument(
        'id', nargs='?', default=named.get('ID', ''), help='like some-outlet-season-1'
    )
    parser.add_argument('--title', default=named.get('TITLE', ''), help='makes an id, without one')
    parser.add_argument('--source', type=Path, default=Path(), help='the folder with conf.py')
    return parser.parse_args(rest)


def _unquoted(arguments: Sequence[str]) -> list[str]:
    """The same with values whole that stand in single quotes, which cmd takes for letters."""
    found: list[str] = []
    waiting = list(arguments)
    while waiting:
        for end in range(1, len(waiting) + 1):
            quoted = _QUOTED.fullmatch(' '.join(waiting[:end]))
            if quoted:
                found.append(f'{quoted[1]}={quoted[2]}')
                del waiting[:end]
                break
        else:
            found.append(waiting.pop(0))
    return found


def _purpose() -> str:
    return 'Writes a draft page that passes the check, with every field explained.'


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
    with file.open('x', encoding='utf-8', newline='\n') as opened:
        opened.write(page.text)
    return page
