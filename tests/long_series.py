"""An invented series of seven seasons, with its reviews as plain data and as pages.

The figures are recounted from the plain data by `recount`, which shares no code with the extension
and does everything the slow way: episode by episode, critic by critic.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

SEASONS = (20, 26, 26, 26, 24, 24, 24)
TOTAL = sum(SEASONS)
ASPECTS = ('story', 'acting', 'effects', 'music', 'ending')
STANCES = ('praise', 'mixed', 'criticism')
LETTERS = {'A': 100, 'A-': 91, 'B+': 83, 'B': 75, 'B-': 67, 'C+': 58, 'C': 50, 'D': 25}
"""The letters used here, with the values that the method page prints."""


@dataclass
class Written:
    """One review as its critic wrote it."""

    id: str
    authors: tuple[str, ...]
    outlet: str | None
    published: str | None
    episodes: set[int]
    covers: str
    score: tuple[str, Fraction] | None = None
    """Printed score with its value on 0 to 100."""
    episode_scores: dict[int, tuple[str, Fraction]] = field(default_factory=dict)
    aspects: dict[str, str] = field(default_factory=dict)
    replaces: str | None = None
    scale: str | None = None

    @property
    def critic(self) -> Any:
        """Who is counted: the authors together, else the outlet, else this review alone."""
        return frozenset(self.authors) or self.outlet or self.id


def first_of(season: int) -> int:
    """Number, through the series, of the first episode of a season."""
    return sum(SEASONS[: season - 1]) + 1


def episodes_of(season: int) -> set[int]:
    """Numbers, through the series, of the episodes of a season."""
    return set(range(first_of(season), first_of(season) + SEASONS[season - 1]))


def label(number: int) -> str:
    """An episode as the trade numbers it, such as S2E3."""
    for season in range(1, len(SEASONS) + 1):
        if number in episodes_of(season):
            return f'S{season}E{number - first_of(season) + 1}'
    raise ValueError(number)


def _stars(half_stars: int) -> tuple[str, Fraction]:
    """Stars of four at most."""
    whole, half = divmod(half_stars, 2)
    printed = f'{whole}.5 stars' if half else f'{whole} stars'
    return printed, Fraction(half_stars, 8) * 100


def _of_ten(value: int) -> tuple[str, Fraction]:
    return f'{value}/10', Fraction(value * 10)


def _letter(index: int) -> tuple[str, Fraction]:
    letter = list(LETTERS)[index % len(LETTERS)]
    return letter, Fraction(LETTERS[letter])


def _judged(seed: int, names: tuple[str, ...]) -> dict[str, str]:
    return {name: STANCES[(seed + 2 * index) % 3] for index, name in enumerate(names)}


def written_reviews() -> list[Written]:
    """The 64 reviews of 11 critics."""
    reviews = [*_weekly_stars(), *_weekly_letters(), *_season_columns(), *_whole_series()]
    reviews += [*_second_thoughts(), *_two_parters(), *_unsigned(), *_others()]
    return reviews


def _weekly_stars() -> list[Written]:
    """Jo Marsh gives one episode a week up to four stars: 22 reviews."""
    rows = []
    for index in range(22):
        number = 5 + 7 * index
        rows.append(
            Written(
                f'marsh-{number:03}',
                ('Jo Marsh',),
                'Radio Nine',
                f'2001-{1 + index // 4:02}-{1 + index % 28:02}',
                {number},
                label(number),
                score=_stars(index % 9),
                aspects=_judged(index, ('story',) if index % 3 else ('story', 'acting')),
                scale='4 stars',
            )
        )
    return rows


def _weekly_letters() -> list[Written]:
    """Kay Nith gives letters to single episodes, without dates: 12 reviews."""
    rows = []
    for index in range(12):
        number = 12 + 3 * index
        rows.append(
            Written(
                f'nith-{number:03}',
                ('Kay Nith',),
                None,
                None,
                {number},
                label(number),
                score=_letter(index),
                aspects=_judged(index, ('effects',)),
            )
        )
    return rows


def _season_columns() -> list[Written]:
    """Ed Pike reviews every season as a whole, with scores of single episodes: 7 reviews."""
    rows = []
    for season in range(1, 8):
        numbers = sorted(episodes_of(season))
        rows.append(
            Written(
                f'pike-season-{season}',
                ('Ed Pike',),
                'The Lamp',
                f'200{season}-06-0{season}',
                set(numbers),
                f'season {season}',
                score=_of_ten(4 + season % 6),
                episode_scores={n: _of_ten(1 + n % 10) for n in numbers[::4]},
                aspects=_judged(season, ASPECTS[:3]),
            )
        )
    return rows


def _whole_series() -> list[Written]:
    """Two who write together, and one more critic, on all seven seasons: 2 reviews."""
    every = set(range(1, TOTAL + 1))
    return [
        Written(
            'hale-and-kay',
            ('Ann Hale', 'Bo Kay'),
            'The Daily',
            '2010-01-01',
            every,
            'all',
            score=('5/5', Fraction(100)),
            aspects=_judged(0, ASPECTS),
        ),
        Written(
            'stone',
            ('Al Stone',),
            'Harbour Post',
            '2011-01-01',
            every,
            'seasons 1-7',
            score=('70%', Fraction(70)),
            aspects=_judged(1, ASPECTS),
        ),
    ]


def _second_thoughts() -> list[Written]:
    """Rosa Dow reviews the series, and again; and twice season 3 on the same day: 4 reviews."""
    every = set(range(1, TOTAL + 1))
    third = episodes_of(3)
    return [
        Written('dow-first', ('Rosa Dow',), None, '2008-01-01', every, 'all',
                score=_of_ten(9), aspects={'story': 'praise', 'music': 'praise'}),
        Written('dow-again', ('Rosa Dow',), None, '2009-01-01', every, 'all',
                score=_of_ten(5), aspects={'story': 'criticism'}, replaces='dow-first'),
        Written('dow-third', ('Rosa Dow',), None, '2003-01-01', third, 'season 3',
                score=_of_ten(6), aspects={'music': 'praise', 'effects': 'praise'}),
        Written('dow-third-too', ('Rosa Dow',), 'Radio Nine', '2003-01-01', third, 'season 3',
                score=_of_ten(8), aspects={'music': 'criticism', 'effects': 'praise'}),
    ]  # fmt: skip


def _two_parters() -> list[Written]:
    """Gus Lee reviews two episodes at a time, with one score for both: 6 reviews."""
    rows = []
    for index in range(6):
        first = 40 + 20 * index
        rows.append(
            Written(
                f'lee-{first:03}',
                ('Gus Lee',),
                None,
                f'2002-0{index + 1}-01',
                {first, first + 1},
                f'{first}-{first + 1}',
                score=_of_ten(3 + index),
                aspects=_judged(index, ('acting',)),
            )
        )
    return rows


def _unsigned() -> list[Written]:
    """Unsigned columns of one outlet, and two reviews that name nobody: 6 reviews."""
    rows = [
        Written(
            f'daily-{season}',
            (),
            'The Daily',
            f'200{season}-01-01',
            episodes_of(season),
            f'season {season}',
            aspects=_judged(season, ('story', 'music')),
        )
        for season in (1, 2, 4, 5)
    ]
    for name, season, aspects in (
        ('nobody-one', 1, {'story': 'mixed'}),
        ('nobody-two', 7, {'ending': 'criticism', 'story': 'mixed'}),
    ):
        rows.append(
            Written(name, (), None, None, episodes_of(season), f'season {season}',
                    score=_of_ten(season), aspects=aspects)
        )  # fmt: skip
    return rows


def _others() -> list[Written]:
    """Vi Moor on the first three episodes of each odd season, and nothing else: 5 reviews."""
    rows = []
    for index, season in enumerate((1, 3, 5, 7)):
        start = first_of(season)
        numbers = {start, start + 1, start + 2}
        rows.append(
            Written(
                f'moor-{season}',
                ('Vi Moor',),
                'Late News',
                None,
                numbers,
                f'{label(start)}-{label(start + 2)}',
                episode_scores={n: _of_ten(2 + (n + index) % 8) for n in sorted(numbers)},
                aspects=_judged(index, ('story', 'effects')),
            )
        )
    rows.append(
        Written('moor-late', ('Vi Moor',), 'Late News', '2012-01-01', {TOTAL}, label(TOTAL),
                score=_of_ten(10), aspects={'ending': 'praise'})
    )  # fmt: skip
    return rows


# -- as pages ----------------------------------------------------------------------------


def index_page() -> str:
    """The front page of the wiki."""
    aspects = '\n'.join(f'    {name}: What it is.' for name in ASPECTS[:-1])
    return f"""---
