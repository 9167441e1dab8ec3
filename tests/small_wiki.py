"""Pages and corpora made of a few words, through the same reading as a build's."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

from criticwiki.corpus.aspects import plain_anchors
from criticwiki.corpus.corpus import Corpus
from criticwiki.model.fields import FieldContext
from criticwiki.model.front_matter import read_front_matter
from criticwiki.model.page import Block, Link, Page, Run, kind_of
from criticwiki.model.validation import validate
from criticwiki.panels.aspect_table import aspect_table, draw_aspects
from criticwiki.panels.common import aspects_of

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import CharacterEntry, EpisodeEntry, ReviewEntry
    from criticwiki.panels.elements import Element

SERIES = """
series:
  title: Harbour Lights
  episodes: 6
  aspects:
    story: Whether it holds together.
    music: The songs.
    finale: {means: How it ends., needs: 6}
"""
REVIEW = {
    'headline': 'A review',
    'outlet': 'null',
    'author': 'null',
    'url': 'null',
    'published': 'null',
    'covers': '1-6',
}


def page(docname: str, front: str = '', **more: Any) -> Page:
    """A page of this front matter; all else as a parser would have found it."""
    kind = kind_of(docname, 'index')
    source = f'---\n{dedent(front).strip()}\n---\n' if front else '# Heading\n'
    matter = read_front_matter(source)
    facts, problems = validate(matter, kind, FieldContext())
    assert not problems, [str(problem) for problem in problems]
    more.setdefault('title', docname)
    return Page(docname, f'{docname}.md', kind, facts=facts, places=matter.places, **more)


def _front(kind: str, facts: dict[str, Any]) -> str:
    return '\n'.join([f'{kind}:', *(f'  {key}: {value}' for key, value in facts.items())])


def series(front: str = SERIES, **more: Any) -> Page:
    """The index page."""
    return page('index', front, **more)


def review(name: str, *, page_: dict[str, Any] | None = None, **facts: Any) -> Page:
    """A review; what is not given is not stated, and it has seen the whole season."""
    return page(f'reviews/{name}', _front('review', REVIEW | facts), **(page_ or {}))


def episode(number: int | str, *, page_: dict[str, Any] | None = None, **facts: Any) -> Page:
    """An episode, in the file that bears its number."""
    known = {'number': number, 'title': f'Title {number}'} | facts
    docname = f'episodes/{number:02}-part'
    return page(docname, _front('episode', known), **(page_ or {}))


def character(name: str, *, page_: dict[str, Any] | None = None, **facts: Any) -> Page:
    """A character, in a file named after them."""
    docname = 'characters/' + name.lower().replace(' ', '-')
    return page(docname, _front('character', {'name': name} | facts), **(page_ or {}))


def block(*runs: str | Run, section: str = 'top', spoils: int = 0) -> Block:
    """A paragraph."""
    made = (run if isinstance(run, Run) else Run(run) for run in runs)
    return Block(section, tuple(made), spoils)


def prose(*blocks: Block | str) -> dict[str, Any]:
    """The paragraphs of a page."""
    made = (entry if isinstance(entry, Block) else block(entry) for entry in blocks)
    return {'blocks': tuple(made)}


def wiki(*pages: Page, front: str = SERIES) -> Corpus:
    """A corpus with an index page."""
    return Corpus([series(front), *pages])


def aspects_drawn(corpus: Corpus) -> list[Element]:
    """The table of aspects, drawn with the anchors that it has on a page without headings."""
    return draw_aspects(aspect_table(corpus), plain_anchors(aspects_of(corpus)))


def review_of(corpus: Corpus, name: str) -> ReviewEntry:
    """A review of the corpus, by id."""
    return next(entry for entry in corpus.reviews if entry.id == name)


def character_of(corpus: Corpus, name: str) -> CharacterEntry:
    """A character of the corpus, by name."""
    return next(entry for entry in corpus.characters if entry.facts.name == name)


def episode_of(corpus: Corpus, number: int) -> EpisodeEntry:
    """An episode of the corpus."""
    return corpus.episode_by_number[number]


PANELS = {'panels': (('consensus', 'headline'),)}
REMARKS = '[{about: 2, stance: praise, says: Fine.}, {about: ida-kerr, stance: mixed, says: Odd.}]'
PAGES: dict[str, Page] = {
    made.docname: made
    for made in (
        series(),
        page('consensus', **PANELS),
        page('figures', values=(('consensus.mean', 1),)),
        page('guide', **prose('Nothing much.')),
        *(episode(number) for number in range(1, 6)),
        character('Ida Kerr', appears_in='[1, 2]'),
        character('Old Tom', appears_in='[4]'),
        review('post', author='Ann Lee', covers='1-3', score='7/10', remarks=REMARKS),
        review('mail', author='Ben Ray', covers='5', page_=prose('Old Tom stays ashore.')),
        page('linking', links=(Link('episode', '3', 1, explicit=False),)),
    )
}
"""A wiki of all kinds of pages, by docname."""


def post(**facts: Any) -> Page:
    known = {'author': 'Ann Lee', 'covers': '1-3', 'score': '7/10', 'remarks': REMARKS}
    return review('post', **(known | facts))
