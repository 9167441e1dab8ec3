"""Checks of quotations and copied passages against private copies of the reviews."""

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
from criticwiki.model.fields import MAX_QUOTE_CHARACTERS, MAX_QUOTE_WORDS, quotation_too_long
from criticwiki.model.front_matter import end_of_front_matter
from criticwiki.model.kinds import Character, Series
from criticwiki.model.page import sentence_at
from criticwiki.model.review import Review
from criticwiki.problems import Code, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page
    from criticwiki.model.review import Passage

_FOOTNOTE_MARK: Final = '\x01'
_CONTEXT: Final = 500
"""Characters before and after a quotation in which the speaker is searched."""
_REMOVED: Final = '\x00'
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


class Quotation(NamedTuple):
    """Passage in double quotation marks, with its context."""

    words: str
    line: int
    """Line of the opening quotation mark, from 1."""
    column: int
    footnoted: bool
    """Whether a footnote reference follows directly."""
    sentence_footnoted: bool
    """Whether its sentence has a footnote reference."""
    before: str
    """Source of the sentence before it."""
    block: str
    """Source of the surrounding block, up to `_CONTEXT` characters on either side."""


def find_quotations(lines: Sequence[str], first: int = 1) -> Iterator[Quotation]:
    """Quotations in `lines`; `first` is the number of the first line.

    Code and footnotes are skipped: a footnote cites another source than a review.
    """
    for start, block in _blocks(lines):
        source = '\n'.join(block)
        if not any(mark in source for mark in '"\u201c\u201e\u00ab'):
            continue
        text = _QUOTED_MARKUP.sub(_blank_markup, source)
        ends = list(accumulate(len(line) + 1 for line in block))
        for match in _QUOTED.finditer(text):
            row = bisect_right(ends, match.start())
            column = match.start() - (ends[row - 1] if row else 0) + 1
            begin, end = _sentence(text, match.start())
            words = next(group for group in match.groups() if group is not None)
            yield Quotation(
                ' '.join(words.replace(_REMOVED, '').replace(_FOOTNOTE_MARK, '').split()),
                first + start + row,
                column,
                re.match(f'[.,;:!?]?{_FOOTNOTE_MARK}', text[match.end() : match.end() + 2])
                is not None,
                _FOOTNOTE_MARK in text[begin : end + _notes_after(text, end)],
                source[begin : match.start()],
                source[max(0, match.start() - _CONTEXT) : match.end() + _CONTEXT],
            )


def _sentence(text: str, offset: int) -> tuple[int, int]:
    """Start and end offset of the sentence around an offset, limited to the context."""
    start = max(0, offset - _CONTEXT)
    begin, end = sentence_at(text[start : offset + _CONTEXT], offset - start)
    return start + begin, start + end


