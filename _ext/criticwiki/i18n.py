"""gettext functions for every text shown to readers and editors, and formats of their language.

Catalogs are `.po` files, compiled in memory: those of the package in `locale`, and over them those
of the wiki. Without any, texts and formats are English.
"""

from __future__ import annotations

import io
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from babel import Locale

DOMAIN: Final = 'criticwiki'
"""Name of the catalog: `LOCALE/LC_MESSAGES/criticwiki.po`."""
LOCALE_DIR: Final = Path(__file__).parent / 'locale'
ENGLISH: Final = 'en'


def _(message: str) -> str:
    """The text of a message in this wiki: its own words, else those of its kind, translated."""
    word = _State.by_kind.get(message, message)
    own = _State.own
    if own and (text := own.get(message) or own.get(word)):
        return text
    return _State.translate(word)


def ngettext(one: str, several: str, count: int) -> str:
    """The form of a message for a count, as the language of the wiki has it."""
    message = one if count == 1 else several
    by_kind, own = _State.by_kind, _State.own
    if own and (text := own.get(message) or own.get(by_kind.get(message, message))):
        return text
    return _State.translate_counted(by_kind.get(one, one), by_kind.get(several, several), count)


def counted(message: str, count: int) -> str:
    """The form for a count of a message that is the same in English for every count."""
    return ngettext(message, message, count)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext has for it
    """Marker of a message for the catalog; :func:`_` translates it where it is shown."""
    return message


def ngettext_noop(one: str, several: str) -> tuple[str, str]:
    """Marker of a message with a count; :func:`ngettext` translates it where it is shown."""
    return one, several


def counted_noop(message: str) -> str:
    """Marker of a message with a count; :func:`counted` translates it where it is shown."""
    return message


def use_words(by_kind: Mapping[str, str], own: Mapping[str, str]) -> None:
    """Set the messages for the kind of the work, and the texts that the wiki prefers, by message.

    A text of the wiki is already in its language; it may replace a message of the kind, too.
    """
    _State.by_kind = by_kind
    _State.own = own


# -- the language -------------------------------------------------------------------------


def use_language(catalogs: Sequence[NullTranslations], language: str) -> NullTranslations:
    """Set the language of texts and formats, from catalogs of which earlier ones come first.

    Returns them as one.

    Without a catalog both are English: a page that mixes two languages is read by neither rule.
    """
    chain = NullTranslations()
    for catalog in reversed(catalogs):
        catalog.add_fallback(chain)
        chain = catalog
    _State.translate = staticmethod(chain.gettext)
    _State.translate_counted = staticmethod(chain.ngettext)
    _State.formats = Formats(language if catalogs else ENGLISH)
    _State.alphabet = _alphabet_of(language)
    return chain


def is_english(language: str) -> bool:
    """Whether a language code stands for English, of whatever country."""
    return language.replace('-', '_').partition('_')[0].lower() == ENGLISH


def languages() -> list[str]:
    """Codes of the languages that the package has a catalog for, English first."""
    return [
        ENGLISH,
        *sorted(file.parent.parent.name for file in LOCALE_DIR.glob(f'*/*/{DOMAIN}.po')),
    ]


def has_language(language: str) -> bool:
    """Whether the package has the texts for readers in a language, of whatever country."""
    return is_english(language) or not {*languages_of(language)}.isdisjoint(languages())


def languages_of(language: str) -> list[str]:
    """Codes under which a catalog of a language may be: `de_AT`, then `de`."""
    parts = language.replace('-', '_').split('_')
    return ['_'.join(parts[:end]) for end in range(len(parts), 0, -1)]


