"""Pages that would exhaust a parser are refused before one meets them, in bounded time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from large_pages import CONSTRUCTS, is_let_through
from sphinx.domains.std import StandardDomain

from criticwiki import problems
from criticwiki.config import Settings, settings_of
from criticwiki.corpus.names import NameTable, PageName
from criticwiki.guard.page_guard import guard_page
from criticwiki.model.front_matter import read_front_matter
from criticwiki.problems import Code
from criticwiki.sphinx_ext.patches import OneLineDomain

if TYPE_CHECKING:
    from large_pages import Construct

ROOT = Path(__file__).parent.parent.parent
LONG = 9_900


def paragraphs(text: str) -> str:
    """The text in as many paragraphs, each different, as a page can have."""
    return '\n\n'.join(f'{number} {text}' for number in range(290_000 // (len(text) + 6)))


REFUSED = {
    'a page of 5 MB in a line': 'x' * 5_000_000,
    'headings': '# a\n' * 10_000,
    'underlined headings': 'a\n===\n' * 5_000,
    'quotations in quotations': '>' * 9_000 + ' a',
    'lists in lists': '- ' * 4_000 + 'a',
    'brackets': paragraphs('[' * LONG),
    'pictures': paragraphs('![' * (LONG // 2)),
    'links in links': paragraphs('[' * 3_000 + 'a' + '](b)' * 1_500),
    'stars': paragraphs('*a **b ' * (LONG // 7)),
    'italics in italics': '*a ' * 3_000 + 'b*' * 3_000,
    'roles without end': paragraphs('{ja}`' * (LONG // 5)),
    'tags without end': paragraphs('<a b="' * (LONG // 6)),
    'comments without end': paragraphs('a <!--' * (LONG // 6)),
    'a paragraph': 'many words\n' * 9_000,
    'code': '```\n' + 'code and more\n' * 9_000 + '```',
    'a wide table': '|' + 'a|' * 4_900 + '\n|' + '-|' * 4_900 + '\n' + '|a\n' * 5_000,
    'blocks in blocks': '\n'.join(f'{":" * (60 - n)}{{note}}' for n in range(50)),
    'labels': '\n'.join(f'(a{n})=' for n in range(9_000)),
    'footnotes': '\n\n'.join(f'[^{n}]: a[^{n + 1}]' for n in range(4_000)),
    'spaces in a role': paragraphs('{doc}`a' + ' ' * 9_000 + 'b`'),
    'lines': 'a\n\n' * 6_000,
    'stars in a table of contents': f'```{{toctree}}\n{"*a" * 30}b\n```',
    'tables of contents': '```{toctree}\na\n```\n\n' * 21,
    'patterns of tables of contents': '```{toctree}\n:glob:\n' + '*/a\n' * 21 + '```',
    'stars that are tried in turn': '```{toctree}\n:glob:\na**a**a**b\n```',
    'stars in two folders': '```{toctree}\n:glob:\na*a*/b*b*c\n```',
    'terms of a definition': '```{glossary}\n' + 'term\n' * 21 + '  Words.\n```',
    'terms of a definition with a classifier': '```{glossary}\n' + 'a : b\n' * 21 + '  W.\n```',
    'keys': '{kbd}`' + '+'.join('a' * 11) + '`',
    'keys by blanks and dashes': '{kbd}`a b-c^d e f g h i j k`',
    'keys of many roles': '{kbd}`a+b+c+d+e+f+g+h+i`\n\n' * 2_000,
    'calls for footnotes without end': paragraphs('[^' * 240),
    'brackets without end': paragraphs('[' * 490),
    'braces without end': paragraphs('{a' * 490),
    'words in code': paragraphs('`a` ' * 240),
    'words in italics': paragraphs('*a* ' * 24),
    'spaces in a table of contents': f'```{{toctree}}\na{" " * 9_000}b\n```',
}
BROKEN = {
    'aliases': '---\npage: {a: &a [x], b: [*a, *a]}\n---\n',
    'brackets in facts': f'---\npage: {"[" * 9_000}\n---\n',
    'mappings in facts': f'---\npage: {"{a: " * 2_000}\n---\n',
    'lists in facts': f'---\n{"- " * 4_000}\n---\n',
    'long facts': '---\npage:\n' + '  # words and words\n' * 9_000 + '---\n',
}


@pytest.mark.parametrize('text', REFUSED.values(), ids=REFUSED)
def test_what_exhausts_is_refused(text: str) -> None:
    page = f'# Title\n\n{text}\n'
    verdict = guard_page('a.md', page, read_front_matter(page), Settings())
    assert not verdict.shown
    assert {problem.code for problem in verdict.problems} <= {Code.TOO_LARGE, Code.FORBIDDEN}


@pytest.mark.parametrize('text', BROKEN.values(), ids=BROKEN)
def test_facts_that_exhaust_are_refused(text: str) -> None:
    assert read_front_matter(f'{text}\n# Title\n').problems


def test_references_by_number_are_not_on_the_list() -> None:
    """Each of them would load the page of the figure anew."""
    page = '# Title\n\n' + 'See {numref}`a`.\n\n' * 10
    verdict = guard_page('a.md', page, read_front_matter(page), Settings())
    assert len(verdict.problems) == 10
    assert '{numref}' not in str(verdict.text)


def test_the_format_of_a_reference_by_number_is_looked_at_where_it_is_allowed() -> None:
    settings = settings_of({'criticwiki_roles': ['numref']})
    page = '# Title\n\n{numref}`{number.x} <fig>` {numref}`Figure %s <fig>`\n'
    verdict = guard_page('a.md', page, read_front_matter(page), settings)
    assert [problem.message[:10] for problem in verdict.problems] == ['a {numref}']


def test_a_page_is_loaded_once_for_all_references_by_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a wiki allows them, 5000 on a page took 23 GB."""
    loaded: list[str] = []

    class Environment:
        _pickled_doctree_cache: ClassVar[dict[str, bytes]] = {}

        def get_doctree(self, docname: str) -> object:
            loaded.append(docname)
            self._pickled_doctree_cache[docname] = bytes(2)
            return object()

    def resolve(_domain: object, env: Any, docname: str) -> object:
        return env.get_doctree(docname)

    monkeypatch.setattr(StandardDomain, '_resolve_numref_xref', resolve)
    domain, env = OneLineDomain.__new__(OneLineDomain), Environment()
    for _time in range(100):
        domain._resolve_numref_xref(env, 'a')  # type: ignore[arg-type]
    assert loaded == ['a']
    domain._resolve_numref_xref(env, 'b')  # type: ignore[arg-type]
    env._pickled_doctree_cache.clear()  # the page was read anew
    domain._resolve_numref_xref(env, 'b')  # type: ignore[arg-type]
    domain._resolve_numref_xref(Environment(), 'b')  # type: ignore[arg-type]
    assert loaded == ['a', 'b', 'b', 'b']


