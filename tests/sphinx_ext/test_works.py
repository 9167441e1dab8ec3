"""Works that are no series: the words and panels of a film and of a podcast."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from .works import film, podcast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Build

TV = 'seasons?|series|TV|television|broadcast(?:s|ed)?'
_UNSPOKEN = re.compile(r'<(script|style|pre|code)\b.*?</\1>', re.DOTALL)
"""What no reader is told in words: names of keys are code."""
_SPOKEN = re.compile(
    r' (?:aria-label|title|alt|content|data-(?:told|search)|placeholder)="([^"]*)"'
)
_TAG = re.compile('<[^>]*>')
LONG = 130
"""Episodes of a podcast whose lists and charts are all of the long kind."""


def texts(build: Build) -> Iterator[tuple[str, str]]:
    """What readers see, hear and are told of every page: its path with its text."""
    for path in sorted(build.out.rglob('*.html')):
        html = _UNSPOKEN.sub('', path.read_text('utf-8'))
        text = '\n'.join((_TAG.sub(' ', html), *_SPOKEN.findall(html)))
        yield path.relative_to(build.out).with_suffix('').as_posix(), unescape(text)


def said(build: Build, pattern: str) -> set[str]:
    """Places where a page says a word, with the words around it."""
    found = re.compile(rf'\b(?:{pattern})\b', re.IGNORECASE)
    return {
        f'{name}: {text[max(0, hit.start() - 40) : hit.end() + 40]}'
        for name, text in texts(build)
        for hit in found.finditer(text)
    }


def data_of(build: Build, docname: str) -> dict[str, object]:
    """The structured data of a page, without what it says of the page itself."""
    tag = build.html(docname).find('script', type='application/ld+json')
    assert tag is not None
    found: dict[str, object] = json.loads(tag.get_text())
    of_page = {'@id', 'url', 'mainEntityOfPage', 'inLanguage', 'isPartOf', 'author', 'breadcrumb'}
    return {key: value for key, value in found.items() if key not in of_page}


def valid(build: Build) -> bool:
    return bool(
        Draft202012Validator(json.loads(build.text('data/wiki.schema.json'))).is_valid(build.data)
    )


@pytest.fixture(scope='module')
def glass(wiki: Callable[..., Build]) -> Build:
    return wiki(film(), html_theme='furo', html_baseurl='https://example.org/')


@pytest.fixture(scope='module')
def night(wiki: Callable[..., Build]) -> Build:
    return wiki(podcast(LONG, 6), parallel=2, html_theme='furo')


def test_no_page_of_a_film_speaks_of_episodes(glass: Build) -> None:
    assert (glass.returned, glass.warnings) == (0, [])
    assert said(glass, 'film')
    assert said(glass, f'episodes?|{TV}') == set()


def test_a_film_has_no_panel_of_episodes(glass: Build) -> None:
    panels = {
        name: [holder['id'] for holder in glass.body(name).select('.wiki-panel')]
        for name in ('index', 'reviews/ada', 'characters/bell')
    }
    assert panels == {
        'index': [],
        'reviews/ada': ['scores', 'aspects', 'remarks', 'related'],
        'characters/bell': [],
    }
    assert not [name for name, file in glass.tree().items() if b'class="wiki-seen"' in file]


def test_a_film_has_no_column_of_what_a_review_covers(glass: Build) -> None:
    def heads(docname: str, table: str) -> list[str]:
        return [cell.get_text() for cell in glass.body(docname).select(f'{table} thead th')]

    assert heads('consensus', 'details table.scores') == ['Critic', 'Score as printed', 'Of 100']
    listed = heads('reviews/index', 'table.reviews')
    assert listed == ['Critic', 'Review', 'Score', 'Published']
    assert heads('critics/ada-brandt', 'table.verdicts') == [
        'Review', 'Score as printed', 'Of 100', 'Published',
    ]  # fmt: skip
    filters = glass.body('reviews/index').select('.wiki-filters select')
    assert 'covers' not in {str(select.get('name')) for select in filters}


def test_the_figures_of_a_film_are_those_of_its_reviews(glass: Build) -> None:
    # 80, 60, 72, 83 and 40: their mean is 67, their median 72
    found = glass.data['consensus']
    assert (found['mean'], found['median'], found['scored'], found['reviews']) == (67, 72, 5, 6)
    assert found['episode_mean'] is None
    assert found['compared'] is None
    story = found['aspects']['story']
    assert (story['praise'], story['mixed'], story['criticism']) == (3, 1, 2)
    assert (story['discussing'], story['in_scope']) == (6, 6)


def test_the_data_of_a_film(glass: Build) -> None:
    assert valid(glass)
    series = glass.data['series']
    assert (series['title'], series['kind'], series['episodes']) == ('The Glass Tide', 'film', 0)
    assert {tuple(facts['covers']) for facts in glass.data['reviews'].values()} == {()}
    rows = list(csv.DictReader(io.StringIO(glass.text('data/scores.csv').removeprefix('\ufeff'))))
    assert [row['what'] for row in rows] == ['whole', 'whole', 'category', 'category'] + [
        'whole'
    ] * 3
    assert {row['covers'] for row in rows} == {''}
    assert 'Ada Brandt, Tide Weekly: 4/5. Ada Brandt on the film.' in glass.text(
        'data/reviews.atom'
    )
    assert 'Fay Quill, The Mole. Fay Quill on the film.' in glass.text('data/reviews.atom')
    schema = json.loads(glass.text('data/front-matter.schema.json'))
    assert 'covers' not in schema['$defs']['Review']['required']


def test_the_linked_data_of_a_film(glass: Build) -> None:
    movie = {'@type': 'Movie', 'name': 'The Glass Tide'}
    assert data_of(glass, 'index') == {'@context': 'https://schema.org', **movie}
    cited = data_of(glass, 'reviews/ada')['citation']
    assert isinstance(cited, dict)
    assert cited['itemReviewed'] == movie
    assert 'reviewAspect' not in cited


def test_no_page_of_a_podcast_speaks_of_seasons(night: Build) -> None:
    assert (night.returned, night.warnings) == (0, [])
    assert said(night, 'podcast')
    assert said(night, 'episodes?')
    assert said(night, TV) == set()


def test_a_podcast_without_reviews(wiki: Callable[..., Build]) -> None:
    made = wiki(podcast(LONG), html_theme='furo')
    assert (made.returned, made.warnings) == (0, [])
    assert said(made, TV) == set()
    assert made.data['consensus']['reviews'] == 0
    assert valid(made)


def test_the_linked_data_of_a_podcast(night: Build) -> None:
    podcast = {'@type': 'PodcastSeries', 'name': 'Night Radio'}
    assert data_of(night, 'index') == {'@context': 'https://schema.org', **podcast}
    episode = data_of(night, 'episodes/007-night')
    assert episode['@type'] == 'PodcastEpisode'
    assert (episode['episodeNumber'], episode['partOfSeries']) == (7, podcast)


def test_the_progress_of_a_podcast_is_what_was_heard(night: Build) -> None:
    (control,) = night.html('reviews/index').select('.sidebar-drawer .wiki-seen')
    (field,) = control.select('input[type=number]')
    assert field['max'] == str(LONG)
    assert 'I have heard up to episode' in control.get_text()


# -- words ----------------------------------------------------------------------------------

KINDS = {
    'series': 'The season score',
    'film': 'The score',
    'game': 'The score',
    'book': 'The score',
    'album': 'The score',
    'podcast': 'The score',
}
HEADLINE = """\
# What they say

