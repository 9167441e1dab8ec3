"""Checks of quotations against private copies of the reviews, and of copied passages."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.corpus.names import critics_named, titles
from criticwiki.model.fields import MAX_QUOTE_CHARACTERS, MAX_QUOTE_WORDS
from criticwiki.model.front_matter import end_of_front_matter
from criticwiki.model.kinds import Character, Review
from criticwiki.model.page import sentence_at
from criticwiki.problems import Code, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.kinds import Judgement
    from criticwiki.model.page import Page

_NOTED: Final = '\x01'
_NEAR: Final = 500
"""So many characters around a quotation are asked who speaks: blocks may be of any length."""
_GONE: Final = '\x00'
_QUOTED: Final = re.compile(
    '\u201c([^\u201c\u201d]*)\u201d|\u201e([^\u201e\u201c\u201d]*)[\u201c\u201d]'
    '|\u00ab([^\u00ab\u00bb]*)\u00bb|(?<!\\w)"(?=\\S)([^"]*?)(?<=\\S)"(?!\\w)'
)
_FENCE: Final = re.compile(r'[ \t>]*(`{3,}|~{3,}|:{3,})[ \t]*(\{([\w:-]+)\})?')
_CODE: Final = frozenset({
    '', 'code', 'code-block', 'sourcecode', 'highlight', 'literalinclude', 'math', 'toctree',
    'raw', 'include', 'parsed-literal', 'eval-rst', 'productionlist',
})  # fmt: skip
_BREAK: Final = re.compile(r'[ \t]*(?:[-*+][ \t]|\d+[.)][ \t]|#|\||>|:[ \t]|(?:=+|-+)[ \t]*$)')
_NOTE: Final = re.compile(r'[ \t]*\[[^\]\n]+\]:')
_ASIDE: Final = re.compile(r'[ \t]*(?:%|:[\w-]+:([ \t]|$))')
_WORDS_IN: Final = r'(?P<words>[^`<\n]*?)(?:[ \t]*<[^<>`\n]*>)?'
_QUOTED_MARKUP: Final = re.compile(
    rf'(?P<role>\{{(?!value\b)[\w:-]+\}}`){_WORDS_IN}(?P<end>`)'
    r'|(?:\{[\w:-]+\})?(?<!`)(?P<ticks>`+)(?!`).{1,1000}?(?<!`)(?P=ticks)(?!`)'
    r'|(?P<note>\[\^[^\[\]\n]*\])'
    r'|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\]\n]*\]|\]?\{[^{}\n]*\}'
    r'|</?[A-Za-z][^<>]*>|<!--.{,1000}?-->|<https?:[^<>\s]*>'
    r'|[\[\]*]|\\(?=[^\w\s])|(?<!\w)_+|_+(?!\w)',
    re.DOTALL,
)


class Quoted(NamedTuple):
    """Words in quotation marks."""

    words: str
    line: int
    """Line of the opening mark in the file, from 1."""
    column: int
    noted: bool
    """Whether a footnote is called for right behind them."""
    sentence_noted: bool
    """Whether one is called for in their sentence."""
    before: str
    """The sentence before them, with its markup."""
    block: str
    """What is near of the paragraph, list item or row that they stand in, with its markup."""


def quoted_words(lines: Sequence[str], first: int = 1) -> Iterator[Quoted]:
    """Everything in double quotation marks among `lines`, of which the first has number `first`.

    Code and footnotes hold none: a footnote names another source than a review.
    """
    for start, block in _blocks(lines):
        source = '\n'.join(block)
        if not any(mark in source for mark in '"\u201c\u201e\u00ab'):
            continue
        text = _QUOTED_MARKUP.sub(_blank_markup, source)
        ends = list(accumulate(len(line) + 1 for line in block))
        for found in _QUOTED.finditer(text):
            row = bisect_right(ends, found.start())
            column = found.start() - (ends[row - 1] if row else 0) + 1
            begin, end = _sentence(text, found.start())
            words = next(group for group in found.groups() if group is not None)
            yield Quoted(
                ' '.join(words.replace(_GONE, '').replace(_NOTED, '').split()),
                first + start + row,
                column,
                re.match(f'[.,;:!?]?{_NOTED}', text[found.end() : found.end() + 2]) is not None,
                _NOTED in text[begin : end + _notes_after(text, end)],
                source[begin : found.start()],
                source[max(0, found.start() - _NEAR) : found.end() + _NEAR],
            )


def _sentence(text: str, offset: int) -> tuple[int, int]:
    """Where the sentence around an offset begins and ends, as far as it is near."""
    start = max(0, offset - _NEAR)
    begin, end = sentence_at(text[start : offset + _NEAR], offset - start)
    return start + begin, start + end


def _notes_after(text: str, end: int) -> int:
    """How many characters after a sentence belong to the footnotes it calls for."""
    found = re.match(f'[{_NOTED}{_GONE} ]*', text[end : end + _NEAR])
    return found.end() if found else 0


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are one paragraph, item or row, with the index of the first."""
    found: list[str] = []
    start = 0
    for index, line in _prose(lines):
        if found and (line is None or index != start + len(found) or _BREAK.match(line)):
            yield start, found
            found = []
        if line is not None:
            start = start if found else index
            found.append(line)
    if found:
        yield start, found


