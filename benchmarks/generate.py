"""Makes a wiki of any size, the same for the same seed: for measuring, not for reading.

60 % reviews, 25 % characters, 15 % episodes; about 300 words, eight links and two lists a
page; a review covers at most twelve episodes and speaks of at most three characters.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

_VOCABULARY = (
    'after again against almost alone along already although always among answer around'
    ' because before begin behind believe below between beyond bright bring broken build'
    ' carry certain chance change children choice city clear close cold colour common'
    ' corner could country course cover cross dark deep door doubt dream drift early earth'
    ' edge empty engine enough evening every face fall family far fear field fight figure'
    ' fire first floor follow force forget form found friend full garden glass gone grey'
    ' ground half hand harbour hard heart heavy hidden high hold hour house human island'
    ' journey keep kind large late laugh learn leave letter light line little long lost'
    ' machine matter mean memory middle moment morning mother mountain mouth music narrow'
    ' never night noise north nothing often open other paper part past people perhaps'
    ' picture piece place plain point power promise quiet rain reach reason red remember'
    ' return right river road roof room round sail same scene school second secret seem'
    ' shadow short show silence simple slow small smile snow song sound south space speak'
    ' stand star station stone storm story strange street strong summer sure table tell'
    ' thing think third through time together tower town train travel tree trouble true'
    ' turn under until upon voice wait wall watch water weather white whole wide wild wind'
    ' window winter without woman word work world write year young'
)
WORDS = _VOCABULARY.split()
ASPECTS = ('story', 'pacing', 'themes', 'cast', 'design', 'animation', 'music', 'ending')
STANCES = ('praise', 'mixed', 'criticism')


@dataclass(frozen=True)
class Plan:
    """How many pages of each kind a wiki of `pages` has."""

    pages: int

    @property
    def episodes(self) -> int:
        return max(1, round(self.pages * 0.15))

    @property
    def characters(self) -> int:
        return max(3, round(self.pages * 0.25))

    @property
    def reviews(self) -> int:
        return max(1, self.pages - self.episodes - self.characters)


class Generator:
    """Writes the pages of a plan into a folder."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan = plan
        self.random = random.Random(seed)
        self.ids = {
            'episode': [f'{n:04}-part' for n in range(1, plan.episodes + 1)],
            'character': [f'person-{n:04}' for n in range(1, plan.characters + 1)],
            'review': [f'review-{n:04}' for n in range(1, plan.reviews + 1)],
        }
        self.folders = {'episode': 'episodes', 'character': 'characters', 'review': 'reviews'}

    def name(self, number: int) -> str:
        return f'Ada{number:04} Quill{number:04}'

    def sentence(self) -> str:
        words = self.random.choices(WORDS, k=self.random.randint(9, 16))
        return ' '.join(words).capitalize() + '.'

    def paragraph(self, sentences: int) -> str:
        return ' '.join(self.sentence() for _ in range(sentences))

    def link(self, ours: bool) -> str:
        kind = self.random.choice(list(self.ids))
        target = self.random.choice(self.ids[kind])
        if ours and self.random.random() < 0.5:
            return f'{{{kind}}}`{target}`'
        return f'[{self.random.choice(WORDS)}](../{self.folders[kind]}/{target}.md)'

    def body(self, title: str, *, ours: bool) -> str:
        """About 300 words with eight links, two lists and a table."""
        linked = [f'{self.sentence()} See {self.link(ours)}.' for _ in range(6)]
        mention = self.name(self.random.randint(1, self.plan.characters))
        points = '\n'.join(f'* {self.sentence()}' for _ in range(3))
        more = '\n'.join(f'* {self.random.choice(WORDS)}: {self.link(ours)}' for _ in range(2))
        rows = '\n'.join(
            f'| {self.random.choice(WORDS)} | {self.random.choice(WORDS)} |' for _ in range(4)
        )
        return (
            f'# {title}\n\n{" ".join(linked[:3])}\n\n'
            f'{mention} is here. {self.paragraph(5)}\n\n{points}\n\n'
            f'## {self.random.choice(WORDS).capitalize()}\n\n{" ".join(linked[3:])}\n\n{more}\n\n'
            f'| one | two |\n| --- | --- |\n{rows}\n\n{self.paragraph(5)}\n'
        )

    def front(self, kind: str, number: int) -> str:
        summary = f'  summary: {self.sentence()}\n'
        if kind == 'episode':
            return f'episode:\n  number: {number}\n  title: Part {number}\n{summary}'
        if kind == 'character':
            first = self.random.randint(1, self.plan.episodes)
            last = min(self.plan.episodes, first + self.random.randint(0, 11))
            name = self.name(number)
            return (
                f'character:\n  name: {name}\n  aliases: [Ada{number:04}]\n'
                f'  appears_in: {first}-{last}\n{summary}'
            )
        return self.review(number) + summary

    def review(self, number: int) -> str:
        length = self.random.randint(1, min(12, self.plan.episodes))
        first = self.random.randint(1, self.plan.episodes - length + 1)
        covered = range(first, first + length)
        scores = ', '.join(f'{n}: {self.random.randint(2, 10) / 2:g}/5' for n in covered)
        aspects = ''.join(
            f'    {aspect}: {{stance: {self.random.choice(STANCES)}, says: {self.sentence()}}}\n'
            for aspect in self.random.sample(ASPECTS[:-1], 4)
        )
        about = self.random.sample(self.ids['character'], 3)
        remarks = ''.join(
            f'    - {{about: {who}, stance: {self.random.choice(STANCES)},'
            f' says: {self.sentence()}}}\n'
            for who in about[: self.random.randint(1, 3)]
        )
        return (
            f'review:\n  headline: Review {number}\n  outlet: null\n'
            f'  author: Critic{number:04}\n  url: null\n  published: null\n'
            f'  covers: {first}-{first + length - 1}\n'
            f'  score: {self.random.randint(2, 20) / 2:g}/10\n'
            f'  episode_scores: {{{scores}}}\n  aspects:\n{aspects}  remarks:\n{remarks}'
        )

    def write(self, target: Path, *, ours: bool) -> None:
        """Write the wiki: with front matter and roles of ours, or only the same bodies."""
        titles = {'episode': 'Part', 'character': 'Person', 'review': 'Review'}
        for kind, ids in self.ids.items():
            folder = target / self.folders[kind]
            folder.mkdir(parents=True, exist_ok=True)
            for number, identifier in enumerate(ids, 1):
                front = self.front(kind, number)
                body = self.body(f'{titles[kind]} {number}', ours=ours)
                text = f'---\n{front}---\n\n{body}' if ours else body
                (folder / f'{identifier}.md').write_text(text, 'utf-8')
            hidden = ':hidden:\n' if ours else ''
            listed = '\n' if ours else ''
            (folder / 'index.md').write_text(
                f'# {self.folders[kind].capitalize()}\n{listed}\n'
                f'```{{toctree}}\n:glob:\n{hidden}:maxdepth: 1\n*\n```\n',
                'utf-8',
            )
        aspects = ''.join(f'    {aspect}: How it is.\n' for aspect in ASPECTS)
        series = (
            f'---\nseries:\n  title: Harbour Lights\n  episodes: {self.plan.episodes}\n'
            f'  aspects:\n{aspects}---\n\n'
        )
        consensus = 'consensus\n' if ours else ''
        (target / 'index.md').write_text(
            f'{series if ours else ""}# Harbour Lights\n\n```{{toctree}}\n:hidden:\n{consensus}'
            'episodes/index\ncharacters/index\nreviews/index\n```\n',
            'utf-8',
        )
        if ours:
            (target / 'consensus.md').write_text('# Consensus\n\n```{consensus}\n```\n', 'utf-8')


def write_wiki(target: Path, pages: int, seed: int = 1, *, ours: bool = True) -> None:
    """Write a wiki of about `pages` pages."""
    Generator(Plan(pages), seed).write(target, ours=ours)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('target', type=Path)
    parser.add_argument('--pages', type=int, default=300)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--plain', action='store_true', help='the bodies alone, for plain Sphinx')
    options = parser.parse_args()
    write_wiki(options.target, options.pages, options.seed, ours=not options.plain)
