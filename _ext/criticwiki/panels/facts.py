"""Rows of fact boxes: what a page states of each field, and the fact box of the series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _
from criticwiki.model.dates import PartialDate
from criticwiki.model.languages import language_name
from criticwiki.panel_registry import Panel

from .components import confidence_note, date_text, draft_note, fact_box
from .elements import Element, field, foreign, joined, para

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.judgements import Confidence
    from criticwiki.model.kinds import DeclaredValue
    from criticwiki.model.page import Page
    from criticwiki.model.page_facts import PageFacts

    from .elements import Piece


@dataclass(frozen=True, slots=True)
class Fact:
    """Row of a fact box."""

    key: str
    """Name of the front-matter field; of one by language, `title_fr` or `voices.fr`."""
    values: tuple[str, ...]
    confidence: Confidence
    language: str = ''
    """Language of the values, where it is not the page's own."""
    group: str = ''
    """`titles`, `names`, `voices`, or `declared` by the wiki; else empty."""
    label: str = ''
    """Name of the language in the first three groups; label of a declared field."""
    form: str = 'text'
    """Type of a declared field, by which its values are drawn."""


def stated_fact(facts: PageFacts, key: str, form: str = 'text') -> Iterator[Fact]:
    """Row of a field of the model; none where the page does not state it."""
    if values := _texts(getattr(facts, key)):
        yield Fact(key, values, facts.confidence_of(key), form=form)


def facts_by_language(facts: PageFacts, group: str) -> Iterator[Fact]:
    """A row for each language that a page has in `titles`, `names` or `voices`."""
    values: Mapping[str, DeclaredValue] = getattr(facts, group)
    for code, value in values.items():
        key = f'voices.{code}' if group == 'voices' else f'{group.removesuffix("s")}_{code}'
        language = '' if group == 'voices' else code  # names of people are not in it
        confidence = facts.confidence_of(key)
        if texts := _texts(value):
            yield Fact(key, texts, confidence, language, group, language_name(code))


def declared_facts(corpus: Corpus, page: Page) -> Iterator[Fact]:
    """Rows of the fields that the wiki declares, in the order of its conf.py."""
    facts = page.facts
    for name, one in corpus.declared.of(page.kind).items():
        if facts is not None and one.shown and name in facts.declared:
            values, confidence = _texts(facts.declared[name]), facts.confidence_of(name)
            if values:
                yield Fact(name, values, confidence, one.language, 'declared', one.label, one.type)


def _texts(value: DeclaredValue) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return (str(value).lower(),)
    if isinstance(value, tuple) and not isinstance(value, PartialDate):
        return value
    return (str(value),)


def fact_field(fact: Fact) -> Element:
    """Field of a fact, with its confidence."""
    values = joined(_value(text, fact) for text in fact.values)
    return field(_label(fact), para(values, confidence_note(fact.confidence)))


def _label(fact: Fact) -> str:
    if fact.group == 'declared':
        return fact.label
    if fact.group:
        templates = {
            'titles': _('%(language)s title'),
            'names': _('In %(language)s'),
            'voices': _('%(language)s voice'),
        }
        return templates[fact.group] % {'language': fact.label}
    labels = {
        'aired': _('First aired'),
        'director': _('Episode director'),
        'storyboard': _('Storyboard'),
        'script': _('Script'),
        'aliases': _('Also called'),
        'kind': _('Kind'),
    }
    return labels[fact.key]


def _value(text: str, fact: Fact) -> Piece:
    if fact.form == 'date':
        return date_text(text)
    if fact.form == 'flag':
        return _('yes') if text == 'true' else _('no')
    if fact.form == 'address':
        return address(text)
    return foreign(text, fact.language) if fact.language else text


def address(url: str) -> Element:
    """Link to another site, by the name of its host."""
    host = url.split('/')[2].removeprefix('www.')
    return Element('address', [host], (), url)


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """View of the fact box of the series: the fields that the wiki declares for it."""

    facts: tuple[Fact, ...]
    draft: bool


def series_facts(corpus: Corpus, page: Page) -> SeriesFacts:
    """Facts of the series."""
    draft = page.facts is not None and page.facts.draft
    return SeriesFacts(tuple(declared_facts(corpus, page)), draft)


def draw_series_facts(view: SeriesFacts) -> list[Element]:
    """Fact box of the series; nothing without a declared field."""
    if not view.facts:
        return [draft_note()] if view.draft else []
    return [fact_box(_('Facts'), [fact_field(fact) for fact in view.facts], draft=view.draft)]


FACTS: Final = Panel(series_facts, draw_series_facts)
