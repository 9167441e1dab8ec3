"""Changes a wiki at random, as editors might."""

from __future__ import annotations

import os
import random
import re
from typing import TYPE_CHECKING, ClassVar, Final

from .pages import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wiki_build import Build

WORDS: Final = ('lantern', 'Oren', 'Mara Voss', 'salt', 'Ann Lee', 'quay')
FOLDERS: Final = ('episodes', 'characters', 'reviews')
GLOSSARY: Final = """\
# Glossary

```{glossary}
salt
  What the road is made of.
```
"""
CONTENTS: Final = """\
# Contents

```{toctree}
:glob:
:maxdepth: 2

reviews/*
```
"""
ADDED: Final = {
    'review': 'headline: New {count}, outlet: Post {count}, author: null, url: null,'
    ' published: null, covers: 1-4, score: 7/10, aspects: {{plot: {{stance: mixed, says: So.}}}}',
    'episode': 'number: {number}, title: Night {number}',
    'character': 'name: Figure {count}, appears_in: [{number}]',
}
SEASONS: Final = (
    'episodes: 4',
    'seasons: [2, 2]',
    'seasons: [3, 2]',
    'seasons: [4, 9]',
    'seasons: [{title: Outward, episodes: 2}, 2]',
    'seasons: [2, 2]\n  specials: {Film: 2.5, Pilot: 0}',
)
"""What the index page may declare."""
EPISODES: Final = ('1', '2', '4', 'S2E1', '2x02', 'Film', '0', '2.5')
"""Ways to write an episode, some of which the wiki does not have at times."""
FOLDER: Final = '# Folder\n\n```{toctree}\n:glob:\n:hidden:\n\n*\n```\n'
EDITED: Final = {
    **SMALL,
    'glossary.md': GLOSSARY,
    'contents.md': CONTENTS,
    **{f'{folder}/index.md': FOLDER for folder in FOLDERS},
}
"""The wiki that random edits begin with."""


