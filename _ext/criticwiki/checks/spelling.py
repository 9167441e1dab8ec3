"""Listed misspellings of characters: where pages use them outside of quotations and code."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.names import NameTable, PageName
from criticwiki.problems import Code, Problem
from criticwiki.text import composed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import CharacterEntry, Corpus
    from criticwiki.model.page import Page

_EVERYTHING: Final = 10**9
"""An episode after all others: names that give something away are names too."""
_NOT_OWN: Final = re.compile(
    r'\A---\n.*?\n---$'  # front matter
    r'|^ {0,3}(```|~~~)(?!\{).*?^ {0,3}\1'  # code
    r'|^(?:[ \t]*(?:>|#|:|%|\||`|~|\()| {4})[^\n]*$'  # quotations, headings, options, tables, notes
    r'|``.*?``|`[^`]*`'
    r'|"(?:[^"\n]|\n(?!\n))*"|\u201c[^\u201d]*\u201d|\u00ab[^\u00bb]*\u00bb'
    r'|\*[^*\n]+\*|\b_[^_\n]+_\b'  # words as words
    r'|\[[^\]]*\](?:\([^)]*\))?|<[^>\n]*>|https?://\S+',
    re.MULTILINE | re.DOTALL,
)
"""What on a page is none of its own words."""


def misspelled(corpus: Corpus, page: Page, lines: Sequence[str]) -> Iterator[Problem]:
    """Problems of misspellings in the own words of a page, not on that of the character."""
    table, owners = _misspellings(corpus)
    if not owners or page.draft:
        return
    text = '\n'.join(lines)
    if not any(True for _ in table.occurrences(text, _EVERYTHING)):
        return
    own = _NOT_OWN.sub(lambda match: re.sub(r'[^\n]', '\0', match[0]), text)
    for start, name in corpus.names.occurrences(own, _EVERYTHING):
        owner = owners.get(name.text)
        if owner is None or owner.docname in {page.docname, ''} or owner.docname != name.docname:
            continue
        facts = owner.facts
        names = [facts.name, *facts.aliases]
        (meant,) = get_close_matches(name.text, names, n=1, cutoff=0) or [facts.name]
        line = own.count('\n', 0, start) + 1
        column = start - own.rfind('\n', 0, start)
        message = (
            f'{owner.page.path} lists {name.text!r} as a misspelling of {facts.name!r}; write'
            f' {meant!r}, or, as the word of a source, in quotation marks or *italics*'
        )
        yield Problem(page.path, line, column, Code.MISSPELLING, message)


@cached_view
def _misspellings(corpus: Corpus) -> tuple[NameTable, Mapping[str, CharacterEntry]]:
    """Index of the misspellings that are no other name, and the character of each."""
    owners: dict[str, CharacterEntry] = {}
    for entry in corpus.characters:
        names = {composed(name) for name in (entry.facts.name, *entry.facts.aliases)}
        for text in map(composed, entry.facts.misspellings):
            if text not in names:
                owners[text] = entry
    return NameTable(PageName(text, entry.docname) for text, entry in owners.items()), owners
