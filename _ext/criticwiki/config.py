"""Settings: the configuration values of conf.py that affect reading, as a frozen dataclass."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from criticwiki.guard.files import StaticFiles, static_files_of
from criticwiki.guard.policy import Allowed, allowed_of
from criticwiki.markdown.directives import Forms, forms_of
from criticwiki.markdown.parser import Syntax, syntax_of
from criticwiki.model.declared_fields import NONE_DECLARED, DeclaredFields, declared_fields_of
from criticwiki.model.notations import (
    LETTERS,
    OUTLET_SCALES,
    Notations,
    Scale,
    ScoreError,
    singular,
)
from criticwiki.model.numbering import UNKNOWN, Numbering
from criticwiki.model.page import FOLDERS
from criticwiki.model.scores import COMMON_BEST
from criticwiki.model.works import own_words

from .i18n import N_
from .problems import OPTIONAL, Code, did_you_mean
from .text import compile_globs

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping, Sequence

_EVERYTHING: Final = ('**',)
MARKED: Final = 'marked'
GATHERED: Final = 'gathered'
LEFT_OUT: Final = 'left out'
"""What `criticwiki_book_spoilers` can be."""


@dataclass(frozen=True)
class Setting:
    """A configuration value of the extension, as conf.py may set it."""

    name: str
    default: object
    types: tuple[type, ...]
    means: str
    reads: bool = True
    """Whether a change alters what is read from pages; else only what is written."""
    choices: tuple[str, ...] = ()
    """The only values, where these are listed."""
    example: str = ''
    """A value as it is written in conf.py, for messages."""

    @property
    def _takes(self) -> str:
        """What it must be, in the words of a message."""
        if self.choices:
            return f'one of {", ".join(map(repr, self.choices))}'
        words = 'a number of stars, or None' if type(None) in self.types else _TYPES[self.types[0]]
        return f'{words}: {self.example}' if self.example else words

    def require(self, value: object) -> None:
        """Check that a value is of the right type, and one of the choices where these are listed.

        :raises ValueError: where it is not.
        """
        is_right = value in self.choices if self.choices else isinstance(value, self.types)
        if not is_right:
            raise ValueError(f'{self.name} must be {self._takes}, not {value!r}')


_TYPES: Final[Mapping[type, str]] = {
    bool: 'True or False',
    dict: 'a mapping',
    list: 'a list',
    str: 'text in quotation marks',
}
"""Types of settings, in the words of messages."""
_LIST: Final = (list, tuple, set, frozenset)
SETTINGS: Final = (
    Setting(
        'criticwiki_folders', dict(FOLDERS), (dict,),
        N_('Which folder holds pages of which kind.'),
        example="{'episodes': 'episode'}",
    ),
    Setting(
        'criticwiki_letters', dict(LETTERS), (dict,),
        N_('What each letter grade is worth on 0 to 100.'),
        example="{'A': 95, 'B': 80}",
    ),
    Setting(
        'criticwiki_scales', {}, (dict,),
        N_(
            'Scales of your own, by name: as words, or as a unit with its best value. The unit'
            " `''` is a bare number."
        ),
        example="{'points': {'unit': 'points', 'best': 20}}",
    ),
    Setting(
        'criticwiki_outlet_scales', {}, (dict,),
        N_(
            'The scale of an outlet or critic that prints scores without one: `4 stars`, `10`, or'
            ' the name of a scale of your own.'
        ),
        example="{'The Outlet': '4 stars'}",
    ),
    Setting(
        'criticwiki_stars', None, (int, float, type(None)),
        N_(
            'How many stars there are where no review and no outlet says so. Unless it is set, such'
            ' a score is a problem.'
        ),
    ),
    Setting(
        'criticwiki_fields', {}, (dict,),
        N_(
            'Fields of your own by kind of page, each with `label`, `type` (`text`, `names`,'
            ' `number`, `date`, `address`, `flag`), `language`, `shown` (`facts`, `nowhere`) and'
            ' `means`.'
        ),
        example="{'episode': {'writer': {'label': 'Written by', 'type': 'names'}}}",
    ),
    Setting(
        'criticwiki_foreign_keys', [], _LIST,
        N_(
            'Keys of front matter that other extensions read; a star at the end stands for any'
            ' characters.'
        ),
        example="['blogpost', 'tags']",
    ),
    Setting(
        'criticwiki_words', {}, (dict,),
        N_('Words that this wiki prefers, by the English words of the pages.'),
        example="{'What critics say': 'In the press'}",
    ),
    Setting(
        'criticwiki_checks', [], _LIST,
        N_('Optional checks: `silence` tells sentences on what no source says, in English.'),
        example="['silence']",
    ),
    Setting(
        'criticwiki_guard', True, (bool,),
        N_('Whether what could do harm on a page is refused.'),
    ),
    Setting(
        'criticwiki_directives', {}, (dict,),
        N_('Further directives that pages may use, each with its options.'),
        example="{'name': ['option']}",
    ),
    Setting(
        'criticwiki_roles', [], _LIST,
        N_('Further roles that pages may use.'),
        example="['name']",
    ),
    Setting(
        'criticwiki_files', [], _LIST,
        N_(
            'What else of `html_static_path` and `html_extra_path` is published: paths in these'
            ' folders, with stars.'
        ),
        reads=False,
        example="['terms.pdf']",
    ),
    Setting(
        'criticwiki_search_last', ['guide/*'], _LIST,
        N_('Pages for editors, which come last in the search: paths with stars.'),
        reads=False,
        example="['guide/*']",
    ),
    Setting(
        'criticwiki_noindex', False, (bool,),
        N_('Whether search engines are kept out of this build.'),
        reads=False,
    ),
    Setting(
        'criticwiki_license', '', (str,),
        N_('Address of the licence of the text, for the data, the feed and what pages say to'
           ' programs.'),
        reads=False,
    ),
    Setting(
        'criticwiki_card', '', (str,),
        N_(
            'Picture that links to the wiki are shown with elsewhere: a file of'
            ' `html_static_path`, 1200 by 630 pixels.'
        ),
        reads=False,
    ),
    Setting(
        'criticwiki_book_spoilers', MARKED, (str,),
        N_(
            'Spoilers in EPUB and PDF: each under the name of its episode, folded where readers'
            ' of EPUB can fold; all at the end, with links there and back; or none at all.'
        ),
        choices=(MARKED, GATHERED, LEFT_OUT),
    ),
)  # fmt: skip
"""Configuration values that conf.py may set; the guide of a wiki documents them from here."""


def require_settings(values: Mapping[str, object], names: Iterable[str]) -> None:
    """Check the types of settings, and that no name in conf.py is a misspelled one of them.

    :param names: all that conf.py defines, which may have names of its own.
    :raises ValueError: at the first that is wrong.
    """
    settings = {one.name: one for one in SETTINGS}
    for name in names:
        if name not in settings and (other := _misspelled(name, settings)):
            raise ValueError(f'there is no setting {name!r}; did you mean {other!r}?')
    for name, setting in settings.items():
        if name in values:
            setting.require(values[name])


_PREFIX: Final = 'criticwiki_'


def _misspelled(name: str, settings: Iterable[str]) -> str:
    """The setting that is meant by a name; empty where it may well be a name of its own.

    The prefix is left out of the comparison: all names that have it are alike.
    """
    if not name.startswith(_PREFIX):
        return ''.join(get_close_matches(name, settings, n=1, cutoff=0.9))
    rests = [one.removeprefix(_PREFIX) for one in settings]
    matches = get_close_matches(name.removeprefix(_PREFIX), rests, n=1, cutoff=0.8)
    return _PREFIX + matches[0] if matches else ''


@dataclass(frozen=True)
class Settings:
    """Configuration values that reading and checking of pages depend on."""

    folders: Mapping[str, str] = field(default_factory=lambda: dict(FOLDERS))
    """Kind of page by folder: `criticwiki_folders`."""
    notations: Notations = field(default_factory=Notations)
    """Notations of scores: `criticwiki_letters`, `criticwiki_scales`, `criticwiki_stars` and
    `criticwiki_outlet_scales`."""
    declared: DeclaredFields = NONE_DECLARED
    """Front matter that the wiki declares: `criticwiki_fields`, `criticwiki_foreign_keys`."""
    numbering: Numbering = UNKNOWN
    """Seasons and specials, from the page about the series; see :func:`with_numbering`."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Texts that the wiki prefers, by message: `criticwiki_words`."""
    checks: frozenset[Code] = frozenset()
    """Optional checks that are switched on: `criticwiki_checks`."""
    language: str = 'en'
    """Language of the wiki: `language`."""
    root: str = 'index'
    """Docname of the page about the series: `root_doc`."""
    include: tuple[str, ...] = _EVERYTHING
    """Glob patterns of the files that are pages: `include_patterns`."""
    exclude: tuple[str, ...] = ()
    """Glob patterns of files and folders that are not: `exclude_patterns`."""

    @cached_property
    def _excluded(self) -> re.Pattern[str]:
        return compile_globs(self.exclude)

    def is_excluded(self, path: str) -> bool:
        """Whether `exclude_patterns` exclude a file or one of its folders.

        `path` is relative to the source folder. Static files are published all the same.
        """
        static = map(posixpath.normpath, self.static_files.static)
        if any(path.startswith(f'{folder}/') for folder in static):
            return False
        folders = path.split('/')
        parts = ('/'.join(folders[:end]) for end in range(1, len(folders) + 1))
        return any(map(self._excluded.match, parts))

    syntax: Syntax = field(default_factory=Syntax)
    """Options of the Markdown parser: the settings that begin with `myst_`."""
    extensions: tuple[str, ...] = ()
    """Sphinx extensions, which may add directives and roles: `extensions`."""

    @cached_property
    def forms(self) -> Forms:
        """Registry of the directives and roles that are available."""
        return forms_of(self.extensions)

    allowed: Allowed = field(default_factory=Allowed)
    """Allow-list: `criticwiki_directives`, `criticwiki_roles`, `criticwiki_guard`."""
    card: str = ''
    """Picture that links to the wiki are shown with: `criticwiki_card`."""
    address: str = ''
    """Address of the site: `html_baseurl`."""
    static_files: StaticFiles = field(default_factory=StaticFiles)
    """Static files: `html_static_path`, `html_extra_path`, `criticwiki_files`."""