series:
  title: Nine Lamps
  seasons: [{', '.join(map(str, SEASONS))}]
  specials: {{Prologue: 0, Storm special: 46.5}}
  aspects:
{aspects}
    ending: {{means: How it ends., needs: {label(TOTAL)}}}
---

# Nine Lamps

```{{toctree}}
:hidden:

consensus
reviews/index
episodes/index
```
"""


def review_page(row: Written) -> str:
    """A review as a page."""

    def scalar(value: str | None) -> str:
        return 'null' if value is None else f'"{value}"'

    names = ', '.join(f'"{name}"' for name in row.authors)
    lines = [
        '---',
        'review:',
        f'  headline: "On {row.id}"',
        f'  outlet: {scalar(row.outlet)}',
        f'  author: {f"[{names}]" if names else "null"}',
        '  url: null',
        f'  published: {row.published or "null"}',
        f'  covers: {row.covers}',
    ]
    lines += [f'  scale: {row.scale}'] if row.scale else []
    lines += [f'  replaces: {row.replaces}'] if row.replaces else []
    lines += [f'  score: {row.score[0]}'] if row.score else []
    if row.episode_scores:
        scores = ', '.join(f'{label(n)}: {s}' for n, (s, _v) in row.episode_scores.items())
        lines.append(f'  episode_scores: {{{scores}}}')
    if row.aspects:
        lines.append('  aspects:')
        lines += [
            f'    {name}: {{stance: {s}, says: "As it is."}}' for name, s in row.aspects.items()
        ]
    return '\n'.join([*lines, '---', '', f'# On {row.id}', '', 'Words.', ''])


def pages() -> dict[str, str]:
    """Every page of the wiki, by path; the first two episodes are one page."""
    listed = '\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n'
    texts = {
        'index.md': index_page(),
        'consensus.md': '# Consensus\n\n```{consensus}\n```\n',
        'reviews/index.md': f'# Reviews\n{listed}',
        'episodes/index.md': f'# Episodes\n{listed}',
    }
    for row in written_reviews():
        texts[f'reviews/{row.id}.md'] = review_page(row)
    numbers = {'001-002': '[S1E1, S1E2]', '000': 'Prologue', '046-5': 'Storm special'}
    numbers |= {f'{number:03}': label(number) for number in range(3, TOTAL + 1)}
    for name, number in numbers.items():
        facts = f'episode:\n  number: {number}\n  title: Part {name}'
        texts[f'episodes/{name}.md'] = f'---\n{facts}\n---\n\n# Part {name}\n\nWords.\n'
    return texts


# -- recounted ---------------------------------------------------------------------------


def counted() -> list[Written]:
    """The reviews without those that another one replaces."""
    rows = written_reviews()
    gone = {row.replaces for row in rows}
    return [row for row in rows if row.id not in gone]


def by_critic(stretch: set[int]) -> dict[Any, list[Written]]:
    """Counted reviews of each critic who covers any episode of a stretch."""
    critics: dict[Any, list[Written]] = {}
    for row in counted():
        if row.episodes & stretch:
            critics.setdefault(row.critic, []).append(row)
    return critics


def speaking(rows: list[Written], stretch: set[int]) -> list[Written]:
    """Those that cover most of a stretch, without the older ones among them."""
    most = max(len(row.episodes & stretch) for row in rows)
    widest = [row for row in rows if len(row.episodes & stretch) == most]
    return [
        row
        for row in widest
        if row.published is None
        or not any(other.published and other.published > row.published for other in widest)
    ]


def season_scores(stretch: set[int]) -> list[Fraction]:
    """The score of each critic who reviews just that stretch, the whole of it, and prints one."""
    values = []
    for rows in by_critic(stretch).values():
        scoring = [row for row in rows if row.score and stretch == row.episodes]
        if scoring:
            printed = {row.score[1] for row in speaking(scoring, stretch) if row.score}
            values.append(sum(printed, Fraction(0)) / len(printed))
    return values


def stances(aspect: str, stretch: set[int]) -> list[tuple[str, set[int]]]:
    """The stance of each critic on an aspect, with the episodes that it is about."""
    result = []
    for rows in by_critic(stretch).values():
        judging = [
            row
            for row in rows
            if aspect in row.aspects and (aspect != 'ending' or TOTAL in row.episodes)
        ]
        if judging:
            heard = speaking(judging, stretch)
            held = {row.aspects[aspect] for row in heard}
            episodes = set().union(*(row.episodes for row in heard))
            if len(held) == 1:
                episodes = heard[0].episodes
            result.append((held.pop() if len(held) == 1 else 'mixed', episodes))
    return result


def largest_common(aspect: str, stretch: set[int]) -> Counter[str]:
    """Stances of the largest group that judged one episode in common, the wider split first."""
    best: Counter[str] = Counter()
    for number in range(TOTAL + 1):
        here = Counter(stance for stance, about in stances(aspect, stretch) if number in about)
        if _size(here) > _size(best):
            best = here
    return best


def _size(counts: Counter[str]) -> tuple[int, int]:
    return counts.total(), min(counts['praise'], counts['criticism'])


def in_scope(aspect: str, stretch: set[int]) -> int:
    """Number of critics who had seen what an aspect needs."""
    return sum(
        aspect != 'ending' or any(TOTAL in row.episodes for row in rows)
        for rows in by_critic(stretch).values()
    )


def episode_scores(number: int) -> list[Fraction]:
    """The score of each critic for an episode: an own one, else one for two episodes together."""
    values = []
    for rows in by_critic({number}).values():
        own = [
            (row, _own_score(row, number)) for row in rows if _own_score(row, number) is not None
        ]
        if not own:
            own = [
                (row, row.score[1])
                for row in rows
                if row.score and not row.episode_scores and len(row.episodes) == 2
            ]
        if own:
            heard = speaking_for_any([row for row, _value in own])
            printed = {value for row, value in own if row in heard}
            values.append(sum(printed, Fraction(0)) / len(printed))
    return values


def _own_score(row: Written, number: int) -> Fraction | None:
    if number in row.episode_scores:
        return row.episode_scores[number][1]
    return row.score[1] if row.score and row.episodes == {number} else None


def speaking_for_any(rows: list[Written]) -> list[Written]:
    """Those that cover most episodes, without the older ones among them."""
    return speaking(rows, set(range(TOTAL + 1)))
