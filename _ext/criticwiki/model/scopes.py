"""Which episodes something is about or a critic had seen: `1`, `1-4`, `[1, 3]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_EPISODE: Final = 10_000
EPISODE_PATTERN: Final = '0{0,2}[1-9][0-9]{0,3}|0?10000'
"""A number from 1 to `MAX_EPISODE`, as a regular expression of JSON Schema."""
_PART: Final = re.compile(r'([0-9]{1,6})(?:\s*[-\u2013]\s*([0-9]{1,6}))?')


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of episodes, in order.

    >>> str(Scope.parse(['1-4', '6']))
    '1–4, 6'
    """

    numbers: tuple[int, ...]
    """Episode numbers, ascending, each once, at least one."""

    @classmethod
    def parse(cls, written: str | Iterable[str]) -> Scope:
        """Read what front matter says.

        :raises ValueError: with a message for the editor, when it is no set of episodes.
        """
        parts = written.split(',') if isinstance(written, str) else list(written)
        numbers: set[int] = set()
        for part in parts:
            numbers.update(_numbers(part))
        if not numbers:
            raise ValueError('no episode is named; write 1, 1-4 or [1, 3]')
        return cls(tuple(sorted(numbers)))

    def __contains__(self, number: object) -> bool:
        return number in self.numbers

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """Runs of neighbouring episodes, as first and last."""
        breaks = [0]
        breaks += [i for i, (a, b) in enumerate(pairwise(self.numbers), 1) if b != a + 1]
        breaks.append(len(self.numbers))
        return tuple((self.numbers[a], self.numbers[b - 1]) for a, b in pairwise(breaks))

    def __str__(self) -> str:
        return ', '.join(str(a) if a == b else f'{a}\u2013{b}' for a, b in self.ranges)


def _numbers(part: str) -> range:
    found = _PART.fullmatch(part.strip())
    if not found:
        raise ValueError(f'{part.strip()!r} names no episodes; write 1, 1-4 or [1, 3]')
    first = int(found[1])
    last = int(found[2] or first)
    if first < 1:
        raise ValueError('episodes are counted from 1')
    if last < first:
        raise ValueError(f'{part.strip()!r} runs backwards; write {last}-{first}')
    if last > MAX_EPISODE:
        raise ValueError(f'episode {last} is beyond {MAX_EPISODE}')
    return range(first, last + 1)
