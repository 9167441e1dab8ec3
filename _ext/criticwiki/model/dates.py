"""Partial dates: a year, a month or a day, as far as a source states it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

_DATE: Final = re.compile(r'([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?')


class PartialDate(NamedTuple):
    """Date in ISO 8601 format, known to the day, the month or the year; prints as written.

    Sorts before every later part of its period: `2014`, `2014-05`, `2014-05-01`.
    """

    year: int
    month: int = 0
    """0 if unknown."""
    day: int = 0
    """0 if unknown."""

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Parse `2014-05-31`, `2014-05` or `2014`.

        :raises ValueError: if it is none of them, or no day of the calendar.
        """
        match = _DATE.fullmatch(text)
        if not match:
            raise ValueError(f'{text!r} is no date')
        date = cls(*(int(part or 0) for part in match.groups()))
        if match[2] == '00' or match[3] == '00':
            raise ValueError(f'{text!r} is no date')
        dt.date(date.year, date.month or 1, date.day or 1)
        return date

    @property
    def first_day(self) -> dt.date:
        """The day, or the first one that it may be, for formats that need a whole date."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def is_whole(self) -> bool:
        """Whether the day is known."""
        return self.day > 0

    def is_surely_before(self, other: PartialDate) -> bool:
        """Whether it is before another date, whatever the unknown parts of both are."""
        for ours, theirs in zip(self, other, strict=True):
            if not ours or not theirs:
                return False
            if ours != theirs:
                return ours < theirs
        return False

    def __str__(self) -> str:
        text = f'{self.year:04}'
        if self.month:
            text += f'-{self.month:02}'
        return f'{text}-{self.day:02}' if self.day else text