def with_numbering(settings: Settings, numbering: Numbering) -> Settings:
    """The settings with the numbering that the page about the series declares."""
    return settings if settings.numbering == numbering else replace(settings, numbering=numbering)


def settings_of(values: Mapping[str, Any]) -> Settings:
    """Settings from the namespace of conf.py, with defaults for names that it does not set.

    :raises ValueError: if a value is invalid.
    """
    return Settings(
        folders=dict(values.get('criticwiki_folders', FOLDERS)),
        notations=notations_of(
            values.get('criticwiki_letters', LETTERS),
            values.get('criticwiki_scales', {}),
            values.get('criticwiki_stars'),
            values.get('criticwiki_outlet_scales', {}),
        ),
        declared=declared_fields_of(
            values.get('criticwiki_fields', {}), values.get('criticwiki_foreign_keys', ())
        ),
        words=own_words(values.get('criticwiki_words', {})),
        checks=_optional_checks(values.get('criticwiki_checks', ())),
        language=str(values.get('language') or 'en'),
        root=str(values.get('root_doc', values.get('master_doc', 'index'))),
        include=tuple(values.get('include_patterns', _EVERYTHING)),
        exclude=tuple(values.get('exclude_patterns', ())),
        syntax=syntax_of(values),
        extensions=tuple(values.get('extensions', ())),
        allowed=allowed_of(values),
        card=values.get('criticwiki_card', ''),
        address=str(values.get('html_baseurl') or ''),
        static_files=static_files_of(values),
    )


