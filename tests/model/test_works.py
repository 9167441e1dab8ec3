"""Kinds of works: what their front matter needs, and that every word of theirs is a message."""

from __future__ import annotations

import re

import pytest
from jsonschema import Draft202012Validator
from small_wiki import PAGES, character, page, review, wiki

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings, settings_of
from criticwiki.i18n import _, use_words
from criticwiki.model import works
from criticwiki.model.declared_numbering import valid_numbering
from criticwiki.model.front_matter import read_front_matter
from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.works import Work, WorkKind, messages, own_words, work_of

PLACEHOLDER = re.compile(r'%\(\w+\)[a-z]')
TABLES = {
    'beyond series': works._BEYOND_SERIES,
    'of several seasons': works.OF_SEVERAL_SEASONS,
    'without episodes': works._WITHOUT_EPISODES,
    **{kind.value: words for kind, words in works._BY_KIND.items()},
}
OF_SEASONS = frozenset({
    'season %(number)s', 'Season %(number)s', 'seasons %(first)s–%(last)s', 'any season',
    'Score of the season', 'Season by season',
})  # fmt: skip
"""Messages on seasons that stand only where a podcast itself has some."""


@pytest.mark.parametrize('table', TABLES)
def test_every_word_stands_for_a_message_of_the_catalog(table: str) -> None:
    for message, word in TABLES[table].items():
        assert message in messages(), f'no page says {message!r} any more'
        assert word in messages(), 'run make messages'
        assert {*PLACEHOLDER.findall(word)} <= {*PLACEHOLDER.findall(message)}


def test_no_message_to_a_podcast_speaks_of_seasons() -> None:
    words = Work(WorkKind.PODCAST).words
    others = {word for table in TABLES.values() for word in table.values()}
    said = {words.get(message, message) for message in messages() - OF_SEASONS}
    found = {text for text in said if re.search(r'\b(season|series|TV|broadcast)\b', _bare(text))}
    assert found <= others, 'say it in other words in model/works.py'


def test_a_podcast_is_heard_and_not_seen() -> None:
    words = Work(WorkKind.PODCAST).words
    said = {words.get(message, message) for message in messages()}
    seen = {text for text in said if re.search(r'\b([Ss]een|[Ss]aw|watched)\b', text)}
    others = {word for table in TABLES.values() for word in table.values()}
    hidden = {text for text in seen if text.startswith('A character that cannot be seen')}
    assert seen - hidden <= others, 'say it in other words in model/works.py'


def _bare(text: str) -> str:
    return PLACEHOLDER.sub('', re.sub('`[^`]*`', '', text))


INDEX = '---\nseries:\n  title: Glass\n{}  aspects: {{story: Plot.}}\n---\n# Glass\n'


@pytest.mark.parametrize(
    ('lines', 'work'),
    [
        ('  episodes: 6\n', Work()),
        ('  kind: series\n  episodes: 0\n', Work(WorkKind.SERIES, has_episodes=False)),
        ('  kind: film\n', Work(WorkKind.FILM, has_episodes=False)),
        ('  kind: film\n  episodes: 0\n', Work(WorkKind.FILM, has_episodes=False)),
        ('  kind: game\n  episodes: 5\n', Work(WorkKind.GAME)),
        ('  kind: podcast\n  episodes: 300\n', Work(WorkKind.PODCAST)),
        ('  kind: podcast\n', Work(WorkKind.PODCAST)),
        ('  kind: opera\n', Work()),
    ],
)
def test_the_work_of_an_index_page(lines: str, work: Work) -> None:
    text = INDEX.format(lines)
    values = read_front_matter(text).values['series']
    assert isinstance(values, dict)
    assert work_of(values) == work
    assert valid_numbering(text).work == work
    read = Wiki({'index.md': text}, Settings()).corpus
    if read.series:
        assert read.work == work


def problems(lines: str, review: str = '', **pages: str) -> list[str]:
    texts = {'index.md': INDEX.format(lines)}
    if review:
        facts = 'headline: A, outlet: null, author: B, url: null, published: null'
        texts['reviews/a.md'] = f'---\nreview: {{{facts}{review}}}\n---\n# A\n'
    texts |= {name.replace('__', '/') + '.md': text for name, text in pages.items()}
    found = Wiki(texts, Settings()).problems
    return [f'{one.path}:{one.line}: {one.message} [{one.code}]' for one in found]


FLIM = (
    "index.md:4: kind: must be one of series, film, game, book, album, podcast, not 'flim'; did"
    " you mean 'film'? [bad-value]"
)
FILM = '  kind: film\n'
NO_EPISODES = "the film has no episodes, so {}; index.md says how many under 'episodes'"