def _notes_after(text: str, end: int) -> int:
    """Length of the footnote references directly after a sentence."""
    match = re.match(f'[{_FOOTNOTE_MARK}{_REMOVED} ]*', text[end : end + _CONTEXT])
    return match.end() if match else 0


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Blocks of text (paragraph, list item, table row), each after the index of its first line."""
    block: list[str] = []
    start = 0
    for index, line in _prose(lines):
        if block and (line is None or index != start + len(block) or _BREAK.match(line)):
            yield start, block
            block = []
        if line is not None:
            start = start if block else index
            block.append(line)
    if block:
        yield start, block


def _prose(lines: Sequence[str]) -> Iterator[tuple[int, str | None]]:
    """Index and text of each line; None for lines that are not prose."""
    opened: list[tuple[str, bool]] = []  # markers of open fences, and whether they contain code
    footnoted = False
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
        footnoted = bool(_NOTE.match(line)) or (
            footnoted and (blank or line.startswith((' ', '\t')))
        )
        yield index, None if blank or footnoted or _ASIDE.match(line) else line


def _blank_markup(match: re.Match[str]) -> str:
    """Placeholder characters of the same length, which keep the visible text."""
    if match['note']:
        return _FOOTNOTE_MARK + _REMOVED * (len(match[0]) - 1)
    if not match['role']:
        return re.sub(r'[^\n]', _REMOVED, match[0])
    after = len(match[0]) - len(match['role']) - len(match['words'])
    return _REMOVED * len(match['role']) + match['words'] + _REMOVED * after


MAX_COPIED_WORDS: Final = 15
"""Maximum number of consecutive words that may equal a source."""
_CHUNK: Final = (MAX_COPIED_WORDS + 1) // 2
"""Words per chunk: any longer copy contains a whole chunk that starts at a multiple of it."""
_MAX_POSITIONS: Final = 20
"""Maximum number of indexed positions of one chunk."""
_COPIED_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\u02bc-][^\W_]+)*")
_MARKS: Final = str.maketrans({'\u2019': "'", '\u02bc': "'", '-': None})
_COPIED_MARKUP: Final = re.compile(
    r'\]\([^()\n]*\)|\]\[[^\]\n]*\]|\[\^[^\[\]\n]*\]|\{[\w:+-]+\}(?=`)|<[^<>\n]*>(?=`)'
    r'|</?[A-Za-z][^<>\n]*>|<!--|-->|[\u00ad\u200b-\u200d\u2060\ufeff]'
)
"""Markup between words: link targets, role names, HTML tags, invisible characters."""


class CopiedPassage(NamedTuple):
    """Passage of a page that equals a passage of a source."""

    source: str
    start: int
    """Offset of its first word in the text."""
    words: tuple[str, ...]
    """Normalised words."""


class CopyDetector:
    """Index of all sources by chunks of words, which detects copied passages.

    Pages are searched chunk by chunk, so that the cost is linear in their length.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Index all chunks of all sources."""
        self._words = {name: folded_words(text) for name, text in sorted(sources.items())}
        self._places: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for name, words in self._words.items():
            for start in range(len(words) - _CHUNK + 1):
                piece = words[start : start + _CHUNK]
                positions = self._places.setdefault(piece, [])
                if len(positions) < _MAX_POSITIONS:
                    positions.append((name, start))

    def runs(self, text: str) -> Iterator[CopiedPassage]:
        """Longest copied passages of a text, without overlaps."""
        matches = list(_COPIED_WORD.finditer(_COPIED_MARKUP.sub(_spaces, text)))
        words = _fold(word[0] for word in matches)
        cursor = 0
        for start in range(0, len(words) - _CHUNK + 1, _CHUNK):
            if start < cursor:
                continue
            longest = max(
                (self._around(words, start, *place) for place in self._at(words, start)),
                key=lambda run: run[2] - run[1],
                default=('', 0, 0),
            )
            source, first, end = longest
            if end - first > MAX_COPIED_WORDS:
                yield CopiedPassage(source, matches[first].start(), words[first:end])
                cursor = end

    def _at(self, words: tuple[str, ...], start: int) -> list[tuple[str, int]]:
        return self._places.get(words[start : start + _CHUNK], [])

    def _around(
        self, words: tuple[str, ...], start: int, source: str, place: int
    ) -> tuple[str, int, int]:
        """Maximal match around a chunk: source, index of first word, end index."""
        theirs = self._words[source]
        before = 0
        while (
            min(start, place) > before and words[start - before - 1] == theirs[place - before - 1]
        ):
            before += 1
        after = _CHUNK
        most = min(len(words) - start, len(theirs) - place)
        while after < most and words[start + after] == theirs[place + after]:
            after += 1
        return source, start - before, start + after


def folded_words(text: str) -> tuple[str, ...]:
    """Normalised words of a text: no case, punctuation or variants of apostrophes."""
    return _fold(_COPIED_WORD.findall(text))


def _fold(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.translate(_MARKS).casefold() for word in words)


def _spaces(match: re.Match[str]) -> str:
    return ' ' * len(match[0])


MIN_SIMILARITY: Final = 0.6
"""Minimum similarity, from 0 to 1, of a passage that is suggested."""
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
    """Normalise typography: quotation marks, dashes, ellipses, white space.

    Double marks become single ones, as in a quotation inside a quotation.
    """
    return ' '.join(_DASHES.sub('-', text.translate(_TYPOGRAPHY)).split())


class SourceText:
    """Private copy of a review, normalised for searching."""

    def __init__(self, text: str) -> None:
        """Normalise the text of the copy."""
        self._text = fold(text)

    def has(self, phrase: str) -> bool:
        """Whether it contains a phrase as whole words, case-sensitive."""
        wanted = fold(phrase)
        before = r'(?<!\w)' if wanted[:1].isalnum() else ''
        after = r'(?!\w)' if wanted[-1:].isalnum() else ''
        return re.search(f'{before}{re.escape(wanted)}{after}', self._text) is not None

    def nearest(self, phrase: str, max_words: int) -> tuple[float, str]:
        """Similarity, from 0 to 1, and text of the passage most similar to a phrase.

        The passage is at most one word longer than the phrase, and has at most `max_words`.
        """
        wanted = fold(phrase)
        length = len(_WORD.findall(wanted))
        best = (0.0, '')
        fewer = length - (length > 3)
        for size in range(max(1, min(fewer, max_words)), min(length + 1, max_words) + 1):
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
        """Indexes of the windows of `size` words that share most words with a phrase."""
        words = self._lowered
        left = Counter(word.lower() for word in _WORD.findall(wanted))
        window: Counter[str] = Counter()
        shared: list[tuple[int, int]] = []
        for end, word in enumerate(words):
            window[word] += 1
            if end >= size:
                window[words[end - size]] -= 1
            if end >= size - 1:
                common = sum(min(count, window[key]) for key, count in left.items())
                shared.append((-common, end - size + 1))
        return [start for common, start in sorted(shared)[:_CANDIDATES] if common]


SUFFIX: Final = '.txt'
_ITALICS: Final = 'a quotation is exactly as in its source; titles and other words go in *italics*'


class QuotationReport(NamedTuple):
    """Result of the checks against sources."""

    problems: list[Problem]
    verified: int
    """Number of quotations that their sources contain."""


def verify_quotations(
    corpus: Corpus, texts: Mapping[str, str], sources: Mapping[str, bytes]
) -> QuotationReport:
    """Check all quotations of a wiki against private copies, and find copied passages.

    `texts` are sources of pages by path, `sources` contents of copies by file name.
    """
    return _QuotationChecker(corpus, texts, sources).report()


class _QuotationChecker:
    """Checker of one wiki against its sources."""

    def __init__(
        self, corpus: Corpus, texts: Mapping[str, str], sources: Mapping[str, bytes]
    ) -> None:
        self._corpus = corpus
        self._texts = texts
        self._files = {name: bytes_.decode('utf-8', 'replace') for name, bytes_ in sources.items()}
        self._digests = {
            name: hashlib.sha256(content).hexdigest() for name, content in sources.items()
        }
        self._copies = CopyDetector(self._files)
        self._sources: dict[str, SourceText] = {}
        self._verified = 0
        self._titles = frozenset(map(fold, titles(corpus)))
        self._headlines = [
            folded_words(page.facts.headline)
            for page in corpus.pages.values()
            if isinstance(page.facts, Review)
        ]

    def report(self) -> QuotationReport:
        """Check every page."""
        for page in self._corpus.pages.values():
            facts = page.facts or page.partial_facts
            source = facts.source if isinstance(facts, Review) else None
            if source and (name := self._file(source.file)):
                self._sources[page.docname] = SourceText(self._files[name])
        problems: set[Problem] = set()
        for page in self._corpus.pages.values():
            text = self._texts.get(page.path, '')
            problems.update(self._copied_passages(page, text))
            problems.update(self._source(page))
            problems.update(self._facts(page))
            problems.update(self._prose(page, text))
        return QuotationReport(sorted(problems), self._verified)

    def _file(self, name: str) -> str | None:
        return next(
            (candidate for candidate in (name, name + SUFFIX) if candidate in self._files), None
        )

    def _source(self, page: Page) -> Iterator[Problem]:
        """Problems of the private copy of a review: not declared, missing, or another digest."""
        facts = page.facts or page.partial_facts
        if not isinstance(facts, Review):
            return
        if facts.source is None:
            if any(judgement.quotes for _, judgement in _passages(facts)):
                message = "quotations need 'source: {file, sha256}' to be proved against"
                yield page.problem(Code.SOURCE, message)
            return
        name = self._file(facts.source.file)
        if name is None:
            candidates = (name.removesuffix(SUFFIX) for name in self._files)
            message = f'there is no source {facts.source.file!r}'
            message += did_you_mean(facts.source.file, candidates)
            yield page.problem(Code.SOURCE, message, 'source', 'file')
        elif self._digests[name] != facts.source.sha256:
            message = f'sha256: the source {name!r} has {self._digests[name]}'
            yield page.problem(Code.SOURCE, message, 'source', 'sha256')

    def _facts(self, page: Page) -> Iterator[Problem]:
        """Problems of quotations in front matter."""
        facts = page.facts or page.partial_facts
        if isinstance(facts, Review):
            for path, judgement in _passages(facts):
                for index, phrase in enumerate(judgement.quotes):
                    place = page.place(*path, 'quotes', index)
                    yield from self._check_source(page, [page.docname], phrase, place)
                yield from self._text_field(page, judgement.says, *path, 'says')
        elif isinstance(facts, Series):
            yield from self._text_field(page, facts.verdict, 'verdict')
        elif isinstance(facts, Character):
            for index, fact in enumerate(facts.revealed):
                yield from self._text_field(page, fact.fact, 'revealed', index, 'fact')
        yield from self._text_field(page, facts.summary if facts else None, 'summary')

    def _text_field(self, page: Page, words: str | None, *path: str | int) -> Iterator[Problem]:
        for quoted in find_quotations([words] if words else []):
            yield from self._quoted(page, quoted, page.place(*path))

    def _prose(self, page: Page, text: str) -> Iterator[Problem]:
        """Problems of quotations in the text."""
        end = end_of_front_matter(text)
        for quoted in find_quotations(text.split('\n')[end:], end + 1):
            yield from self._quoted(page, quoted, (quoted.line, quoted.column))

    def _quoted(self, page: Page, quoted: Quotation, place: tuple[int, int]) -> Iterator[Problem]:
        """Problems of one quotation; titles in quotation marks are exempt."""
        if not quoted.words or fold(quoted.words).strip('.,;:!?') in self._titles:
            return
        if message := quotation_too_long(quoted.words):
            yield Problem(page.path, *place, Code.QUOTATION, message)
            return
        if isinstance(page.facts or page.partial_facts, Review):
            yield from self._of_review(page, quoted, place)
            return
        speakers = critics_named(self._corpus, quoted.before, unnamed=False)
        named = speakers or critics_named(self._corpus, quoted.block)
        if quoted.footnoted or (quoted.sentence_footnoted and not speakers):
            return  # it quotes another source
        if named or self._is_about_critics(page):
            yield from self._check_source(page, named or list(self._sources), quoted.words, place)

    def _of_review(
        self, page: Page, quoted: Quotation, place: tuple[int, int]
    ) -> Iterator[Problem]:
        """Problems of a quotation on a review page, of its critic or of another who is named."""
        named = critics_named(self._corpus, quoted.before, unnamed=False)
        if quoted.footnoted or self._is_in_source(
            (n for n in named if n != page.docname), quoted.words
        ):
            return
        yield from self._check_source(page, [page.docname], quoted.words, place)

    def _is_about_critics(self, page: Page) -> bool:
        """Whether quotations on a page are of critics, unlike in a guide that names none."""
        if page.kind in {'episode', 'character'}:
            return True
        return bool(critics_named(self._corpus, self._texts.get(page.path, '')))

    def _is_in_source(self, reviews: Iterable[str], phrase: str) -> bool:
        return any(self._sources[name].has(phrase) for name in reviews if name in self._sources)

    def _check_source(
        self, page: Page, reviews: list[str], phrase: str, place: tuple[int, int]
    ) -> Iterator[Problem]:
        """Problem of a phrase that the sources of all given reviews lack; counts matches."""
        available = [name for name in reviews if name in self._sources]
        if self._is_in_source(available, phrase):
            self._verified += 1
        elif len(available) == len(reviews):
            message = f'{_source_of(available)} no {phrase!r}; {self._nearest(available, phrase)}'
            yield Problem(page.path, *place, Code.QUOTATION, message)

    def _nearest(self, reviews: list[str], phrase: str) -> str:
        candidates = [
            (*self._sources[name].nearest(phrase, MAX_QUOTE_WORDS), name) for name in reviews
        ]
        like, passage, name = max(candidates, default=(0.0, '', ''))
        other = next((n for n in self._sources if self._sources[n].has(phrase)), None)
        if other:
            return f'it stands in the source of {other}'
        if like < MIN_SIMILARITY:
            return _ITALICS
        where = 'it has' if len(reviews) == 1 else f'that of {name} has'
        return f'{where} {passage[:MAX_QUOTE_CHARACTERS]!r}'

    def _copied_passages(self, page: Page, text: str) -> Iterator[Problem]:
        """Problems of passages copied from a source, headlines excepted."""
        for run in self._copies.runs(text):
            if any(_within(run.words, headline) for headline in self._headlines):
                continue
            line = text.count('\n', 0, run.start) + 1
            column = run.start - text.rfind('\n', 0, run.start)
            message = (
                f'{len(run.words)} words in a row are those of the source {run.source!r};'
                f' more than {MAX_COPIED_WORDS} are not allowed: say it in your own'
            )
            yield Problem(page.path, line, column, Code.COPIED, message)


def _passages(facts: Review) -> Iterator[tuple[tuple[str | int, ...], Passage]]:
    """Aspects and remarks of a review, after their key paths in front matter."""
    for name, judgement in facts.aspects.items():
        yield ('aspects', name), judgement
    for index, remark in enumerate(facts.remarks):
        yield ('remarks', index), remark


def _source_of(reviews: list[str]) -> str:
    return f'the source of {reviews[0]} has' if len(reviews) == 1 else 'the sources have'


def _within(words: tuple[str, ...], headline: tuple[str, ...]) -> bool:
    span = len(words)
    return any(headline[i : i + span] == words for i in range(len(headline) - span + 1))
