"""The catalogs hold every word that the extension says, and German and Japanese lack none."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from wiki_build import Build

import messages
from criticwiki.i18n import (
    _,
    catalogs_of,
    clause_separator,
    counted,
    decimal_figure,
    grouped_count,
    load_catalog,
    month_name,
    ngettext,
    separator,
    use_language,
    use_words,
)
from criticwiki.markdown.value_role import in_form
from criticwiki.model.languages import language_name
from criticwiki.panels.components import date_text
from criticwiki.panels.season_score import listed
from criticwiki.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message
    from workshop import Workshop

PLACEHOLDER = re.compile(r'%(?:\(\w+\))?[sd]')
LANGUAGES = ['de', 'ja']


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use_language([], 'en')
    use_words({}, {})


def catalog_of(language: str) -> Catalog:
    file = messages.FOLDER / language / 'LC_MESSAGES' / 'criticwiki.po'
    return read_po(io.BytesIO(file.read_bytes()), locale=language)


def write_catalog(folder: Path, language: str, header: str, entries: str) -> Path:
    file = folder / language / 'LC_MESSAGES' / 'criticwiki.po'
    file.parent.mkdir(parents=True, exist_ok=True)
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n{header}\n'
    file.write_text(head + entries, 'utf-8')
    return file


def speak(language: str, *folders: Path) -> list[str]:
    """Use the catalogs of a language; returns what is wrong in them."""
    loaded = [load_catalog(file, code) for file, code in catalogs_of(language, folders)]
    use_language([catalog for catalog, _wrong in loaded], language)
    return [line for _catalog, wrong in loaded for line in wrong]


def test_the_catalogs_are_up_to_date() -> None:
    fresh = messages.template()
    stored = (messages.FOLDER / 'criticwiki.pot').read_text('utf-8')
    assert messages.as_text(fresh) == stored, 'run make messages'
    assert [file.parent.parent.name for file in messages.catalogs()] == LANGUAGES
    for file in messages.catalogs():
        assert messages.updated(file, fresh) == file.read_text('utf-8'), 'run make messages'


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _is_wrong(message: Message, catalog: Catalog) -> bool:
    """Whether a translation lacks a form, is not looked at, or fills in something else."""
    forms = _forms(message.string)
    wanted = [sorted(PLACEHOLDER.findall(form)) for form in _forms(message.id)]
    return (
        message.fuzzy
        or not all(form.strip() for form in forms)
        or any(sorted(PLACEHOLDER.findall(form)) not in wanted for form in forms)
        or bool(message.check(catalog))
    )


@pytest.mark.parametrize('language', LANGUAGES)
def test_a_language_of_the_package_lacks_no_word(language: str) -> None:
    catalog = catalog_of(language)
    assert [message.id for message in catalog if message.id and _is_wrong(message, catalog)] == []
    code = re.compile('`[^`]+`')
    assert [
        message.id
        for message in catalog
        for text, form in zip(_forms(message.id)[-1:], _forms(message.string)[-1:], strict=True)
        if message.id and sorted(code.findall(text)) != sorted(code.findall(form))
    ] == []


def test_german_formats() -> None:
    assert speak('de') == []
    assert decimal_figure('-3.375') == '\N{MINUS SIGN}3,375'
    assert grouped_count(12000) == '12.000'
    assert language_name('ja') == 'Japanisch'
    assert listed(['60', '70', '72']) == '60, 70 und 72'
    assert [date_text(date) for date in ('2024-01-10', '2024-03', '2024')] == [
        '10. Januar 2024',
        'März 2024',
        '2024',
    ]
    assert [counted('%(count)d episodes', n) % {'count': n} for n in (1, 2)] == [
        '1 Folge',
        '2 Folgen',
    ]
    assert [in_form(n, 'Words') for n in ('0', '3', '20', '21')] == [
        'Kein',
        'Drei',
        'Zwanzig',
        '21',
    ]
    assert _('no') == 'nein'


def test_a_country_has_formats_of_its_own() -> None:
    assert speak('de_AT') == []
    assert date_text('2024-01-10') == '10. Jänner 2024'
    assert _('Episodes') == 'Folgen'


def test_japanese_formats() -> None:
    assert speak('ja') == []
    assert listed(['60', '70', '72']) == '60、70、72'
    assert (separator(), clause_separator()) == ('、', '；')
    assert date_text('2024-01-10') == '2024年1月10日'
    assert ngettext('%(count)d review', '%(count)d reviews', 1) % {'count': 1} == 'レビュー1件'


@pytest.mark.parametrize(
    ('language', 'names'),
    [
        ('de', ['Anna', 'Äpfel', 'Azur', 'Öl', 'Stahl', 'Straße', 'Zeus']),
        ('sv', ['Anna', 'Azur', 'Zeus', 'Åke', 'Äpple', 'Öl']),
        ('da', ['Anna', 'Zeus', 'Æble', 'Øre', 'Åse']),
        ('es', ['Nora', 'Nuria', 'Ñu', 'Oro']),
        ('pl', ['Lis', 'Luty', 'Łucja', 'Maj']),
        ('ja', ['アイダ', 'いぬ', 'ウタ', 'えき']),
    ],
)
def test_names_are_in_the_order_of_the_alphabet(language: str, names: list[str]) -> None:
    use_language([], language)
    names_in_disorder = [*names[1::2], *names[::2]]
    assert sorted(names_in_disorder, key=sort_key) == names


def test_english_needs_no_catalog() -> None:
    assert speak('en_GB') == []
    assert decimal_figure('-3.375') == '\N{MINUS SIGN}3.375'
    assert grouped_count(12000) == '12,000'
    assert month_name(3) == 'March'
    assert ngettext('%(count)d review', '%(count)d reviews', 1) == '%(count)d review'
    assert separator() == ', '


RULE = 'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && n%100<10 ? 1 : 2)'


def test_a_language_with_three_forms(tmp_path: Path) -> None:
    entry = (
        'msgid "%(count)d review"\nmsgid_plural "%(count)d reviews"\n'
        'msgstr[0] "%(count)d рецензия"\n'
        'msgstr[1] "%(count)d рецензии"\nmsgstr[2] "%(count)d рецензий"\n'
    )
    write_catalog(tmp_path, 'ru', f'"Plural-Forms: {RULE};\\n"\n', entry)
    assert speak('ru', tmp_path) == []
    said = [
        ngettext('%(count)d review', '%(count)d reviews', n) % {'count': n} for n in (1, 3, 5, 21)
    ]
    assert said == ['1 рецензия', '3 рецензии', '5 рецензий', '21 рецензия']
    assert counted('%(count)d episodes', 5) % {'count': 5} == '5 episodes'


def test_a_catalog_of_the_wiki_comes_first(tmp_path: Path) -> None:
    write_catalog(tmp_path, 'de', '', 'msgid "Critics"\nmsgstr "Stimmen"\n')
    assert speak('de', tmp_path) == []
    assert (_('Critics'), _('Episodes')) == ('Stimmen', 'Folgen')


def test_own_words_come_before_every_catalog() -> None:
    speak('de')
    use_words({}, {'%(count)d episodes': '%(count)d Teile'})
    assert counted('%(count)d episodes', 3) % {'count': 3} == '3 Teile'


def test_other_placeholders_are_told_and_stay_english(tmp_path: Path) -> None:
    entry = '#, python-format\nmsgid "Season %(number)d"\nmsgstr "Saison %(numero)d"\n'
    file = write_catalog(tmp_path, 'fr', '', entry)
    (wrong,) = speak('fr', tmp_path)
    assert wrong.startswith(f'{file}:')
    assert _('Season %(number)d') == 'Season %(number)d'


@pytest.fixture
def page_in(workshop: Workshop, tmp_path: Path) -> Callable[[str], tuple[str, str]]:
    """Build one page in a language; what the build says, and the page as text."""
    made = Build(tmp_path, workshop)
    made.source = tmp_path
    series = 'series:\n  title: Lights\n  episodes: 1\n  aspects: {story: What happens.}\n'

    def build(language: str) -> tuple[str, str]:
        made.write(
            'conf.py', f"extensions = ['myst_parser', 'criticwiki']\nlanguage = {language!r}\n"
        )
        made.write('index.md', f'---\n{series}---\n\n# Lights\n\nWords.\n')
        made.rebuild('text')
        page = made.out / 'index.txt'
        return '\n'.join(made.warnings), page.read_text('utf-8') if page.exists() else ''

    return build


@pytest.mark.parametrize('suffix', ['.po', '.mo'])
def test_a_translation_of_the_wiki_reaches_the_page(
    tmp_path: Path, page_in: Callable[[str], tuple[str, str]], suffix: str
) -> None:
    entry = 'msgid "The season at a glance"\nmsgstr "La saison en bref"\n'
    file = write_catalog(tmp_path / 'locales', 'fr', '', entry)
    if suffix == '.mo':
        frontend = [sys.executable, '-m', 'babel.messages.frontend', 'compile', '-l', 'fr']
        where = ['-D', 'criticwiki', '-d', tmp_path / 'locales']
        subprocess.run([*frontend, *where], check=True, capture_output=True)
        file.unlink()
    said, text = page_in('fr')
    assert said == ''
    assert 'La saison en bref' in text
    assert 'The season at a glance' not in text


def test_a_page_follows_its_catalog(
    tmp_path: Path, page_in: Callable[[str], tuple[str, str]]
) -> None:
    entry = 'msgid "The season at a glance"\nmsgstr "%s"\n'
    for words in ('La saison en bref', 'Un regard'):
        write_catalog(tmp_path / 'locales', 'fr', '', entry % words)
        assert words in page_in('fr')[1]


def test_a_file_that_is_no_catalog_is_told(
    tmp_path: Path, page_in: Callable[[str], tuple[str, str]]
) -> None:
    file = write_catalog(tmp_path / 'locales', 'fr', '', 'msgid "a"\nnonsense\n')
    said, _text = page_in('fr')
    assert f'{file.relative_to(tmp_path)} is no catalog' in said


@pytest.mark.parametrize(
    ('language', 'warned'),
    [('fr', True), ('pt_BR', True), ('en', False), ('en_GB', False), ('de', False), ('ja', False)],
)
def test_a_language_without_a_catalog_is_told_once(
    page_in: Callable[[str], tuple[str, str]], language: str, warned: bool
) -> None:
    for _turn in range(2):
        lines = [line for line in page_in(language)[0].splitlines() if 'catalog' in line]
        assert len(lines) == warned
        if warned:
            cure = f"locales/{language}/LC_MESSAGES/criticwiki.po, or write language = 'en'"
            assert cure in lines[0]
            assert lines[0].endswith('[wiki.language]')
