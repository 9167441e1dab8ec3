"""The front matter of every fixture page against its models, and what valid facts become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from bad_page_cases import bad_pages, good_pages
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.model.fields import FieldContext
from criticwiki.model.front_matter import read_front_matter
from criticwiki.model.kinds import KINDS, Episode, PageFacts, Review
from criticwiki.model.notations import Notations
from criticwiki.model.page import Confidence, kind_of
from criticwiki.model.validation import validate
from criticwiki.problems import Code, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criticwiki.checks.problem_examples import PageCase

GOOD: Final[Mapping[str, PageCase]] = {case.title: case for case in good_pages()}


def read(case: PageCase) -> tuple[PageFacts | None, list[Problem]]:
    kind = kind_of(case.path.removesuffix('.md'), 'index')
    facts, problems = validate(read_front_matter(case.source), kind, FieldContext())
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
        Code.WRONG_TYPE, Code.BAD_VALUE, Code.SCORE, Code.SCOPE,
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
