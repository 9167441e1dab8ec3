"""Front matter against its models, case by case: `cases/README.txt` says how one is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.model.fields import Confidence
from criticwiki.model.front_matter import read_front_matter
from criticwiki.model.kinds import KINDS, Episode, Review
from criticwiki.model.scores import Notations
from criticwiki.model.validation import validate
from criticwiki.problems import Code, Problem, did_you_mean

CASES = Path(__file__).parent / 'cases'
CASE = re.compile(
    r'^== (?P<title>[^\n]+)\n(?P<kind>\w+)\n>>>>\n'
    r'(?P<source>.*?)^<<<<\n(?P<expected>.*?)(?=^== |\Z)',
    re.MULTILINE | re.DOTALL,
)


class Case(NamedTuple):
    title: str
    kind: str
    source: str
    expected: tuple[str, ...]


def cases() -> list[Case]:
    """All cases of all files."""
    found = []
    for file in sorted(CASES.glob('[a-z]*.txt')):
        text = file.read_text('utf-8')
        assert len(CASE.findall(text)) == len(re.findall('^== ', text, re.MULTILINE)), file
        for case in CASE.finditer(text):
            expected = tuple(line for line in case['expected'].splitlines() if line.strip())
            title = f'{file.stem}: {case["title"]}'
            found.append(Case(title, case['kind'], case['source'], expected))
    return found


ALL = cases()


def told(problem: Problem) -> str:
    return f'{problem.line}:{problem.column}: {problem.code}: {problem.message}'


def test_there_are_enough_cases() -> None:
    bad = [case for case in ALL if case.expected != ('valid',)]
    assert len(bad) >= 35
    assert len(ALL) - len(bad) >= 5
    assert len({case.title for case in ALL}) == len(ALL)


@pytest.mark.parametrize('case', ALL, ids=[case.title for case in ALL])
def test_case(case: Case) -> None:
    facts, problems = validate(read_front_matter(case.source), case.kind, Notations())
    ordered = sorted(problems)
    lines = [told(problem) for problem in ordered]
    if case.expected == ('valid',):
        assert lines == []
        assert type(facts) is KINDS[case.kind]
        return
    assert facts is None
    starts = [line[: len(start)] for line, start in zip(lines, case.expected, strict=False)]
    assert (starts, len(lines)) == (list(case.expected), len(case.expected)), '\n'.join(lines)
    sizes = [len(line) + 1 for line in case.source.split('\n')]
    assert all(problem.column <= sizes[problem.line - 1] for problem in problems)
    assert all(problem.path == '' for problem in problems)


def test_every_code_of_a_page_by_itself_has_a_case() -> None:
    codes = {
        line.split(': ')[1].rstrip(':') for case in ALL for line in case.expected if ': ' in line
    }
    assert codes == {
        Code.FRONT_MATTER, Code.DUPLICATE_KEY, Code.MISSING_KEY, Code.UNKNOWN_KEY,
        Code.WRONG_TYPE, Code.BAD_VALUE, Code.SCORE, Code.SCOPE,
    }  # fmt: skip


# -- what valid front matter becomes ----------------------------------------------------


def facts_of(title: str) -> object:
    case = next(case for case in ALL if case.title == f'valid: {title}')
    return validate(read_front_matter(case.source), case.kind, Notations())[0]


def test_a_whole_review() -> None:
    review = facts_of('a review that says everything')
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
    assert {n: str(score) for n, score in review.episode_scores.items()} == {1: '3/5', 2: '★★★½'}
    assert list(review.categories) == ['Story', 'Vol. 1']
    assert review.aspects['story'].quotes == ('a light',)
    assert review.aspects['story'].spoils == 6
    assert [remark.about for remark in review.remarks] == ['ida-lund', 3, '3']
    assert review.verdict == 'no'
    assert review.draft is True


def test_a_whole_episode() -> None:
    episode = facts_of('an episode that says everything')
    assert isinstance(episode, Episode)
    assert episode.number == 10
    assert episode.title == '7.50'
    assert episode.director == ('Ann Hale',)
    assert episode.script == ('Ann Hale', 'Bo Kay')
    assert episode.storyboard is None
    assert episode.known('title') is Confidence.SOURCE_REVIEW_ONLY
    assert episode.known('aired') is Confidence.CONFIRMED


def test_scores_are_read_in_the_notations_of_the_wiki() -> None:
    case = next(case for case in ALL if case.title == 'valid: the least that a review says')
    source = case.source.replace('  covers: 1\n', '  covers: 1\n  score: S\n')
    matter = read_front_matter(source)
    assert [p.code for p in validate(matter, 'review', Notations())[1]] == [Code.SCORE]
    review, problems = validate(matter, 'review', Notations(letters={'S': 100}))
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
    facts, problems = validate(read_front_matter(source), kind, Notations())
    assert (facts is None) == bool(problems)
    for problem in problems:
        assert problem.message
        assert 2 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= len(lines[problem.line - 2])