def _optional_checks(names: Sequence[str]) -> frozenset[Code]:
    """Codes of the optional checks that conf.py names.

    :raises ValueError: where it names none of them.
    """
    if isinstance(names, str):
        raise ValueError("criticwiki_checks must be a list: ['silence']")
    optional = sorted(code.value for code in OPTIONAL)
    for name in names:
        if name not in optional:
            hint = did_you_mean(name, optional) or f'; there are {", ".join(optional)}'
            raise ValueError(f'criticwiki_checks: there is no optional check {name!r}{hint}')
    return frozenset(map(Code, names))


def notations_of(
    letters: Mapping[str, float],
    scales: Mapping[str, Any],
    stars: Any = None,
    outlets: Mapping[str, Any] | None = None,
) -> Notations:
    """Score notations from the settings of conf.py.

    :raises ValueError: if a value is invalid, or outside 0 to 100.
    """
    for letter, worth in letters.items():
        if not isinstance(worth, int | float) or not 0 <= worth <= 100:
            raise ValueError(f'criticwiki_letters[{letter!r}] must be 0 to 100, not {worth!r}')
    if stars is not None and (not isinstance(stars, int | float) or stars <= 0):
        raise ValueError(f'criticwiki_stars must be a number of stars, or None, not {stars!r}')
    declared = tuple(_scale(name, spec) for name, spec in scales.items())
    _check_units(declared)
    best = None if stars is None else Fraction(str(stars))
    notations = Notations(dict(letters), declared, best)
    try:
        return notations.with_outlets(outlets or {})
    except ScoreError as error:
        raise ValueError(f'{OUTLET_SCALES}: {error}') from error


