"""The private copy of a review: whether a phrase stands in it, and what is nearest to one."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

LIKE: Final = 0.6
"""A passage that is less like a phrase than this is not worth naming."""
_CANDIDATES: Final = 12
_TYPOGRAPHY: Final = str.maketrans({
    **dict.fromkeys('\u2018\u2019\u201a\u201b\u2032`\u00b4\u2039\u203a', "'"),
    **dict.fromkeys('\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"', "'"),
    **dict.fromkeys('\u2010\u2011\u2012\u2013\u2014\u2015\u2212', '-'),
    **dict.fromkeys('\u00ad\u200b\u200c\u200d\u2060\ufeff'),
    '\u2026': '...',
})  # fmt: skip
_DASHES: Final = re.compile('-{2,3}')
_WORD: Final = re.compile(r"\w+(?:['-]\w+)*")


def fold(text: str) -> str:
    """A text without what typography alone may change: marks, dashes, white space.

    Double marks become single ones, as they do in a quotation inside a quotation.
    """
    return ' '.join(_DASHES.sub('-', text.translate(_TYPOGRAPHY)).split())


class SourceText:
    """One private copy, folded once."""

    def __init__(self, text: str) -> None:
        """Take the text as it was kept."""
        self._text = fold(text)

    def has(self, phrase: str) -> bool:
        """Whether a phrase stands in it, as whole words and in the same case."""
        wanted = fold(phrase)
        before = r'(?<!\w)' if wanted[:1].isalnum() else ''
        after = r'(?!\w)' if wanted[-1:].isalnum() else ''
        return re.search(f'{before}{re.escape(wanted)}{after}', self._text) is not None

    def nearest(self, phrase: str, most_words: int) -> tuple[float, str]:
        """The passage that is most like a phrase, and how like it is, from 0 to 1.

        It is no longer than the phrase by more than a word, and never than `most_words`.
        """
        wanted = fold(phrase)
        length = len(_WORD.findall(wanted))
        best = (0.0, '')
        fewer = length - (length > 3)
        for size in range(max(1, min(fewer, most_words)), min(length + 1, most_words) + 1):
            for start in self._likely(wanted, size):
                passage = self._passage(start, size)
                like = SequenceMatcher(None, wanted.lower(), passage.lower(), autojunk=False)
                best = max(best, (like.ratio(), passage))
        return best

    @cached_property
    def _words(self) -> list[re.Match[str]]:
        return list(_WORD.finditer(self._text))

    @cached_property
    def _lowered(self) -> list[str]:
        return [word[0].lower() for word in self._words]

    def _passage(self, start: int, size: int) -> str:
        last = min(start + size, len(self._words)) - 1
        return self._text[self._words[start].start() : self._words[last].end()]

    def _likely(self, wanted: str, size: int) -> list[int]:
        """Where the stretches of so many words begin that share most words with a phrase."""
        words = self._lowered
        left = Counter(word.lower() for word in _WORD.findall(wanted))
        held: Counter[str] = Counter()
        shared: list[tuple[int, int]] = []
        for end, word in enumerate(words):
            held[word] += 1
            if end >= size:
                held[words[end - size]] -= 1
            if end >= size - 1:
                common = sum(min(count, held[key]) for key, count in left.items())
                shared.append((-common, end - size + 1))
        return [start for common, start in sorted(shared)[:_CANDIDATES] if common]
