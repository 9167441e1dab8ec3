"""Problems that show beside the private copies of the reviews, each explained."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from criticwiki.checks.quotations import prove
from criticwiki.i18n import N_
from criticwiki.problems import Code

from .example import Explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from criticwiki.checks.loader import Wiki
    from criticwiki.problems import Problem

_COPY: Final = (
    b'Harbour Lights suffers from poor structuring and pacing, and yet the keeper who climbs the'
    b' stairs each night with one lamp in his hand is a figure that nobody will soon forget.\n'
)
_SUM: Final = hashlib.sha256(_COPY).hexdigest()
_FACTS: Final = (
    '---\nreview:\n  headline: A light at last\n  outlet: The Harbour Post\n  author: null\n'
    '  url: null\n  published: null\n  covers: 1-4\n'
)
_SOURCE: Final = f'  source: {{file: harbour-post, sha256: {_SUM}}}\n'
_HEADING: Final = '---\n\n# A light at last\n\n'
_POST: Final = 'reviews/harbour-post.md'


def _proved(wiki: Wiki) -> Iterable[Problem]:
    texts = {
        path: text if isinstance(text, str) else text.decode() for path, text in wiki.texts.items()
    }
    return {*wiki.problems, *prove(wiki.corpus, texts, {'harbour-post.txt': _COPY}).problems}


SOURCES: Final[Mapping[Code, Explained]] = {
    Code.QUOTATION: Explained(
        N_(
            'Words in quotation marks do not stand in the review as they are given. Only'
            ' `make check SOURCES=dir` finds this, where the private copies are at hand.'
        ),
        wrong='It speaks of "poor structure and pacing".',
        right='It speaks of "poor structuring and pacing".',
        path=_POST,
        before=f'{_FACTS}{_SOURCE}{_HEADING}',
        found=_proved,
    ),
    Code.SOURCE: Explained(
        N_(
            'The private copy that quotations are proved against is not there, or is another file'
            ' than the one whose SHA-256 the page gives.'
        ),
        wrong=f'  source:\n    file: harbour-mail\n    sha256: {_SUM}',
        right=f'  source:\n    file: harbour-post\n    sha256: {_SUM}',
        path=_POST,
        before=_FACTS,
        after=_HEADING,
        found=_proved,
    ),
    Code.COPIED: Explained(
        N_(
            'More than fifteen words in a row stand in a review too. Tell it in words of your own,'
            ' and quote a phrase where the very words matter.'
        ),
        wrong=(
            'The keeper who climbs the stairs each night with one lamp in his hand is a figure'
            ' that stays.'
        ),
        right='The keeper on his stairs, lamp in hand, is the one whom this critic remembers.',
        path=_POST,
        before=f'{_FACTS}{_SOURCE}{_HEADING}',
        found=_proved,
    ),
}