```{consensus} headline
```

```{consensus} split
```
"""


def small(kind: str) -> dict[str, str]:
    """The film as another kind of work, with one episode where that kind needs some."""
    files = {**film(), 'said.md': HEADLINE}
    count = 'episodes: 1' if kind in {'series', 'podcast'} else 'episodes: 0'
    files['index.md'] = files['index.md'].replace('kind: film', f'kind: {kind}\n  {count}')
    if count.endswith('1'):
        for name in [name for name in files if name.startswith('reviews/') and 'index' not in name]:
            files[name] = files[name].replace('  outlet:', '  covers: 1\n  outlet:')
    return files


@pytest.mark.parametrize(
    ('kind', 'discussed'),
    [
        ('series', 'who saw it'),
        ('game', 'who played it'),
        ('book', 'who read it'),
        ('album', 'who heard it'),
        ('podcast', 'who heard it'),
    ],
)
def test_each_kind_has_words_of_its_own(
    wiki: Callable[..., Build], kind: str, discussed: str
) -> None:
    made = wiki(small(kind))
    assert (made.returned, made.warnings) == (0, [])
    assert discussed in made.body('said').get_text()
    if kind != 'series':
        assert said(made, r'seasons?|TV') == set()


def test_a_change_of_the_kind_is_on_every_page(wiki: Callable[..., Build]) -> None:
    made = wiki(film(), parallel=2)
    made.replace('index.md', 'kind: film', 'kind: album')
    clean = made.rebuild_and_clean(parallel=2)
    assert made.warnings == []
    assert said(made, 'film') == said(clean, 'film')
    before, after = made.tree(), clean.tree()
    assert [name for name in after if before.get(name) != after[name]] == []
    # and one where reviews have to say what they cover
    made.replace('index.md', 'kind: album', 'kind: podcast\n  episodes: 3')
    clean = made.rebuild_and_clean(parallel=2)
    assert len([line for line in made.warnings if "review needs the key 'covers'" in line]) == 6
    assert made.warnings == clean.warnings
    before, after = made.tree(), clean.tree()
    assert [name for name in after if before.get(name) != after[name]] == []
    made.replace('index.md', 'kind: podcast\n  episodes: 3', 'kind: film')
    clean = made.rebuild_and_clean()
    assert made.warnings == []
    assert made.tree() == clean.tree()


def test_a_wiki_has_words_of_its_own(wiki: Callable[..., Build]) -> None:
    made = wiki(film())
    own = {
        '%(critic)s: %(score)s.': '%(critic)s gives %(score)s.',
        'Related pages:': 'Near:',
        'The score': 'The verdict',
        'Spoiler': 'Plot',
    }
    made.configure(criticwiki_words={**own, 'Seen as': 'How it was seen'})
    clean = made.rebuild_and_clean(parallel=2)
    assert (made.returned, made.warnings) == (0, [])
    text = made.body('reviews/ada').get_text()
    assert 'Near:' in text
    assert 'Ada Brandt, Tide Weekly gives 4/5.' in made.text('data/reviews.atom')
    assert 'Related pages' not in text
    assert 'Plot' in made.html('index').select_one('details.spoiler summary').get_text()
    assert made.tree() == clean.tree()


@pytest.mark.parametrize(
    ('words', 'told'),
    [
        (
            {'The seson score': 'x'},
            "no page says 'The seson score'; did you mean 'The season score'?",
        ),
        ({'The season score': ''}, "criticwiki_words['The season score'] must be words, not ''"),
        ({'The season score': '%(mean)s'}, "cannot have '%(mean)s'"),
        (
            {'Without %(critic)s: %(mean)s.': '%(men)s'},
            "cannot have '%(men)s'; there is %(critic)s",
        ),
    ],
)
def test_words_that_cannot_be_are_told(
    wiki: Callable[..., Build], words: dict[str, str], told: str
) -> None:
    made = wiki(film(), criticwiki_words=words)
    assert made.returned
    assert told in '\n'.join(made.warnings)
