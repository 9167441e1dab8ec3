"""Problems of pages that could do harm, each explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.guard.policy import MAX_DEPTH
from criticwiki.i18n import N_
from criticwiki.problems import Code

from .example import Explained

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE: Final = '---\ncharacter: {name: A Stranger}\n---\n\n# The stranger\n\n'

HARM: Final[Mapping[Code, Explained]] = {
    Code.FORBIDDEN: Explained(
        N_(
            'Something that no page may hold: it could read files, run code, or make the browsers'
            ' of readers call elsewhere. Write Markdown. A wiki may allow further directives and'
            ' roles.'
        ),
        wrong='He lit the lamp.<br>Nobody came.',
        right='He lit the lamp.\n\nNobody came.',
        before=_PAGE,
    ),
    Code.CHARACTER: Explained(
        N_(
            'A character that cannot be seen, or that shows a text as another than it is. Delete'
            ' the words around it and write them anew.'
        ),
        wrong='He lit the\u200b lamp.',
        right='He lit the lamp.',
        before=_PAGE,
    ),
    Code.TOO_LARGE: Explained(
        N_('A page, or a part of it, is larger than any page needs to be, and could stop a build.'),
        wrong=f'{">" * (MAX_DEPTH + 1)} He waits.',
        right='> He waits.',
        before=_PAGE,
    ),
}
