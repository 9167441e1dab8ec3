"""Reference of problems: the meaning of each code, and an example in the fixture format of pages.

The tests keep their bad pages in the same format: `tests/bad_pages/README.txt` describes it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.i18n import N_
from criticwiki.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MEANINGS: Final[Mapping[Code, str]] = {
    Code.FRONT_MATTER: N_(
        'The block between the two `---` lines cannot be read. Most often a text holds a colon'
        ' and needs quotation marks around it, or a line is indented by a tab.'
    ),
    Code.DUPLICATE_KEY: N_(
        'One block has the same key twice. Keep one of them, or join what they say.'
    ),
    Code.MISSING_KEY: N_(
        'A key that every page of this kind must have is not there. Where the page may not'
        ' know, write `null`.'
    ),
    Code.UNKNOWN_KEY: N_(
        'A page of this kind has no such key. It may be misspelt, indented too far or not far'
        ' enough, or belong to another kind of page.'
    ),
    Code.WRONG_TYPE: N_(
        'The value is of another sort than the key takes: words for a number, one for a list.'
    ),
    Code.BAD_VALUE: N_(
        'The value is of the right sort, but cannot be: a date of no calendar, an empty text.'
    ),
    Code.SCORE: N_(
        'A score does not say out of how many it is, lies outside its scale, or is in no notation'
        ' that is read. State the scale under `scale`, or write what is printed with the value that'
        ' you read: `{printed: 3½ lamps, value: 3.5, best: 4}`.'
    ),
    Code.SCOPE: N_('An episode is named that does not exist, or one that the critic had not seen.'),
    Code.UNKNOWN_ASPECT: N_('The list of aspects on the index page has none of this name.'),
    Code.UNKNOWN_GROUP: N_('The list of groups on the index page has none of this name.'),
    Code.UNKNOWN_PAGE: N_(
        'A page is named that does not exist. Its id is its file name without `.md`.'
    ),
    Code.DUPLICATE_ID: N_(
        'Two episodes have one number, or two pages one file name in different folders. Or the old'
        ' address of a page, under `was`, is that of another page.'
    ),
    Code.DUPLICATE_URL: N_(
        'Two pages give the same address, so one review would count twice. Addresses are the'
        ' same where only `http`, `www`, a trailing `/`, or words that tell where readers came'
        ' from differ. A page that has a piece on each episode is one review, which gives them'
        ' under `episode_scores`; or each address ends in the `#section` of its piece. Two'
        ' critics may share an address where each page names its author.'
    ),
    Code.DUPLICATE_NAME: N_(
        'Two characters go by one name, so no mention of it can become a link. Leave it to the'
        ' one that it means most often, or list both on the index page as sharing it. Or two'
        ' reviews have one label: give each its own.'
    ),
    Code.MISSPELLING: N_(
        'The words of the page use a name that the page of a character lists as misspelt. As a'
        ' source prints it, it stands in quotation marks, and as a word in italics.'
    ),
    Code.UNKNOWN_NAME: N_(
        'A name is said to be shared, or to mean somebody, and the character does not go by it.'
        ' Add it to the aliases of the character, or spell it as there.'
    ),
    Code.SIMILAR_NAME: N_(
        'Two names differ only in capitals, accents, dots, hyphens or spaces, so one critic'
        ' would count as two. Write both alike. Where they are two indeed, list both below'
        ' `different_names` on the index page.'
    ),
    Code.DANGLING_LINK: N_(
        'A link leads to nothing. Link to a page by its id, which is its file name.'
    ),
    Code.MISPLACED: N_(
        'A page lies in the folder of another kind, or a file beside pages was meant for one and'
        ' has a name by which it is none: that of a page ends with `.md`. Move it, or rename it.'
    ),
    Code.UNFINISHED: N_(
        'The line `draft: true` is gone, and something of the draft is still there: its notes, an'
        ' empty section, the example of a summary, a heading made of the file name. The page counts'
        ' nowhere until that is written or deleted.'
    ),
    Code.UNLISTED: N_(
        'No table of contents leads to the page, so that it is in no sidebar and in no book. Those'
        ' of episodes, characters and reviews list whatever lies in their folder.'
    ),
    Code.HEADING: N_(
        'Below its front matter a page begins with one heading of the first level, `#`. All'
        ' others are of the second, `##`, or deeper, and leave no level out.'
    ),
    Code.UNKNOWN_HEADING: N_(
        'The page says that a section is open, and has no section of that heading. Write the'
        ' heading as it stands behind `##`.'
    ),
    Code.FENCE: N_(
        'A block is not closed, or closed too early. It ends with as many marks as it begins'
        ' with. A block inside another one needs the outer one to have more.'
    ),
    Code.SPOILER: N_(
        'Words are meant to be hidden, and what is around them is neither a spoiler block nor a'
        ' spoiler role, so they would stand in the open. The page is withheld until that is mended.'
    ),
    Code.MARKUP: N_(
        'A mark means something in another program, or in Markdown with one sign more, and nothing'
        ' here: readers would see the mark itself. The message says how it is written here. To show'
        ' the mark, put it between backticks.'
    ),
    Code.FOOTNOTE: N_(
        'A mark like `[^1]` calls for a footnote that the page does not have, or a footnote is'
        ' called for nowhere or stands twice. Each has a name of its own.'
    ),
    Code.VALUE_PATH: N_(
        'The data has no such figure. What there is stands in `data/wiki.json` of the site.'
    ),
    Code.COUNT: N_(
        'A sentence counts all critics or reviews, so that the next review makes it untrue. Print'
        ' the number from the data. A number that is not about this wiki is left alone when it'
        ' stands in `{nolink}`, or when words behind it say which ones it counts.'
    ),
    Code.VERDICT: N_(
        'There are more critics than the verdict was written from, or fewer, so that what it counts'
        ' may be wrong. Read it again, then correct `verdict_critics`.'
    ),
    Code.PANEL: N_('A panel has nothing to show on a page of this kind, or stands on it twice.'),
    Code.SILENCE: N_(
        'A sentence tells what no source says, or that only one says it. Such sentences are hard to'
        ' prove and tell readers nothing: say what a source says, or leave the sentence out. A wiki'
        ' asks for this check by `criticwiki_checks`; it reads English only.'
    ),
    Code.UNKNOWN_DIRECTIVE: N_(
        'A block begins with a name in braces that stands for nothing. It may be misspelt.'
    ),
    Code.UNKNOWN_ROLE: N_('Words in backticks follow a name in braces that stands for nothing.'),
    Code.DIRECTIVE: N_(
        'A block lacks what it needs behind its name or inside, or has what it cannot have.'
    ),
    Code.MISSING_FILE: N_(
        'A page shows or offers a file that is not there. Its path begins at the page.'
    ),
    Code.PICTURE: N_('A picture has no words for readers who do not see it. Say what it shows.'),
    Code.ENCODING: N_(
        'The file is not saved as UTF-8. The words stay as they are: save it anew, with the'
        ' encoding UTF-8, which every editor offers.'
    ),
    Code.FORBIDDEN: N_(
        'Something that no page may hold: it could read files, run code, or make the browsers'
        ' of readers call elsewhere. Write Markdown. A wiki may allow further directives and'
        ' roles.'
    ),
    Code.CHARACTER: N_(
        'A character that cannot be seen, or that shows a text as another than it is. Delete'
        ' the words around it and write them anew.'
    ),
    Code.TOO_LARGE: N_(
        'A page, or a part of it, is larger than any page needs to be, and could stop a build.'
    ),
    Code.QUOTATION: N_(
        'Words in quotation marks do not stand in the review as they are given. Only'
        ' `make check SOURCES=dir` finds this, where the private copies are at hand.'
    ),
    Code.SOURCE: N_(
        'The private copy that quotations are proved against is not there, or is another file'
        ' than the one whose SHA-256 the page gives.'
    ),
    Code.COPIED: N_(
        'More than fifteen words in a row stand in a review too. Tell it in words of your own,'
        ' and quote a phrase where the very words matter.'
    ),
}
"""Meaning of each code and its cure, in a sentence or two; to be translated where it is shown."""

FILE: Final = Path(__file__).with_suffix('.txt')
_CASE: Final = re.compile(
    r'^== (?P<title>[^\n]+)\n(?P<path>\S+)(?: in (?P<encoding>\S+))?\n>>>>\n'
    r'(?P<source>.*?)^<<<<\n(?P<problems>.*?)(?=^== |\Z)',
    re.MULTILINE | re.DOTALL,
)
_PARTS: Final = re.compile(r'^>>>> (?:wrong|right|below)\n', re.MULTILINE)
_CODE_POINT: Final = re.compile(r'\{\{U\+([0-9A-F]{4,6})\}\}')


class PageCase(NamedTuple):
    """A page, and the problems that the check must report of it."""

    title: str
    path: str
    encoding: str
    above: str
    """The part of the page that the reference leaves out, above the example."""
    wrong: str
    """The example; the whole page, where the case marks no parts."""
    right: str
    """The example without the problem."""
    below: str
    problems: tuple[str, ...]
    """`line:column: error: message [code]` for each problem; none for a good page."""

    @property
    def source(self) -> str:
        """The text of the page."""
        return f'{self.above}{self.wrong}{self.below}'

    @property
    def content(self) -> bytes:
        """The bytes of the page's file."""
        return self.source.encode(self.encoding)

    @property
    def corrected(self) -> str:
        """The text of the page with the correction in it."""
        return f'{self.above}{self.right}{self.below}'


def page_cases(text: str) -> Iterator[PageCase]:
    """All cases of a file.

    :raises ValueError: where a part of the text is no case, which no test would look at.
    """
    if len(_CASE.findall(text)) != len(re.findall('^== ', text, re.MULTILINE)):
        raise ValueError('a case has no path, no source or no end')
    for case in _CASE.finditer(text):
        source = _CODE_POINT.sub(lambda match: chr(int(match[1], 16)), case['source'])
        parts = _PARTS.split(source)
        above, wrong, right, below = parts if len(parts) > 1 else ('', source, '', '')
        problems = tuple(line for line in case['problems'].splitlines() if line.strip())
        encoding = case['encoding'] or 'utf-8'
        yield PageCase(case['title'], case['path'], encoding, above, wrong, right, below, problems)


@cache
def problem_examples() -> Mapping[Code, PageCase]:
    """The example of each code, in the order of the reference."""
    cases = page_cases(FILE.read_text('utf-8'))
    return {Code(case.title): case for case in cases if case.problems}
