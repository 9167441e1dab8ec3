"""Problems that show when pages are read beside each other, each explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.i18n import N_
from criticwiki.problems import Code

from .example import Explained

if TYPE_CHECKING:
    from collections.abc import Mapping

_REVIEW: Final = (
    '---\nreview:\n  headline: A light at last\n  outlet: The Harbour Post\n  author: null\n'
    '  url: null\n  published: null\n  covers: 1-4\n'
)
_LIGHT: Final = '---\n\n# A light at last\n'
_POST: Final = 'reviews/harbour-post.md'

BETWEEN_PAGES: Final[Mapping[Code, Explained]] = {
    Code.UNKNOWN_ASPECT: Explained(
        N_('The list of aspects on the index page has none of this name.'),
        wrong='  aspects:\n    plot: {stance: praise, says: Holds together.}',
        right='  aspects:\n    story: {stance: praise, says: Holds together.}',
        path=_POST,
        before=_REVIEW,
        after=_LIGHT,
    ),
    Code.UNKNOWN_PAGE: Explained(
        N_('A page is named that does not exist. Its id is its file name without `.md`.'),
        wrong='  remarks:\n    - {about: ida-lunt, stance: praise, says: Likes her.}',
        right='  remarks:\n    - {about: ida-lund, stance: praise, says: Likes her.}',
        path=_POST,
        before=_REVIEW,
        after=_LIGHT,
    ),
    Code.DUPLICATE_ID: Explained(
        N_('Two episodes have one number, or two pages one file name in different folders.'),
        wrong='episode:\n  number: 1\n  title: Fog',
        right='episode:\n  number: 2\n  title: Fog',
        path='episodes/02-fog.md',
        before='---\n',
        after='---\n\n# Fog\n',
    ),
    Code.DUPLICATE_URL: Explained(
        N_(
            'Two pages give the same address, so one review would count twice. Two critics may'
            ' share an address where each page names its author.'
        ),
        wrong='  url: https://example.org/light',
        right='  url: https://example.org/another-light',
        path=_POST,
        before=_REVIEW.replace('  url: null\n', ''),
        after=_LIGHT,
    ),
    Code.DUPLICATE_NAME: Explained(
        N_(
            'Two characters go by one name, so no mention of it can become a link. Leave it to the'
            ' one that it means most often.'
        ),
        wrong='character:\n  name: Ida Wren\n  aliases: [Ida]',
        right='character:\n  name: Ida Wren\n  aliases: [Miss Wren]',
        path='characters/ida-wren.md',
        before='---\n',
        after='---\n\n# Ida Wren\n',
    ),
}