def _prose(lines: Sequence[str]) -> Iterator[tuple[int, str | None]]:
    """Every line with its index; None for one that is no prose."""
    opened: list[tuple[str, bool]] = []  # the marks of each open fence, and whether it is code
    noted = False
    for index, raw in enumerate(lines):
        line = raw.rstrip('\r')
        fence = _FENCE.match(line)
        marks, bare = (fence[1], not line[fence.end(1) :].strip()) if fence else ('', False)
        if fence and opened and bare and marks.startswith(opened[-1][0]):
            opened.pop()
        elif fence and not (opened and opened[-1][1]) and not (bare and marks[0] == ':'):
            opened.append((marks, (fence[3] or '') in _CODE and (marks[0] != ':' or not bare)))
        elif not (opened and opened[-1][1]):
            fence = None
        if fence or (opened and opened[-1][1]):
            yield index, None
            continue
        blank = not line.strip()
        noted = bool(_NOTE.match(line)) or (noted and (blank or line.startswith((' ', '\t'))))
        yield index, None if blank or noted or _ASIDE.match(line) else line


def _blank_markup(found: re.Match[str]) -> str:
    """As many characters that are no words, but for those that a reader sees."""
    if found['note']:
        return _NOTED + _GONE * (len(found[0]) - 1)
    if not found['role']:
        return re.sub(r'[^\n]', _GONE, found[0])
    after = len(found[0]) - len(found['role']) - len(found['words'])
    return _GONE * len(found['role']) + found['words'] + _GONE * after


MOST: Final = 15
"""So many words in a row may be those of a source."""
_STEP: Final = (MOST + 1) // 2
"""A run of more than `MOST` words holds a whole piece of so many that begins at a multiple."""
_PLACES: Final = 20
"""A piece that sources have more often is looked for in so many places."""
_COPIED_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\u02bc-][^\W_]+)*")
_MARKS: Final = str.maketrans({'\u2019': "'", '\u02bc': "'", '-': None})
_COPIED_MARKUP: Final = re.compile(
    r'\]\([^()\n]*\)|\]\[[^\]\n]*\]|\[\^[^\[\]\n]*\]|\{[\w:+-]+\}(?=`)|<[^<>\n]*>(?=`)'
    r'|</?[A-Za-z][^<>\n]*>|<!--|-->|[\u00ad\u200b-\u200d\u2060\ufeff]'
)
"""What stands between words without being one: addresses of links, names of roles, tags."""


class Run(NamedTuple):
    """Words of a page that a source has in the same order."""

    source: str
    start: int
    """Where the first word begins in the text."""
    words: tuple[str, ...]
    """The words, folded."""