class Editor:
    """Deals the kinds of edits from a deck, so that each comes up."""

    kinds: ClassVar[tuple[str, ...]] = (
        *('body', 'score', 'stance', 'title', 'alias', 'add', 'delete', 'rename', 'link'),
        *('section', 'dangling', 'mend', 'broken', 'spoiler', 'term', 'older'),
        *('seasons', 'scope', 'place', 'work'),
        *('shared', 'mention', 'replace', 'narrow', 'group', 'label'),
    )

    def __init__(self, build: Build, seed: str) -> None:
        self.build = build
        self.random = random.Random(seed)
        self.count = 0
        self._deck: list[str] = []

    def edits(self) -> list[str]:
        """Make one edit or a group, and say which."""
        return [self.edit() for _ in range(self.random.choice((1, 1, 1, 3)))]

    def edit(self) -> str:
        """Make the next edit, and say which."""
        if not self._deck:
            self._deck = self.random.sample(self.kinds, len(self.kinds))
        return self.make(self._deck.pop())

    def make(self, kind: str) -> str:
        """Make an edit of a kind, and say where."""
        self.count += 1
        return f'{kind} {getattr(self, kind)()}'

    def pages(self, folders: Iterable[str] = FOLDERS) -> list[str]:
        source = self.build.source
        files = [file for folder in folders for file in (source / folder).glob('*.md')]
        return sorted(file.relative_to(source).as_posix() for file in files)

    def pick(self, *folders: str) -> str:
        found = self.pages(folders or FOLDERS)
        return self.random.choice(found) if found else 'consensus.md'

    def read(self, name: str) -> str:
        return (self.build.source / name).read_text('utf-8')

    def change(self, name: str, pattern: str, new: str) -> str:
        self.build.write(name, re.sub(pattern, new, self.read(name), flags=re.MULTILINE))
        return name

    def append(self, name: str, text: str) -> str:
        self.build.write(name, f'{self.read(name)}\n{text}\n')
        return name

    def body(self) -> str:
        return self.append(self.pick(), f'More of {self.random.choice(WORDS)} in {self.count}.')

    def score(self) -> str:
        return self.change(self.pick('reviews'), r'\d+/10', f'{self.random.randint(1, 10)}/10')

    def stance(self) -> str:
        held = self.random.choice(('praise', 'mixed', 'criticism'))
        return self.change(self.pick('reviews'), r'stance: \w+', f'stance: {held}')

    def title(self) -> str:
        words = self.random.choice(('Title {}', '*Title* {}', 'Title {} of `code` & <more>'))
        return self.change(self.pick(), r'^# .*$', f'# {words.format(self.count)}')

    def alias(self) -> str:
        word = self.random.choice(WORDS)
        key, value = self.random.choice((('name', word), ('aliases', f'[{word}]')))
        return self.change(self.pick('characters'), rf'^  {key}: .*$', f'  {key}: {value}')

    def add(self) -> str:
        kind = self.random.choice(sorted(ADDED))
        facts = ADDED[kind].format(count=self.count, number=self.random.randint(1, 5))
        name = f'{kind}s/new-{self.count}.md'
        text = f'---\n{kind}: {{{facts}}}\n---\n\n# New {self.count}\n\nOn salt.\n'
        self.build.write(name, text)
        return name

    def delete(self) -> str:
        name = self.pick()
        if name != 'consensus.md':
            self.build.delete(name)
        return name

    def rename(self) -> str:
        name = self.pick()
        if name == 'consensus.md' or name.endswith('index.md'):
            return name
        file = self.build.source / name
        to = file.rename(file.with_name(f'moved-{self.count}.md'))
        return f'{name} to {to.name}'

    def link(self) -> str:
        target = self.random.choice(('01-departure', '3', *EPISODES))
        return self.append(self.pick(), f'See {{episode}}`{target}` and [](#oren).')

    def section(self) -> str:
        return self.append(self.pick(), f'## Part {self.count}\n\n{self.random.choice(WORDS)}.')

    def dangling(self) -> str:
        return self.append(self.pick(), f'See {{character}}`nobody` and [](gone-{self.count}.md).')

    def broken(self) -> str:
        """What Sphinx itself warns of: while reading, and while writing."""
        text = self.random.choice(('{nothing}`here`', '{doc}`/nowhere`', '{numref}`nothing`'))
        return self.append(self.pick(), f'See {{character}}`nobody` and {text}.')

    def mend(self) -> str:
        """Mend what other edits broke, everywhere."""
        for name in self.pages((*FOLDERS, '.', 'guide', 'guide/further', 'new')):
            if re.search('^See ', self.read(name), re.MULTILINE):
                self.change(name, '^See .*$', '')
        return ''

    def spoiler(self) -> str:
        number = self.random.choice(EPISODES)
        words = f'{self.random.choice(WORDS)} is hidden in {self.count}.'
        block = f':::{{spoiler}} {number}\n{words}\n:::'
        role = f'There {{spoiler}}``*{words}* <{number}>``.'
        return self.append(self.pick(), self.random.choice((block, role)))

    def seasons(self) -> str:
        """Announce a season, divide the series another way, or name specials."""
        declared = self.random.choice(SEASONS)
        pattern = r'^  (episodes|seasons): .*(\n  specials: .*)?$'
        return f'{self.change("index.md", pattern, f"  {declared}")}: {declared}'

    def scope(self) -> str:
        words = self.random.choice(('season 1', 'S2', 'all', '1-4', 'S1E1-S2E1', '0-2.5'))
        return self.change(self.pick('reviews'), r'covers: [\w. -]+', f'covers: {words}')

    def place(self) -> str:
        """Give an episode another number, or two."""
        number = self.random.choice((*EPISODES, '[1, 2]', 'S1E2-S2E1'))
        return self.change(self.pick('episodes'), r'^  number: .*$', f'  number: {number}')

    def term(self) -> str:
        entry = f'```{{glossary}}\nterm{self.count}\n  A word.\n```'
        return self.append('glossary.md', entry)

    def shared(self) -> str:
        """A review of one episode or of two, by one of three critics."""
        first = self.random.randint(1, 4)
        covers = self.random.choice((f'{first}', f'{first}-{first + 1}', '1-2'))
        critic = self.random.choice(('Ann Lee', 'Cy Ray', '[Ann Lee, Cy Ray]'))
        facts = (
            f'headline: Week {self.count}, outlet: null, author: {critic}, url: null,'
            f' published: null, covers: {covers}, score: {self.random.randint(1, 5)}/10,'
            ' aspects: {plot: {stance: praise, says: Holds., spoils: 2}},'
            f' summary: Of {self.random.choice(WORDS)}.'
        )
        name = f'reviews/week-{self.count}.md'
        self.build.write(name, f'---\nreview: {{{facts}}}\n---\n\n# Week {self.count}\n')
        return name

    def mention(self) -> str:
        """A remark with a stance, or one that only names its subject."""
        about = self.random.choice(('1', '2', 'oren', 'mara-voss'))
        held = self.random.choice(('none', 'none', 'praise', 'mixed'))
        return self.change(
            self.pick('reviews'),
            r'about: [\w-]+, stance: \w+',
            f'about: {about}, stance: {held}',
        )

    def replace(self) -> str:
        """A review that replaces another one, or no longer does."""
        name = self.pick('reviews')
        if re.search(r'replaces: ', self.read(name)):
            return self.change(name, r'^  replaces: .*\n|, replaces: [\w-]+', '')
        other = self.pick('reviews').removeprefix('reviews/').removesuffix('.md')
        self.change(name, r'^review:$', f'review:\n  replaces: {other}')
        return self.change(name, r'^review: \{(.*)\}$', rf'review: {{\1, replaces: {other}}}')

    def narrow(self) -> str:
        """Another scope of a review: one episode, two, or more."""
        covers = self.random.choice(('1', '2', '1-2', '2-3', '1-4'))
        return self.change(self.pick('reviews'), r'covers: [\w. -]+', f'covers: {covers}')

    def group(self) -> str:
        """Put a character into a group, and the groups into another order."""
        groups = self.random.sample(('Leads', 'Others', 'Town'), self.random.randint(0, 3))
        self.change('index.md', r'^  groups: .*\n', '')
        self.change('index.md', r'(?<=^series:\n)', f'  groups: [{", ".join(groups)}]\n')
        name = self.change(self.pick('characters'), r'^  group: .*\n', '')
        group = self.random.choice(('Leads', 'Others', 'Town'))
        return self.change(name, r'(?<=^character:\n)', f'  group: {group}\n')

    def label(self) -> str:
        """Give a review another label, or none."""
        name = self.change(self.pick('reviews'), r'^  label: .*\n', '')
        label = self.random.choice(('', '  label: First look\n', f'  label: Label {self.count}\n'))
        return self.change(name, r'(?<=^review:\n)', label)

    def work(self) -> str:
        """Make the wiki one about another kind of work, with or without episodes."""
        kind = self.random.choice(('series', 'podcast', 'film', 'film', 'game'))
        count = 0 if kind == 'film' else 4
        self.change('index.md', r'^  (kind|episodes): .*\n', '')
        facts = f'  kind: {kind}\n  episodes: {count}\n'
        return self.change('index.md', r'(?<=^series:\n)', facts)

    def older(self) -> str:
        """Put a file in place that is older than the one that was read."""
        name = self.body()
        os.utime(self.build.source / name, (10**9, 10**9))
        return name
