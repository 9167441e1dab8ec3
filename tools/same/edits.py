"""Seeded edits of a wiki: the same source files and the same seed give the same edits."""

from __future__ import annotations

import os
import random
import re
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

KIND: Final = re.compile(r'\A---\n(episode|character|review):')
SCORE: Final = re.compile(r'^(  score: ).*$', re.MULTILINE)
STANCE: Final = re.compile(r'\b(stance: )\w+')
NAME: Final = re.compile(r'^(  (?:name|title|headline): )(.*)$', re.MULTILINE)
HEADING: Final = re.compile(r'^(#+ )(.*)$', re.MULTILINE)
NEW_PAGES: Final = {
    'review': 'headline: New {n}\n  outlet: Post {n}\n  author: null\n  url: null\n'
    '  published: null\n  covers: 1\n  score: 7/10',
    'episode': 'number: 1\n  title: Again {n}',
    'character': 'name: Figure {n}\n  appears_in: 1',
}
BROKEN: Final = (
    'See {character}`nobody` and [](gone.md).',
    'See {nothing}`here` and {doc}`/nowhere` and {numref}`nothing`.',
    '```{unlisted}\nWords.\n```',
    ':::{spoiler} 99\nHidden.\n:::',
    '<script>alert(1)</script>\n\n||hidden||',
    'A note.[^1]',
)
"""What is a problem at the end of a page."""
GOOD: Final = ('score', 'stance', 'prose', 'section', 'heading', 'add')
"""Edits that leave no problem behind."""
KINDS: Final = (*GOOD, 'name', 'rename', 'delete')


class Editor:
    """Edits the pages of a wiki at random."""

    def __init__(self, wiki: Path, seed: str) -> None:
        self.wiki = wiki
        self.random = random.Random(seed)
        self.count = 0
        self.whole: dict[Path, str] = {}
        """The texts of broken pages before they were broken."""

    def make(self, kinds: Sequence[str]) -> list[str]:
        """Make an edit of each kind, and return what was edited."""
        return [f'{kind} {self._make(kind)}' for kind in kinds]

    def _make(self, kind: str) -> str:
        self.count += 1
        edit: Callable[[], str] = getattr(self, kind)
        return edit()

    def pages(self, pattern: re.Pattern[str] = KIND) -> list[Path]:
        """The pages of the three kinds that have a pattern in their text."""
        files = sorted(self.wiki.rglob('*.md'))
        texts = {file: file.read_text('utf-8') for file in files if file not in self.whole}
        return [file for file, text in texts.items() if KIND.match(text) and pattern.search(text)]

    def write(self, file: Path, text: str) -> str:
        """Write a page with the time of now, which the clock of a file system may lag behind."""
        file.write_text(text, 'utf-8', newline='\n')
        now = time.time_ns()
        os.utime(file, ns=(now, now))
        return file.relative_to(self.wiki).as_posix()

    def replace(self, pattern: re.Pattern[str], new: str) -> str:
        """Replace the first match of a pattern on a page that has one."""
        files = self.pages(pattern)
        if not files:
            return 'nothing'
        file = self.random.choice(files)
        return self.write(file, pattern.sub(new, file.read_text('utf-8'), count=1))

    def append(self, text: str) -> str:
        """Put words at the end of a page."""
        file = self.random.choice(self.pages())
        return self.write(file, f'{file.read_text("utf-8")}\n{text}\n')

    def score(self) -> str:
        return self.replace(SCORE, rf'\g<1>{self.random.randint(1, 10)}/10')

    def stance(self) -> str:
        stance = self.random.choice(('praise', 'mixed', 'criticism'))
        return self.replace(STANCE, rf'\g<1>{stance}')

    def heading(self) -> str:
        return self.replace(HEADING, rf'\g<1>Heading {self.count} of *words* & more')

    def name(self) -> str:
        return self.replace(NAME, rf'\g<1>Name {self.count}')

    def prose(self) -> str:
        names = [NAME.search(file.read_text('utf-8')) for file in self.pages(NAME)]
        words = [match[2].strip('"\'') for match in names if match]
        return self.append(f'More about {self.random.choice(words)} in edit {self.count}.')

    def section(self) -> str:
        return self.append(
            f'## Section {self.count}\n\nOne `word` and\n\n:::{{spoiler}} 1\nB.\n:::'
        )

    def add(self) -> str:
        """Add a page beside one of the same kind."""
        beside = self.random.choice(self.pages(re.compile(r'^(review|character):', re.MULTILINE)))
        match = KIND.match(beside.read_text('utf-8'))
        kind = match[1] if match else 'review'
        facts = NEW_PAGES[kind].format(n=self.count)
        text = f'---\n{kind}:\n  {facts}\n---\n\n# New {self.count}\n\nWords.\n'
        return self.write(beside.with_name(f'new-{self.count}.md'), text)

    def rename(self) -> str:
        """Give a page another id; links to it dangle."""
        file = self.random.choice(self.pages())
        target = file.rename(file.with_name(f'moved-{self.count}.md'))
        return f'{file.relative_to(self.wiki).as_posix()} to {target.name}'

    def delete(self) -> str:
        file = self.random.choice(self.pages())
        file.unlink()
        return file.relative_to(self.wiki).as_posix()

    def break_page(self) -> str:
        """Make a problem in the words or in the front matter of a page."""
        file = self.random.choice(self.pages())
        self.whole[file] = text = file.read_text('utf-8')
        if self.random.random() < 0.3:
            return self.write(file, KIND.sub(r'\g<0>\n  unknown: field', text))
        return self.write(file, f'{text}\n{self.random.choice(BROKEN)}\n')

    def mend(self) -> str:
        """Mend all broken pages."""
        mended = [self.write(file, text) for file, text in self.whole.items()]
        self.whole.clear()
        return ', '.join(mended)


def rounds_of_edits(editor: Editor, rounds: int) -> list[Callable[[], list[str]]]:
    """Functions that make the edits of each round: all kinds come up, broken pages are mended."""
    deck = editor.random.sample(KINDS, len(KINDS))
    share = -(-len(deck) // rounds)
    hands = [deck[n * share : (n + 1) * share] for n in range(rounds)]
    hands[0] += ['break_page', 'break_page']
    for hand in hands[1:]:
        hand[:0] = ['mend']
        hand.append('break_page')
    if rounds > 1:
        hands[-1].remove('break_page')
    return [lambda hand=hand: editor.make(hand) for hand in hands]  # type: ignore[misc]
