"""The front matter of every fixture page against its models, and what valid facts become."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import pytest
from bad_page_cases import bad_pages, good_pages
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.model.fields import FieldContext
from criticwiki.model.front_matter import read_front_matter
from criticwiki.model.indents import as_meant
from criticwiki.model.judgements import Confidence
from criticwiki.model.kinds import KINDS, Character, Episode
from criticwiki.model.notations import Notations
from criticwiki.model.page import FOLDERS, kind_of
from criticwiki.model.placement import Location
from criticwiki.model.review import Review
from criticwiki.model.validation import validate
from criticwiki.problems import Code, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from criticwiki.checks.problem_examples import PageCase
    from criticwiki.model.page_facts import PageFacts

GOOD: Final[Mapping[str, PageCase]] = {case.title: case for case in good_pages()}


def read(case: PageCase) -> tuple[PageFacts | None, list[Problem]]:
    docname = case.path.removesuffix('.md')
    context = FieldContext(location=Location(docname, 'index', FOLDERS))
    kind = kind_of(docname, 'index')
    facts, problems = validate(as_meant(read_front_matter(case.source), kind), kind, context)
    return facts, list(problems)


@pytest.mark.parametrize('case', GOOD.values(), ids=GOOD)
def test_good_front_matter_becomes_facts(case: PageCase) -> None:
    facts, problems = read(case)
    assert problems == []
    assert type(facts) is KINDS[kind_of(case.path.removesuffix('.md'), 'index')]


@pytest.mark.parametrize('case', bad_pages(), ids=lambda case: case.title)
def test_bad_front_matter_becomes_problems_and_no_facts(case: PageCase) -> None:
    facts, problems = read(case)
    assert (facts is None) == bool(problems)
    lines = {str(problem).removeprefix(':') for problem in problems}
    assert lines <= set(case.problems)
    sizes = [len(line) + 1 for line in case.source.split('\n')]
    assert all(problem.column <= sizes[problem.line - 1] for problem in problems)
    assert all(problem.path == '' for problem in problems)


def test_every_code_of_a_page_by_itself_has_a_case() -> None:
    assert {problem.code for case in bad_pages() for problem in read(case)[1]} == {
        Code.FRONT_MATTER, Code.DUPLICATE_KEY, Code.MISSING_KEY, Code.UNKNOWN_KEY,
        Code.WRONG_TYPE, Code.BAD_VALUE, Code.SCORE, Code.SCOPE, Code.MARKUP, Code.MISPLACED,
    }  # fmt: skip


# -- what valid front matter becomes ----------------------------------------------------


def test_a_whole_review() -> None:
    review = read(GOOD['a review that says everything'])[0]
    assert isinstance(review, Review)
    assert review.headline == 'A light at last'
    assert review.outlet == 'Buoy Post'
    assert review.author is None
    assert review.critic == 'Buoy Post'
    assert str(review.published) == '2024-01-31'
    assert list(review.covers) == [1, 2, 3, 6]
    assert review.covers_basis == 'inferred'
    assert review.score is not None
    assert review.score.printed == '7.20/10'
    assert {n: str(score) for n, score in review.episode_scores.items()} == {1: '3/5', 2: '★★★½☆'}
    assert list(review.categories) == ['Story', 'Vol. 1']
    assert review.aspects['plot'].quotes == ('a light',)
    assert review.aspects['plot'].spoils == 6
    assert [remark.about for remark in review.remarks] == ['keeper', 3, '3']
    assert review.verdict == 'no'
    assert review.draft is True


def test_a_whole_episode() -> None:
    episode = read(GOOD['an episode that says everything'])[0]
    assert isinstance(episode, Episode)
    assert episode.number == 10
    assert episode.title == '7.50'
    assert episode.director == ('Ann Hale',)
    assert episode.script == ('Ann Hale', 'Bo Kay')
    assert episode.storyboard is None
    assert episode.confidence_of('title') is Confidence.SOURCE_REVIEW_ONLY
    assert episode.confidence_of('aired') is Confidence.CONFIRMED


def test_scores_are_read_in_the_notations_of_the_wiki() -> None:
    source = GOOD['the least that a review says'].source.replace(
        '  covers: 1\n', '  covers: 1\n  score: S\n'
    )
    matter = read_front_matter(source)
    assert [p.code for p in validate(matter, 'review', FieldContext())[1]] == [Code.SCORE]
    review, problems = validate(matter, 'review', FieldContext(Notations(letters={'S': 100})))
    assert problems == []
    assert isinstance(review, Review)
    assert review.score is not None
    assert review.score.common == 100


# -- the scale of a review, and scores with their value ---------------------------------------

LEAST = """---
review:
  headline: A light
  outlet: Buoy Post
  author: Ann Hale
  url: null
  published: null
  covers: 1-6
