"""After any edits a partial build is the clean one, byte for byte, and warns the same."""

from __future__ import annotations

import os
import random
import re
from typing import TYPE_CHECKING, Final

import pytest

from .pages import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

EDITS: Final = int(os.environ.get('WIKI_EDITS', '6'))
"""How many groups of edits each case makes; more for a long search."""
SEED: Final = int(os.environ.get('WIKI_SEED', '0')) or random.SystemRandom().randrange(1, 10**9)
WORDS: Final = ('lantern', 'Oren', 'Mara Voss', 'salt', 'Ann Lee', 'quay')

GLOSSARY: Final = """\
# Glossary

```{glossary}
salt
: What the road is made of.
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


class Editor:
    """Changes a wiki at random, as editors might."""

    def __init__(self, build: Build, seed: int) -> None:
        self.build = build
        self.random = random.Random(seed)
        self.count = 0

    def edit(self) -> str:
        """Make one edit, and say which."""
        self.count += 1
        kinds = ('body', 'score', 'stance', 'title', 'alias', 'add', 'delete', 'rename', 'link')
        kinds += ('section', 'dangling', 'mend', 'spoiler', 'term', 'older')
        kind = self.random.choice(kinds)
        name = getattr(self, kind)()
        return f'{kind} {name}'

    def pick(self, folder: str) -> str:
        files = sorted((self.build.source / folder).glob('*.md'))
        return f'{folder}/{self.random.choice(files).name}' if files else 'consensus.md'

    def any(self) -> str:
        return self.pick(self.random.choice(('episodes', 'characters', 'reviews')))

    def change(self, name: str, pattern: str, new: str) -> str:
        text = (self.build.source / name).read_text('utf-8')
        self.build.write(name, re.sub(pattern, new, text, flags=re.MULTILINE))
        return name

    def append(self, name: str, text: str) -> str:
        old = (self.build.source / name).read_text('utf-8')
        self.build.write(name, f'{old}\n{text}\n')
        return name

    def body(self) -> str:
        return self.append(self.any(), f'More of {self.random.choice(WORDS)} in {self.count}.')

    def score(self) -> str:
        return self.change(self.pick('reviews'), r'\d+/10', f'{self.random.randint(1, 10)}/10')

    def stance(self) -> str:
        held = self.random.choice(('praise', 'mixed', 'criticism'))
        return self.change(self.pick('reviews'), r'stance: \w+', f'stance: {held}')

    def title(self) -> str:
        return self.change(self.any(), r'^# .*$', f'# Title {self.count}')

    def alias(self) -> str:
        name = self.pick('characters')
        return self.change(name, r'^  name: .*$', f'  name: {self.random.choice(WORDS)}')

    def add(self) -> str:
        name = f'reviews/new-{self.count}.md'
        facts = (
            f'headline: New {self.count}\n  outlet: Post {self.count}\n  author: null\n'
            '  url: null\n  published: null\n  covers: 1-4\n  score: 7/10\n'
            '  aspects: {plot: {stance: mixed, says: So so.}}'
        )
        self.build.write(name, f'---\nreview:\n  {facts}\n---\n\n# New {self.count}\n\nOn salt.\n')
        return name

    def delete(self) -> str:
        name = self.any()
        if name != 'consensus.md':
            self.build.delete(name)
        return name

    def rename(self) -> str:
        name = self.any()
        if name != 'consensus.md':
            file = self.build.source / name
            file.rename(file.with_name(f'moved-{self.count}.md'))
        return name

    def link(self) -> str:
        target = self.random.choice(('1', '2', '01-departure', '3'))
        return self.append(self.any(), f'See {{episode}}`{target}` and [](#oren).')

    def section(self) -> str:
        return self.append(self.any(), f'## Part {self.count}\n\n{self.random.choice(WORDS)}.')

    def dangling(self) -> str:
        return self.append(self.any(), f'See {{character}}`nobody` and [](gone-{self.count}.md).')

    def mend(self) -> str:
        return self.change(self.any(), r'^See \{character\}`nobody`.*$', '')

    def spoiler(self) -> str:
        number = self.random.randint(1, 5)
        words = f'{self.random.choice(WORDS)} is hidden in {self.count}.'
        return self.append(self.any(), f':::{{spoiler}} {number}\n{words}\n:::')

    def term(self) -> str:
        entry = f'```{{glossary}}\nterm{self.count}\n: A word.\n```'
        return self.append('glossary.md', entry)

    def older(self) -> str:
        """Put a file in place that is older than the one that was read."""
        name = self.body()
        os.utime(self.build.source / name, (10**9, 10**9))
        return name


@pytest.mark.parametrize(
    ('builder', 'parallel', 'theme'),
    [('html', 1, 'furo'), ('html', 2, 'basic'), ('dirhtml', 1, 'furo')],
)
def test_partial_builds_are_clean_ones(
    wiki: Callable[..., Build], builder: str, parallel: int, theme: str
) -> None:
    pages = {**SMALL, 'glossary.md': GLOSSARY, 'contents.md': CONTENTS}
    made = wiki(pages, builder=builder, html_theme=theme)
    editor = Editor(made, SEED)
    print(f'seed {SEED}')
    for step in range(EDITS):
        edits = [editor.edit() for _ in range(editor.random.choice((1, 1, 1, 3)))]
        clean = made.rebuild_and_clean(builder, parallel=parallel)
        told = f'seed {SEED}, step {step}: {edits}'
        assert sorted(made.warnings) == sorted(clean.warnings), told
        ours, theirs = made.tree(), clean.tree()
        differ = [
            name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)
        ]
        assert not differ, f'{told}: {sorted(differ)}'