class Copies:
    """All sources, for finding their words in the text of pages.

    A page is looked at in steps of half a run, so that the cost is that of splitting it.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Index every piece of every source."""
        self._words = {name: folded_words(text) for name, text in sorted(sources.items())}
        self._places: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for name, words in self._words.items():
            for start in range(len(words) - _STEP + 1):
                piece = words[start : start + _STEP]
                known = self._places.setdefault(piece, [])
                if len(known) < _PLACES:
                    known.append((name, start))

    def runs(self, text: str) -> Iterator[Run]:
        """Every run of more than `MOST` words in a text, one for each place of it."""
        found = list(_COPIED_WORD.finditer(_COPIED_MARKUP.sub(_spaces, text)))
        words = _fold(word[0] for word in found)
        cursor = 0
        for start in range(0, len(words) - _STEP + 1, _STEP):
            if start < cursor:
                continue
            longest = max(
                (self._around(words, start, *place) for place in self._at(words, start)),
                key=lambda run: run[2] - run[1],
                default=('', 0, 0),
            )
            source, first, end = longest
            if end - first > MOST:
                yield Run(source, found[first].start(), words[first:end])
                cursor = end

    def _at(self, words: tuple[str, ...], start: int) -> list[tuple[str, int]]:
        return self._places.get(words[start : start + _STEP], [])

    def _around(
        self, words: tuple[str, ...], start: int, source: str, place: int
    ) -> tuple[str, int, int]:
        """The whole run around a piece: its source, first word and end."""
        theirs = self._words[source]
        before = 0
        while (
            min(start, place) > before and words[start - before - 1] == theirs[place - before - 1]
        ):
            before += 1
        after = _STEP
        most = min(len(words) - start, len(theirs) - place)
        while after < most and words[start + after] == theirs[place + after]:
            after += 1
        return source, start - before, start + after


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without case, punctuation and kind of apostrophe."""
    return _fold(_COPIED_WORD.findall(text))


def _fold(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.translate(_MARKS).casefold() for word in words)


def _spaces(found: re.Match[str]) -> str:
    return ' ' * len(found[0])


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


SUFFIX: Final = '.txt'
_ITALICS: Final = 'a quotation is exactly as in its source; titles and other words go in *italics*'


class Proof(NamedTuple):
    """What came of it."""

    problems: list[Problem]
    proved: int
    """How many quotations stand in their sources."""


def prove(corpus: Corpus, texts: Mapping[str, str], sources: Mapping[str, bytes]) -> Proof:
    """Look for every quotation of a wiki in the private copies, and for what is copied.

    `texts` are the pages by their path, `sources` the copies by the name of their file.
    """
    return _Prover(corpus, texts, sources).prove()


class _Prover:
    """The wiki and its sources, both looked into once."""

    def __init__(
        self, corpus: Corpus, texts: Mapping[str, str], sources: Mapping[str, bytes]
    ) -> None:
        self._corpus = corpus
        self._texts = texts
        self._files = {name: bytes_.decode('utf-8', 'replace') for name, bytes_ in sources.items()}
        self._sums = {name: hashlib.sha256(held).hexdigest() for name, held in sources.items()}
        self._copies = Copies(self._files)
        self._sources: dict[str, SourceText] = {}
        self._proved = 0
        self._titles = frozenset(map(fold, titles(corpus)))
        self._headlines = [
            folded_words(page.facts.headline)
            for page in corpus.pages.values()
            if isinstance(page.facts, Review)
        ]

    def prove(self) -> Proof:
        """Every page, in the order of paths."""
        for page in self._corpus.pages.values():
            facts = page.facts or page.partial_facts
            source = facts.source if isinstance(facts, Review) else None
            if source and (name := self._file(source.file)):
                self._sources[page.docname] = SourceText(self._files[name])
        found: set[Problem] = set()
        for page in self._corpus.pages.values():
            text = self._texts.get(page.path, '')
            found.update(self._copied(page, text))
            found.update(self._source(page))
            found.update(self._facts(page))
            found.update(self._prose(page, text))
        return Proof(sorted(found), self._proved)

    def _file(self, name: str) -> str | None:
        return next((known for known in (name, name + SUFFIX) if known in self._files), None)

    def _source(self, page: Page) -> Iterator[Problem]:
        """Whether the private copy of a review is there, and the one that the page names."""
        facts = page.facts or page.partial_facts
        if not isinstance(facts, Review):
            return
        if facts.source is None:
            if any(held.quotes for _, held in _judgements(facts)):
                message = "quotations need 'source: {file, sha256}' to be proved against"
                yield page.problem(Code.SOURCE, message)
            return
        name = self._file(facts.source.file)
        if name is None:
            known = (name.removesuffix(SUFFIX) for name in self._files)
            message = f'there is no source {facts.source.file!r}'
            message += did_you_mean(facts.source.file, known)
            yield page.problem(Code.SOURCE, message, 'source', 'file')
        elif self._sums[name] != facts.source.sha256:
            message = f'sha256: the source {name!r} has {self._sums[name]}'
            yield page.problem(Code.SOURCE, message, 'source', 'sha256')

    def _facts(self, page: Page) -> Iterator[Problem]:
        """The quotations in front matter."""
        facts = page.facts or page.partial_facts
        if isinstance(facts, Review):
            for path, held in _judgements(facts):
                for index, phrase in enumerate(held.quotes):
                    place = page.place(*path, 'quotes', index)
                    yield from self._in(page, [page.docname], phrase, place)
                yield from self._told(page, held.says, *path, 'says')
        elif isinstance(facts, Character):
            for index, fact in enumerate(facts.revealed):
                yield from self._told(page, fact.fact, 'revealed', index, 'fact')
        yield from self._told(page, facts.summary if facts else None, 'summary')

    def _told(self, page: Page, words: str | None, *path: str | int) -> Iterator[Problem]:
        for quoted in quoted_words([words] if words else []):
            yield from self._quoted(page, quoted, page.place(*path))

    def _prose(self, page: Page, text: str) -> Iterator[Problem]:
        """The quotations below front matter."""
        end = end_of_front_matter(text)
        for quoted in quoted_words(text.split('\n')[end:], end + 1):
            yield from self._quoted(page, quoted, (quoted.line, quoted.column))

    def _quoted(self, page: Page, quoted: Quoted, place: tuple[int, int]) -> Iterator[Problem]:
        """Words in quotation marks: a title of the wiki, or a quotation of somebody."""
        if not quoted.words or fold(quoted.words).strip('.,;:!?') in self._titles:
            return
        count = len(quoted.words.split())
        if count > MAX_QUOTE_WORDS or len(quoted.words) > MAX_QUOTE_CHARACTERS:
            message = (
                f'a quotation has at most {MAX_QUOTE_WORDS} words and {MAX_QUOTE_CHARACTERS}'
                f' characters; this one has {count} and {len(quoted.words)}'
            )
            yield Problem(page.path, *place, Code.QUOTATION, message)
            return
        if isinstance(page.facts or page.partial_facts, Review):
            yield from self._of_review(page, quoted, place)
            return
        speakers = critics_named(self._corpus, quoted.before, unnamed=False)
        named = speakers or critics_named(self._corpus, quoted.block)
        if quoted.noted or (quoted.sentence_noted and not speakers):
            return  # those are the words of another source
        if named or self._is_about_critics(page):
            yield from self._in(page, named or list(self._sources), quoted.words, place)

    def _of_review(self, page: Page, quoted: Quoted, place: tuple[int, int]) -> Iterator[Problem]:
        """On the page of a review it is the critic who speaks, or another who is named."""
        named = critics_named(self._corpus, quoted.before, unnamed=False)
        if quoted.noted or self._held_by((n for n in named if n != page.docname), quoted.words):
            return
        yield from self._in(page, [page.docname], quoted.words, place)

    def _is_about_critics(self, page: Page) -> bool:
        """Whether what a page quotes is said by critics: not so in a guide that names none."""
        if page.kind in {'episode', 'character'}:
            return True
        return bool(critics_named(self._corpus, self._texts.get(page.path, '')))

    def _held_by(self, reviews: Iterable[str], phrase: str) -> bool:
        return any(self._sources[name].has(phrase) for name in reviews if name in self._sources)

    def _in(
        self, page: Page, reviews: list[str], phrase: str, place: tuple[int, int]
    ) -> Iterator[Problem]:
        """Whether a phrase stands in the source of one of some reviews."""
        known = [name for name in reviews if name in self._sources]
        if self._held_by(known, phrase):
            self._proved += 1
        elif len(known) == len(reviews):
            message = f'{_source_of(known)} no {phrase!r}; {self._nearest(known, phrase)}'
            yield Problem(page.path, *place, Code.QUOTATION, message)

    def _nearest(self, reviews: list[str], phrase: str) -> str:
        found = [(*self._sources[name].nearest(phrase, MAX_QUOTE_WORDS), name) for name in reviews]
        like, passage, name = max(found, default=(0.0, '', ''))
        other = next((n for n in self._sources if self._sources[n].has(phrase)), None)
        if other:
            return f'it stands in the source of {other}'
        if like < LIKE:
            return _ITALICS
        where = 'it has' if len(reviews) == 1 else f'that of {name} has'
        return f'{where} {passage[:MAX_QUOTE_CHARACTERS]!r}'

    def _copied(self, page: Page, text: str) -> Iterator[Problem]:
        """Where a page has more than a phrase of a source; the headline of a review is none."""
        for run in self._copies.runs(text):
            if any(_within(run.words, headline) for headline in self._headlines):
                continue
            line = text.count('\n', 0, run.start) + 1
            column = run.start - text.rfind('\n', 0, run.start)
            message = (
                f'{len(run.words)} words in a row are those of the source {run.source!r};'
                f' more than {MOST} are not allowed: say it in your own'
            )
            yield Problem(page.path, line, column, Code.COPIED, message)


def _judgements(facts: Review) -> Iterator[tuple[tuple[str | int, ...], Judgement]]:
    """What a critic holds, and where in front matter it stands."""
    for name, held in facts.aspects.items():
        yield ('aspects', name), held
    for index, remark in enumerate(facts.remarks):
        yield ('remarks', index), remark


def _source_of(reviews: list[str]) -> str:
    return f'the source of {reviews[0]} has' if len(reviews) == 1 else 'the sources have'


def _within(words: tuple[str, ...], headline: tuple[str, ...]) -> bool:
    span = len(words)
    return any(headline[i : i + span] == words for i in range(len(headline) - span + 1))