def catalogs_of(language: str, folders: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Files of the catalogs of a language, those that come first before others, with its code.

    A folder has them as `.po`, as translators write them, or only compiled, as `.mo`.
    """
    for folder in (*folders, LOCALE_DIR):
        for code in languages_of(language):
            file = folder / code / 'LC_MESSAGES' / f'{DOMAIN}.po'
            for there in (file, file.with_suffix('.mo')):
                if there.is_file():
                    yield there, code
                    break


def load_catalog(file: Path, code: str) -> tuple[GNUTranslations, list[str]]:
    """A catalog, and what is wrong in it; a message whose placeholders differ stays English.

    :raises ValueError: where the file is no catalog.
    """
    # Babel is slow to import, and most wikis need no catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        if file.suffix == '.mo':
            return GNUTranslations(io.BytesIO(file.read_bytes())), []
        catalog = read_po(io.BytesIO(file.read_bytes()), locale=code, abort_invalid=True)
    except (PoFileError, OSError, UnicodeError, ValueError) as error:
        raise ValueError(f'{file} is no catalog: {error}') from error
    wrong = []
    for message in list(catalog):
        if message.id and (errors := message.check(catalog)):
            wrong.append(f'{file}:{message.lineno}: {errors[0]}')
            catalog.delete(message.id)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled), wrong


# -- formats ------------------------------------------------------------------------------


class Formats:
    """How a language writes figures, lists and months, by the Unicode CLDR."""

    def __init__(self, language: str) -> None:
        """Formats of English are written here: Babel is slow to import."""
        self.decimal = '.'
        self.group = ','
        self.separator = ', '
        self._language = language
        if not is_english(language) and (locale := _locale(language)):
            self.decimal = locale.number_symbols['latn']['decimal']
            self.group = locale.number_symbols['latn']['group']
            middle = locale.list_patterns['standard']['middle']
            self.separator = middle.removeprefix('{0}').removesuffix('{1}')

    @cached_property
    def locale(self) -> Locale:
        """Babel's data of the language."""
        locale = _locale(self._language) or _locale(ENGLISH)
        assert locale is not None
        return locale


def _locale(language: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    for code in languages_of(language):
        try:
            return Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
    return None


_LETTERS: Final = {
    'cs': 'cč rř sš zž', 'da': 'zæøå', 'es': 'nñ', 'et': 'zõäöü', 'fi': 'zåäö',
    'hr': 'cčć dđ sš zž', 'hu': 'oö uü', 'is': 'aá dð eé ií oó uú yý zþæö', 'lt': 'cč sš zž',
    'lv': 'cč gģ kķ lļ nņ sš zž', 'nb': 'zæøå', 'nn': 'zæøå', 'no': 'zæøå',
    'pl': 'aą cć eę lł nń oó sś zźż', 'ro': 'aăâ iî sș tț', 'sk': 'aä cč oô sš zž',
    'sl': 'cč sš zž', 'sv': 'zåäö', 'tr': 'cç gğ hı oö sş uü',
}  # fmt: skip
"""Letters of their own in an alphabet, each group after its first letter, as in CLDR's collation.

Elsewhere, as in German, an accented letter is looked up as the letter without its accent.
"""
_KANA: Final = {chr(katakana): chr(katakana - 0x60) for katakana in range(0x30A1, 0x30F7)}


def _alphabet_of(language: str) -> Mapping[int, str]:
    code = languages_of(language)[-1]
    letters = {
        letter: f'{group[0]}\uffff{place}'
        for group in _LETTERS.get(code, '').split()
        for place, letter in enumerate(group[1:])
    }
    return str.maketrans(letters | (_KANA if code == 'ja' else {}))


def alphabet() -> Mapping[int, str]:
    """Translation of the letters that the language of the wiki sorts in another place."""
    return _State.alphabet


def decimal_figure(text: str) -> str:
    """A figure with the decimal mark of the language, and a true minus sign."""
    return text.replace('.', _State.formats.decimal).replace('-', '\N{MINUS SIGN}')


def grouped_count(count: int) -> str:
    """A large number, its digits in groups: `12,000`."""
    return f'{count:,}'.replace(',', _State.formats.group)


def separator() -> str:
    """What stands between the words of a list: a comma and a space in English."""
    return _State.formats.separator


def clause_separator() -> str:
    """What stands between parts that hold commas themselves: a semicolon and a space in English."""
    return _('; ')


def month_name(number: int) -> str:
    """Name of a month, 1 to 12, within a date."""
    return str(language_data().months['format']['wide'][number])


def language_data() -> Locale:
    """Babel's data of the language of the texts: names of languages and months."""
    return _State.formats.locale


def _english(one: str, several: str, count: int) -> str:
    return one if count == 1 else several


class _State:
    translate: Callable[[str], str] = str
    translate_counted: Callable[[str, str, int], str] = staticmethod(_english)
    by_kind: Mapping[str, str] = {}
    own: Mapping[str, str] = {}
    formats = Formats(ENGLISH)
    alphabet: Mapping[int, str] = {}