"""


def review_with(lines: str, **names: str) -> tuple[Review | None, list[str]]:
    """A review with further lines, read in a wiki that states the scale of these names."""
    notations = Notations().with_outlets(names) if names else Notations()
    facts, problems = validate(
        read_front_matter(f'{LEAST}{lines}---\n'), 'review', FieldContext(notations)
    )
    assert facts is None or isinstance(facts, Review)
    return facts, [str(problem).removeprefix(':') for problem in problems]


def worths(review: Review | None) -> dict[str, Fraction]:
    """Every score of a review on 0 to 100, by what it is of."""
    assert review is not None
    scores = {'': review.score, **review.episode_scores, **review.categories}
    return {str(name): score.common for name, score in scores.items() if score}


def test_a_scale_is_for_all_that_the_review_prints() -> None:
    review, problems = review_with(
        '  scale: 4 stars\n  score: 3.5 stars\n  episode_scores: {1: 3, 2: "***1/2", 3: ★★★☆}\n'
        '  categories: {Story: B+, Music: three stars}\n'
    )
    assert problems == []
    assert review is not None
    assert (review.scale, str(review.score)) == ('4 stars', '3.5 stars')
    expected = {'': 87.5, '1': 75, '2': 87.5, '3': 75, 'Story': 83, 'Music': 75}
    assert worths(review) == expected


def test_a_number_may_be_a_scale() -> None:
    assert worths(review_with('  scale: 10\n  score: 8\n')[0]) == {'': 80}
    assert worths(review_with('  scale: "10"\n  score: "7,5"\n')[0]) == {'': 75}


def test_an_outlet_or_a_critic_has_a_scale_in_conf_py() -> None:
    lines = '  score: 3.5 stars\n'
    assert worths(review_with(lines, **{'Buoy Post': '4 stars'})[0]) == {'': 87.5}
    assert worths(review_with(lines, **{'Ann Hale': '5 stars', 'Buoy Post': '4 stars'})[0]) == {
        '': 70
    }
    stated = review_with(f'  scale: 7 stars\n{lines}', **{'Buoy Post': '4 stars'})[0]
    assert worths(stated) == {'': 50}
    assert review_with(lines, **{'Signal Box': '4 stars'})[0] is None


def test_a_scale_that_is_none_is_one_problem() -> None:
    problems = review_with('  scale: lots\n  score: 8\n  categories: {Story: 11/10}\n')[1]
    assert [problem.partition(' error: ')[0] for problem in problems] == ['9:3:', '11:16:']
    assert "'lots' is no scale; write how many it has and of what: 4 stars, 10," in problems[0]


def test_a_score_may_say_what_it_is_worth() -> None:
    review, problems = review_with(
        '  scale: 5 stars\n  score: {printed: "Two lamps, lit", value: 2, best: 4}\n'
        '  episode_scores: {1: {printed: 7, value: 7, best: 10, worst: 1}, 2: 4}\n'
        '  categories:\n    Story:\n      printed: B+/A-\n      value: 87.5\n      best: 100\n'
    )
    assert problems == []
    assert worths(review) == {'': 50, '1': 70, '2': 80, 'Story': 87.5}
    assert review is not None
    assert str(review.score) == 'Two lamps, lit'
    assert review.episode_scores[1].worst == 1
    assert review.episode_scores[2].worst is None


@pytest.mark.parametrize(
    ('score', 'problem'),
    [
        ('{printed: x, value: 5, best: 4}', 'best: must not be less than the value'),
        ('{printed: x, value: 0, best: 0}', 'best: must be more than 0'),
        ('{printed: x, value: -1, best: 4}', "value: must be a number, like 3.5, not '-1'"),
        ('{printed: x, value: "3,5", best: 4}', "value: must be a number, like 3.5, not '3,5'"),
        ('{printed: x, value: 1, best: 4, worst: 2}', 'worst: must not be more than the value'),
        ('{printed: x, value: 4, best: 4, worst: 4}', 'worst: must be less than the best'),
        ('{printed: x, value: 4}', "review.score needs the key 'best'"),
        ('{printed: null, value: 1, best: 4}', 'printed: must be text, not null'),
        ('{printed: x, value: 1, best: 4, wurst: 1}', "unknown key 'wurst'; did you mean 'worst'?"),
    ],
)  # fmt: skip
def test_what_a_score_is_worth_is_checked(score: str, problem: str) -> None:
    (line,) = review_with(f'  score: {score}\n')[1]
    place, _, message = line.partition(' error: ')
    assert message.partition(' [')[0] == problem
    assert place.startswith('9:')


@pytest.mark.parametrize('word', ['N/A', 'n/a', 'unknown', 'none', '"-"'])
def test_a_word_for_no_score_is_one_problem(word: str) -> None:
    (problem,) = review_with(f'  score: {word}\n')[1]
    assert problem.startswith('9:3: error: score: write null where the source does not say')
    (problem,) = review_with(f'  episode_scores: {{1: {word}}}\n')[1]
    assert problem.startswith('9:20: error: 1: ')
    assert 'leave it out where the critic gives none' in problem


# -- hints ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('word', 'known', 'hint'),
    [
        ('headlin', ['outlet', 'headline'], "; did you mean 'headline'?"),
        ('quots', {'quotes', 'says'}, "; did you mean 'quotes'?"),
        ('zzz', ['headline'], ''),
        ('x', [], ''),
    ],
)
def test_did_you_mean(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint


def test_a_problem_as_a_line() -> None:
    problem = Problem('reviews/x.md', 3, 5, Code.SCORE, 'score: no')
    assert str(problem) == 'reviews/x.md:3:5: error: score: no [score]'
    assert str(Problem('', 3, 5, Code.SCORE, 'score: no').at('reviews/x.md')) == str(problem)


# -- any values at all ------------------------------------------------------------------

KEYS = sorted({name for model in KINDS.values() for name in model.model_fields})
SCALARS = st.sampled_from(
    ['1', '0', '1-4', '9/10', '12/10', 'no', 'true', 'null', '""', 'praise', '2024-01-31',
     '2024-02-30', 'https://x.example/', 'https://[', 'words', '999999999', '"{x}"', '"%s"']
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f'[{", ".join(items)}]'),
        st.dictionaries(st.sampled_from([*KEYS, '1', 'x']), inner, max_size=4).map(
            lambda items: '{' + ', '.join(f'{k}: {v}' for k, v in items.items()) + '}'
        ),
    ),
    max_leaves=5,
)


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(st.sampled_from([*KEYS, 'x']), VALUES, max_size=5),
)
def test_any_values_make_facts_or_problems(kind: str, values: dict[str, str]) -> None:
    lines = [f'{kind}:', *(f'  {key}: {value}' for key, value in values.items())]
    source = '\n'.join(['---', *lines, '---', ''])
    facts, problems = validate(read_front_matter(source), kind, FieldContext())
    assert (facts is None) == bool(problems)
    for problem in problems:
        assert problem.message
        assert 2 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= len(lines[problem.line - 2])


@pytest.mark.parametrize('spaces', ['  ', '\u00a0', ' \u00a0 '])
def test_names_are_composed_and_their_spaces_collapsed(spaces: str) -> None:
    name = unicodedata.normalize('NFD', f'Zoë{spaces}Ängström')
    source = (
        f"---\ncharacter:\n  name: '{name}'\n  aliases: ['{name} II']\n"
        f"  misspellings: ['{name} III']\n  kind: '{name}'\n---\n"
    )
    facts, problems = validate(read_front_matter(source), 'character', FieldContext())
    assert problems == []
    assert isinstance(facts, Character)
    assert (facts.name, facts.kind) == ('Zoë Ängström', 'Zoë Ängström')
    assert facts.aliases == ('Zoë Ängström II',)
    assert facts.misspellings == ('Zoë Ängström III',)


def test_authors_in_two_forms_are_one_critic() -> None:
    authors = ['Ánn Hale', unicodedata.normalize('NFD', 'Ánn  Hale')]
    sources = [
        f"---\nreview: {{headline: A, outlet: null, author: '{author}', url: null,"
        ' published: null, covers: 1}\n---\n'
        for author in authors
    ]
    every = [validate(read_front_matter(one), 'review', FieldContext())[0] for one in sources]
    assert {facts.critic for facts in every if isinstance(facts, Review)} == {'Ánn Hale'}
    assert all(every)