def test_what_was_meant_by_an_unknown_name_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    of_difflib = problems.get_close_matches

    def count(word: str, *arguments: Any, **options: Any) -> Any:
        asked.append(word)
        return of_difflib(word, *arguments, **options)

    monkeypatch.setattr(problems, 'get_close_matches', count)
    page = '# Title\n\n' + '{nothing-of-it}`a`\n\n' * 500
    verdict = guard_page('a.md', page, read_front_matter(page), Settings())
    assert len(verdict.problems) > 10
    assert asked.count('nothing-of-it') <= 2


@pytest.mark.parametrize('construct', CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_what_is_measured_is_let_through(construct: Construct) -> None:
    """`make exhaust` is to measure pages that are built, not pages that are refused."""
    assert is_let_through(construct.page(2), Settings())


def test_it_takes_no_longer_than_a_build_may() -> None:
    """All of them, in a process that is ended if it takes minutes; it takes seconds."""
    here = Path(__file__)
    code = (
        f'import sys; sys.path[:0] = [{str(here.parents[2] / "_ext")!r}, {str(here.parent)!r}]\n'
        'import test_exhaustion as tests\n'
        'for text in tests.REFUSED.values(): tests.test_what_exhausts_is_refused(text)\n'
        'for text in tests.BROKEN.values(): tests.test_facts_that_exhaust_are_refused(text)\n'
    )
    subprocess.run([sys.executable, '-c', code], check=True, timeout=120)


HARMLESS = {
    'a transcript': 'Words of a long talk, as people speak, with commas.\n\n' * 2_300,
    'a list of links': '- A [link](https://a.example/1) and *words* in `code`.\n' * 1_200,
    'a table of ratings': '| a | b |\n| - | - |\n' + '| *1* | [2](https://a.example) |\n' * 1_500,
    'a glossary': '```{glossary}\n' + 'Term\n  What it *means*, in [words](#a).\n\n' * 500 + '```',
    'a long paragraph with links': ('Words with [a link](https://a.example/page)\n' * 200),
    'keys': 'Press {kbd}`Ctrl+Alt+Del`, then {kbd}`A`. ' * 20,
    'synonyms': '```{glossary}\n' + ''.join(f'name {n}\n' for n in range(20)) + '  Words.\n```',
    'tables of contents': '```{toctree}\na\n```\n\n' * 20,
}


@pytest.mark.parametrize('text', HARMLESS.values(), ids=HARMLESS)
def test_what_people_write_is_no_harm(text: str) -> None:
    page = f'# Title\n\n{text}\n'
    verdict = guard_page('a.md', page, read_front_matter(page), Settings())
    assert verdict.problems == ()


def test_a_long_page_is_no_harm() -> None:
    page = '# Title\n\n' + '## Part\n\nWords *of* a [long](https://a.example) page.\n\n' * 450
    verdict = guard_page('a.md', page, read_front_matter(page), Settings())
    assert (verdict.text, verdict.problems) == (page, ())


def test_many_names_with_one_first_word_are_looked_for_at_once() -> None:
    """Every name of a word was tried at each place: 390 million times on one page."""
    table = NameTable(PageName(f'Za {number}', 'a') for number in range(4_000))
    text = 'Za Za Za ' * 10_000 + 'Za 12'
    assert [name.text for _, name in table.occurrences(text, 0)] == ['Za 12']


def line_of(text: str) -> str:
    """The text over and over, as long as a line may be."""
    return (text * LONG)[:LONG]


TOO_LARGE = {
    'quotations that begin and end': '> ```\na\n' * 4_000,
    'blocks in them': '> :::{note}\n| a |\n' * 4_000,
    'quotations in quotations': '> > ```\n> a\n' * 4_000,
    'footnotes in roles': '\n\n'.join([('{a}`>@&#[^' * 480)[:4_800]] * 8),
}
"""Pages on which the parser looks through the same text again and again."""
REPETITIVE = {
    'a fence of many marks': '\n\n'.join([line_of('~')] * 25),
    'a number of many digits': '\n\n'.join([line_of('7')] * 25),
    'options of blanks': '```{note}\n' + f':a{" " * 9_800}b\n' * 25 + '```',
    'bars': '\n\n'.join(['w||' + line_of('a ')] * 25),
}
"""Pages on which a pattern of ours took 9 to 20 seconds."""
FACTS = {
    'braces in facts': 'x: "' + '\n  '.join([line_of('{')] * 6) + '"',
    'blanks in facts': '\n'.join([' ' * 9_800 + ': x'] * 6),
}


@pytest.mark.parametrize('text', TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_the_parser_reads_by_the_square_is_too_large(text: str) -> None:
    page = f'# T\n\n{text}\n'
    settings = settings_of({'myst_enable_extensions': ['colon_fence', 'deflist']})
    verdict = guard_page('a.md', page, read_front_matter(page), settings)
    assert {problem.code for problem in verdict.problems} == {Code.TOO_LARGE}


@pytest.mark.parametrize('number', [100, 101])
def test_a_table_has_as_many_columns_as_every_builder_can_share_out(number: int) -> None:
    lines = '|' + 'a|' * number, '|' + '-|' * number, '|' + 'a|' * number
    listed = ['* - a', *('  - - b' for _ in range(number - 1))]
    for table in (lines, [':::{list-table}', *listed, *listed, ':::']):
        page = '# T\n\n' + '\n'.join(table) + '\n'
        settings = settings_of({'myst_enable_extensions': ['colon_fence']})
        verdict = guard_page('a.md', page, read_front_matter(page), settings)
        assert [problem.code for problem in verdict.problems] == [Code.TOO_LARGE] * (number > 100)


READER = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (3, 3))  # seconds, after which the process is killed
from criticwiki.checks.loader import read_page_source
from criticwiki.config import settings_of
settings = settings_of({'myst_enable_extensions': ['colon_fence', 'deflist']})
read_page_source('notes.md', sys.stdin.read(), settings)
"""


@pytest.mark.parametrize(
    'text',
    [*(f'# T\n\n{text}\n' for text in REPETITIVE.values()),
     *(f'---\n{text}\n---\n\n# T\n' for text in FACTS.values())],
    ids=[*REPETITIVE, *FACTS],
)  # fmt: skip
def test_reading_a_repetitive_page_comes_to_its_end(text: str) -> None:
    reader = [sys.executable, '-c', READER]
    path = {**os.environ, 'PYTHONPATH': str(ROOT / '_ext')}
    done = subprocess.run(reader, input=text, text=True, env=path, check=False)
    assert done.returncode == 0


def test_a_discussion_in_quotations_is_no_harm() -> None:
    page = '# Title\n\n' + '> They said this\nand went on\n> and on\n\n' * 800
    verdict = guard_page('a.md', page, read_front_matter(page), Settings())
    assert verdict.problems == ()
