"""Problems in the text of a page, each explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.i18n import N_
from criticwiki.problems import Code

from .example import Explained

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOP: Final = '---\ncharacter: {name: The stranger}\n---\n\n'
_PAGE: Final = f'{_TOP}# The stranger\n\n'

TEXT: Final[Mapping[Code, Explained]] = {
    Code.DANGLING_LINK: Explained(
        N_('A link leads to nothing. Link to a page by its id, which is its file name.'),
        wrong='He knows {character}`ida-lunt` well.',
        right='He knows {character}`ida-lund` well.',
        before=_PAGE,
    ),
    Code.HEADING: Explained(
        N_(
            'Below its front matter a page begins with one heading of the first level, `#`. All'
            ' others are of the second, `##`, or deeper, and leave no level out.'
        ),
        wrong='## The stranger',
        right='# The stranger',
        before=_TOP,
    ),
    Code.FENCE: Explained(
        N_(
            'A block is not closed, or closed too early. It ends with as many marks as it begins'
            ' with. A block inside another one needs the outer one to have more.'
        ),
        wrong=':::{spoiler} 5\nHe lit the lamp.',
        right=':::{spoiler} 5\nHe lit the lamp.\n:::',
        before=_PAGE,
    ),
    Code.SPOILER: Explained(
        N_(
            'Words are meant to be hidden, and the block around them is not written as a spoiler'
            ' block, so they would stand in the open. The page is not shown until that is mended.'
        ),
        wrong=':::spoiler 5\nHe lit the lamp.\n:::',
        right=':::{spoiler} 5\nHe lit the lamp.\n:::',
        before=_PAGE,
    ),
    Code.FOOTNOTE: Explained(
        N_(
            'A mark like `[^1]` calls for a footnote that the page does not have, or a footnote is'
            ' called for nowhere or stands twice. Each has a name of its own.'
        ),
        wrong='He lit the lamp.[^1]',
        right='He lit the lamp.[^1]\n\n[^1]: The Harbour Post.',
        before=_PAGE,
    ),
    Code.VALUE_PATH: Explained(
        N_('The data has no such figure. What there is stands in `data/wiki.json` of the site.'),
        wrong='There are {value}`consensus.review` reviews.',
        right='There are {value}`consensus.reviews` reviews.',
        before=_PAGE,
    ),
    Code.PANEL: Explained(
        N_('A panel has nothing to show on a page of this kind, or stands on it twice.'),
        wrong='```{coverage}\n```',
        right='```{mentions}\n```',
        before=_PAGE,
    ),
    Code.UNKNOWN_DIRECTIVE: Explained(
        N_('A block begins with a name in braces that stands for nothing. It may be misspelt.'),
        wrong=':::{spoiller} 5\nHe lit the lamp.\n:::',
        right=':::{spoiler} 5\nHe lit the lamp.\n:::',
        before=_PAGE,
    ),
    Code.UNKNOWN_ROLE: Explained(
        N_('Words in backticks follow a name in braces that stands for nothing.'),
        wrong='He knows {charakter}`ida-lund` well.',
        right='He knows {character}`ida-lund` well.',
        before=_PAGE,
    ),
    Code.DIRECTIVE: Explained(
        N_('A block lacks what it needs behind its name or inside, or has what it cannot have.'),
        wrong=':::{spoiler}\nHe lit the lamp.\n:::',
        right=':::{spoiler} 5\nHe lit the lamp.\n:::',
        before=_PAGE,
    ),
    Code.MISSING_FILE: Explained(
        N_('A page shows or offers a file that is not there. Its path begins at the page.'),
        wrong='![The lighthouse](../pictures/lighthuose.png)',
        right='![The lighthouse](../pictures/lighthouse.png)',
        before=_PAGE,
    ),
    Code.PICTURE: Explained(
        N_('A picture has no words for readers who do not see it. Say what it shows.'),
        wrong='![](../pictures/lighthouse.png)',
        right='![The lighthouse, with its lamp lit](../pictures/lighthouse.png)',
        before=_PAGE,
    ),
    Code.ENCODING: Explained(
        N_(
            'The file is not saved as UTF-8. The words stay as they are: save it anew, with the'
            ' encoding UTF-8, which every editor offers.'
        ),
        wrong='He waits in the café.',
        right='He waits in the café.',
        before=_PAGE,
        encoding='latin-1',
    ),
}