@pytest.mark.parametrize(
    ('lines', 'review', 'told'),
    [
        ('', '', "index.md:2: series needs the key 'episodes', or 'seasons' [missing-key]"),
        (
            '  kind: podcast\n', '',
            "index.md:2: series needs the key 'episodes', or 'seasons' [missing-key]",
        ),
        (
            '  kind: flim\n', '',
            FLIM,
        ),
        (
            '  episodes: 2\n', ', score: 4/5',
            "reviews/a.md:2: review needs the key 'covers' [missing-key]",
        ),
        (
            FILM, ', covers: 1-2',
            'reviews/a.md:2: covers: the film has no episodes; 1 stands for all of it [scope]',
        ),
        (
            FILM, ', episode_scores: {1: 4/5}',
            'reviews/a.md:2: '
            + NO_EPISODES.format("its score stands under 'score'") + ' [scope]',
        ),
        (
            FILM, ', remarks: [{about: 1, stance: praise, says: Yes.}]',
            'reviews/a.md:2: '
            + NO_EPISODES.format('a remark is about a character') + ' [scope]',
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_work_is_told(lines: str, review: str, told: str) -> None:
    assert told in problems(lines, review)


def test_a_page_of_an_episode_in_a_film() -> None:
    episode = '---\nepisode: {number: 1, title: One}\n---\n# One\n'
    found = problems(FILM, episodes__one=episode)
    told = NO_EPISODES.format('no page can be about one')
    assert f'episodes/one.md:2: {told} [scope]' in found


@pytest.mark.parametrize('review', [', score: 4/5', ', covers: 1, score: 4/5'])
def test_a_review_of_a_film_need_not_say_what_it_covers(review: str) -> None:
    assert problems(FILM, review, page='# A\n\n:::{spoiler} 1\nAll.\n:::\n') == [
        told for told in problems(FILM, review) if 'toctree' in told
    ]


def test_a_spoiler_of_a_film_is_of_the_whole() -> None:
    found = problems(FILM, page='# A\n\n:::{spoiler} 2\nAll.\n:::\n')
    assert 'page.md:3: spoiler: the film has no episodes; 1 stands for all of it [scope]' in found


@pytest.mark.parametrize(
    ('facts', 'valid'),
    [
        ({'title': 'A', 'aspects': {}}, False),
        ({'title': 'A', 'aspects': {}, 'episodes': 6}, True),
        ({'title': 'A', 'aspects': {}, 'kind': 'series'}, False),
        ({'title': 'A', 'aspects': {}, 'kind': 'podcast'}, False),
        ({'title': 'A', 'aspects': {}, 'kind': 'film'}, True),
        ({'title': 'A', 'aspects': {}, 'kind': 'book', 'episodes': 0}, True),
        ({'title': 'A', 'aspects': {}, 'kind': 'opera'}, False),
    ],
)
def test_the_schema_asks_what_the_check_asks(facts: dict[str, object], valid: bool) -> None:
    assert Draft202012Validator(front_matter_schema('series')).is_valid({'series': facts}) == valid


def test_a_series_with_the_same_facts_is_as_before() -> None:
    assert Work().words == {}
    corpus = wiki(*(one for name, one in PAGES.items() if name != 'index'))
    assert corpus.work == Work()
    assert corpus.numbering.total == 6


def test_a_film_is_one_piece_that_every_critic_covers() -> None:
    front = 'series:\n  title: Glass\n  kind: film\n  aspects: {story: Plot.}\n'
    corpus = wiki(page('guide'), character('Ida'), review('a', covers=1), front=front)
    assert corpus.is_whole(corpus.reviews[0].facts.covers.numbers)
    assert not corpus.work.has_episodes


# -- words of a wiki ----------------------------------------------------------------------


def test_a_wiki_replaces_the_words_of_its_kind_too() -> None:
    film = Work(WorkKind.FILM, has_episodes=False).words
    try:
        use_words(film, {})
        assert _('The season score') == 'The score'
        assert _('Pages') == 'Pages'
        for key in ('The season score', 'The score'):
            use_words(film, {key: 'The verdict'})
            assert _('The season score') == 'The verdict'
    finally:
        use_words({}, {})


def test_placeholders_may_be_left_out_and_repeated() -> None:
    words = {'Mean %(mean)s and median %(median)s of 100.': '%(mean)s %(mean)s', 'The score': 'So'}
    assert own_words(words) == words
    assert own_words({'Mean: %(mean)s of 100, from %(count)s printed scores.': 'Mean'})


@pytest.mark.parametrize(
    ('words', 'told'),
    [
        ({'The scoer': 'x'}, "no page says 'The scoer'; did you mean 'The score'?"),
        ({'The score': 5}, 'must be words, not 5'),
        ({'The score': 'at 100 %'}, "cannot have '%'"),
        (
            {'Without %(critic)s: %(mean)s.': '%(mean)d'},
            "cannot have '%(mean)d'; there is %(critic)s",
        ),
        (['The score'], 'criticwiki_words must be a mapping'),
    ],
)
def test_words_that_cannot_be_are_told(words: object, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        settings_of({'criticwiki_words': words})
