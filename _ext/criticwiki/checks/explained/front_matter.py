"""Problems in the front matter of a page, each explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.i18n import N_
from criticwiki.problems import Code

from .example import Explained

if TYPE_CHECKING:
    from collections.abc import Mapping

_START: Final = '---\n'
_STRANGER: Final = '---\n\n# The stranger\n'
_EPISODE: Final = '---\nepisode:\n  number: 2\n'
_REVIEW: Final = (
    '---\nreview:\n  headline: A light at last\n  outlet: The Harbour Post\n  author: null\n'
    '  url: null\n  published: null\n  covers: 1-4\n'
)
_LIGHT: Final = '---\n\n# A light at last\n'
_POST: Final = 'reviews/harbour-post.md'
_FOG: Final = 'episodes/02-fog.md'

FRONT_MATTER: Final[Mapping[Code, Explained]] = {
    Code.FRONT_MATTER: Explained(
        N_(
            'The block between the two `---` lines cannot be read. Most often a text holds a colon'
            ' and needs quotation marks around it, or a line is indented by a tab.'
        ),
        wrong='character:\n  name: The stranger: a ghost',
        right='character:\n  name: "The stranger: a ghost"',
        before=_START,
        after=_STRANGER,
    ),
    Code.DUPLICATE_KEY: Explained(
        N_('One block has the same key twice. Keep one of them, or join what they say.'),
        wrong='character:\n  name: The stranger\n  kind: sailor\n  kind: ghost',
        right='character:\n  name: The stranger\n  kind: sailor',
        before=_START,
        after=_STRANGER,
    ),
    Code.MISSING_KEY: Explained(
        N_(
            'A key that every page of this kind must have is not there. Where the page may not'
            ' know, write `null`.'
        ),
        wrong='episode:\n  number: 2',
        right='episode:\n  number: 2\n  title: Fog',
        path=_FOG,
        before=_START,
        after='---\n\n# Fog\n',
    ),
    Code.UNKNOWN_KEY: Explained(
        N_(
            'A page of this kind has no such key. It may be misspelt, indented too far or not far'
            ' enough, or belong to another kind of page.'
        ),
        wrong='character:\n  name: The stranger\n  alias: [Nils]',
        right='character:\n  name: The stranger\n  aliases: [Nils]',
        before=_START,
        after=_STRANGER,
    ),
    Code.WRONG_TYPE: Explained(
        N_('The value is of another sort than the key takes: words for a number, one for a list.'),
        wrong='character:\n  name: The stranger\n  aliases: Nils',
        right='character:\n  name: The stranger\n  aliases: [Nils]',
        before=_START,
        after=_STRANGER,
    ),
    Code.BAD_VALUE: Explained(
        N_('The value is of the right sort, but cannot be: a date of no calendar, an empty text.'),
        wrong='  title: Fog\n  aired: 31.01.2024',
        right='  title: Fog\n  aired: 2024-01-31',
        path=_FOG,
        before=_EPISODE,
        after='---\n\n# Fog\n',
    ),
    Code.SCORE: Explained(
        N_(
            'A score is in no notation that this wiki reads, or lies outside its scale. Write it as'
            ' printed; a scale of another kind is declared in `conf.py`.'
        ),
        wrong='  score: 7 of 10',
        right='  score: 7/10',
        path=_POST,
        before=_REVIEW,
        after=_LIGHT,
    ),
    Code.SCOPE: Explained(
        N_('An episode is named that does not exist, or one that the critic had not seen.'),
        wrong='  covers: 1-4\n  episode_scores: {4: 3/5, 5: 4/5}',
        right='  covers: 1-5\n  episode_scores: {4: 3/5, 5: 4/5}',
        path=_POST,
        before=_REVIEW.replace('  covers: 1-4\n', ''),
        after=_LIGHT,
    ),
}