def _check_units(scales: Sequence[Scale]) -> None:
    """Check that a unit is of one scale: 8 points cannot be out of 10 and out of 20.

    :raises ValueError: if two scales have one unit, or both have none.
    """
    units: dict[str, Scale] = {}
    for scale in scales:
        if scale.steps:
            continue
        other = units.setdefault(singular(scale.unit), scale)
        if other.best != scale.best:
            shared = f'the unit {scale.unit!r}' if scale.unit else 'no unit'
            raise ValueError(
                f'criticwiki_scales: {other.name!r} and {scale.name!r} have {shared} and another'
                f' best; give one of them to its outlets, in {OUTLET_SCALES}'
            )


def _require_keys(spec: Mapping[str, object]) -> None:
    """Check the keys of a scale.

    :raises ValueError: where there is an unknown one, or one is missing.
    """
    for key in spec:
        if key not in {'steps', 'unit', 'best'}:
            hint = did_you_mean(str(key), ('steps', 'unit', 'best'))
            raise ValueError(f'there is no key {key!r}{hint}')
    if 'steps' not in spec and (missing := [key for key in ('unit', 'best') if key not in spec]):
        raise ValueError(f'the key {missing[0]!r} is missing')


def _scale(name: str, spec: Any) -> Scale:
    try:
        _require_keys(spec)
        if 'steps' in spec:
            steps = {str(word): Fraction(str(worth)) for word, worth in spec['steps'].items()}
            for word, worth in steps.items():
                if not 0 <= worth <= COMMON_BEST:
                    raise ValueError(f'{word!r} must be 0 to 100')
            return Scale(name, steps=steps)
        best = Fraction(str(spec['best']))
        if best <= 0:
            raise ValueError('the best must be more than 0')
        return Scale(name, unit=str(spec['unit']).strip(), best=best)
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        message = (
            f"criticwiki_scales[{name!r}] must be {{'steps': {{'word': 0 to 100}}}},"
            f" {{'unit': 'points', 'best': 20}}, or {{'unit': '', 'best': 10}} for bare numbers:"
            f' {error}'
        )
        raise ValueError(message) from error
