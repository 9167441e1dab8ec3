"""Whatever an editor gets wrong is one located problem, in the first run and in the next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

REVIEW = """\
---
review:
  headline: {name}
  outlet: {name}
  author: null
  url: null
  published: null
  covers: 1-4
{more}---

# {name}

Words.
"""


def review(name: str, *more: str) -> str:
    return REVIEW.format(name=name, more=''.join(f'  {line}\n' for line in more))


BAD = with_pages(
    {
        # a missing key: at the mapping that lacks it
        'episodes/03-missing.md': '---\n# a comment\nepisode:\n  number: 3\n---\n\n# Missing\n',
        # a wrong key, with what was meant
        'characters/wrong.md': """\
            ---
            character:
              name: Wrong
              alises: [Wrongly]
            ---

            # Wrong
            """,
        'reviews/doubled.md': review('Doubled', 'score: 5/10', 'verdict: Fair', 'score: 6/10'),
        'reviews/too-much.md': review('Too much', 'score: 16/10'),
        'reviews/outside.md': review('Outside', 'episode_scores: {1: 3/5, 5: 4/5}'),
        'characters/outside-too.md': """\
            ---
            character:
              name: Outer
              appears_in: 1-9
              revealed:
                - {episode: 2, fact: Known.}
                - {episode: 7, fact: Unknown.}
            ---

            # Outer

            :::{spoiler} 8
            Beyond.
            :::
            """,
        'reviews/aspects.md': review(
            'Aspects',
            'aspects:',
            '  plot: {stance: praise, says: Fine.}',
            '  looxs: {stance: praise, says: Fine.}',
        ),
        'reviews/oren.md': review('Same id'),
        'characters/double.md': '---\ncharacter: {name: Other, aliases: [Mara]}\n---\n\n# Other\n',
        'reviews/stance.md': review(
            'Stance', 'aspects:', '  plot: {stance: prase, says: Fine.}'
        ),
        'reviews/remarks.md': review(
            'Remarks', 'remarks:', '  - {about: nobody-here, stance: praise, says: Fine.}'
        ),
        'links.md': """\
            # Links

            A link to {episode}`9` and
            one to [nobody](#mara-vos), here.

            - and {wiki:review}`gazete`
            - and [a page](nowhere.md)

            Twice to {character}`nil`, {character}`nil`.
            """,
        'values.md': '# Values\n\nThe mean is\n{value}`consensus.meen` of 100.\n',
        'kind.md': '---\nreview: {headline: Astray}\n---\n\n# Astray\n',
    }
)  # fmt: skip
EXPECTED = [
    ('characters/mara-voss.md:4:13', 'duplicate-name'),
    ('characters/outside-too.md:4:3', 'scope'),
    ('characters/outside-too.md:7:8', 'scope'),
    ('characters/outside-too.md:12:14', 'scope'),
    ('characters/wrong.md:4:3', 'unknown-key'),
    ('episodes/03-missing.md:3:1', 'missing-key'),
    ('kind.md:2:1', 'unknown-key'),
    ('links.md:3:21', 'dangling-link'),
    ('links.md:4:18', 'dangling-link'),
    ('links.md:6:21', 'dangling-link'),
    ('links.md:7:16', 'dangling-link'),
    ('links.md:9:22', 'dangling-link'),
    ('links.md:9:40', 'dangling-link'),
    ('reviews/aspects.md:11:5', 'unknown-aspect'),
    ('reviews/doubled.md:11:3', 'duplicate-key'),
    ('reviews/oren.md:2:1', 'duplicate-id'),
    ('reviews/outside.md:9:28', 'scope'),
    ('reviews/remarks.md:10:8', 'unknown-page'),
    ('reviews/stance.md:10:12', 'bad-value'),
    ('reviews/too-much.md:9:3', 'score'),
    ('values.md:4:9', 'value-path'),
]
LINE = re.compile(r'(\S+\.md:\d+:\d+): WARNING: (.+) \[wiki\.([\w-]+)\]')


@pytest.fixture(scope='module')
def bad(wiki: Callable[..., Build]) -> Build:
    return wiki(BAD)


def located(warnings: list[str]) -> list[tuple[str, str]]:
    found = [LINE.fullmatch(line) for line in warnings]
    assert all(found), [line for line in warnings if not LINE.fullmatch(line)]
    return [(match[1], match[3]) for match in found if match]


def test_each_problem_once_and_in_one_run(bad: Build) -> None:
    assert sorted(located(bad.warnings)) == sorted(EXPECTED)


def test_in_order_of_place(bad: Build) -> None:
    def place(entry: tuple[str, str]) -> tuple[str, int, int]:
        path, line, column = entry[0].rsplit(':', 2)
        return path, int(line), int(column)

    places = [place(entry) for entry in located(bad.warnings)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ('path', 'said'),
    [
        ('characters/wrong.md', ["'alises'", "did you mean 'aliases'"]),
        ('reviews/doubled.md', ["'score'", 'twice', 'line 9']),
        ('reviews/too-much.md', ["'16/10'", '10 is the best']),
        ('reviews/outside.md', ['episode 5', 'which has 4']),
        ('reviews/aspects.md', ["'looxs'", "did you mean 'looks'"]),
        ('reviews/oren.md', ["'oren'", 'characters/oren.md']),
        ('characters/mara-voss.md', ["'Mara'", 'characters/double.md:2:36']),
        ('reviews/stance.md', ['praise, mixed, criticism', "did you mean 'praise'"]),
        ('values.md', ["'meen'", "did you mean 'mean'"]),
        ('links.md:4', ["'mara-vos'", "did you mean 'mara-voss'"]),
    ],
)
def test_messages_help(bad: Build, path: str, said: list[str]) -> None:
    lines = [line for line in bad.warnings if line.startswith(f'{path}:')]
    assert all(words in lines[0] for words in said), lines


def test_again_in_the_next_run(bad: Build) -> None:
    first = list(bad.warnings)
    bad.rebuild(warnings_are_errors=True, command=True)
    assert bad.returned == 1
    assert bad.warnings == first
    bad.rebuild(warnings_are_errors=True)
    assert (bad.returned, bad.warnings) == (1, first)
    other = bad.also('text', warnings_are_errors=True)
    assert (other.returned, other.warnings) == (1, first)


def test_the_same_in_parallel(bad: Build) -> None:
    assert bad.clean(parallel=2, command=True).warnings == bad.warnings


def test_a_problem_mended_is_gone(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({'links.md': '# Links\n\nTo {character}`nil`.\n'}))
    assert located(made.warnings) == [('links.md:3:16', 'dangling-link')]
    made.edit('characters/nil.md', '---\ncharacter: {name: Nil}\n---\n\n# Nil\n')
    made.rebuild(warnings_are_errors=True)
    assert (made.returned, made.warnings) == (0, [])
    made.delete('characters/nil.md')
    made.rebuild(warnings_are_errors=True)
    assert made.returned == 1
    assert located(made.warnings) == [('links.md:3:16', 'dangling-link')]


def test_a_problem_makes_no_second_one_elsewhere(wiki: Callable[..., Build]) -> None:
    made = wiki(
        with_pages(
            {
                'episodes/02-dust.md': '---\nepisode: {number: 2}\n---\n\n# Dust\n',
                'notes.md': '# Notes\n\nSee {episode}`2` and {episode}`02-dust`.\n',
            }
        )
    )
    assert located(made.warnings) == [('episodes/02-dust.md:2:1', 'missing-key')]


def test_a_broken_index_makes_no_second_problem(wiki: Callable[..., Build]) -> None:
    pages = with_pages({})
    pages['index.md'] = pages['index.md'].replace('  episodes: 4\n', '')
    assert located(wiki(pages).warnings) == [('index.md:2:1', 'missing-key')]


HOSTILE = {
    'list': '---\n- one\n- two\n---\n',
    'scalar': '---\njust words\n---\n',
    'empty': '---\n---\n',
    'nothing': '',
    'unclosed': '---\ncharacter:\n  name: X\n',
    'tab': '---\ncharacter:\n\tname: X\n---\n',
    'quote': '---\ncharacter: {name: "X}\n---\n',
    'nul': '---\ncharacter: {name: "X\0"}\n---\n',
    'tag': '---\ncharacter: !!python/object/apply:os.getcwd []\n---\n',
    'anchors': '---\na: &a [x, x]\nb: &b [*a, *a]\ncharacter: {name: *b}\n---\n',
    'merge': '---\ncharacter:\n  <<: {name: X}\n---\n',
    'deep': '---\ncharacter: ' + '[' * 3000 + ']' * 3000 + '\n---\n',
    'long': '---\ncharacter: {name: ' + 'x' * 100_000 + '}\n---\n',
    'key': '---\n? [a, b]\n: c\n---\n',
    'null': '---\ncharacter: null\n---\n',
    'text': '---\ncharacter: text\n---\n',
    'number': '---\ncharacter: {name: X, appears_in: 99999999999999999999}\n---\n',
    'nested': '---\ncharacter: {name: {a: {b: c}}, voices: [1, 2], revealed: {a: b}}\n---\n',
    'documents': '---\ncharacter: {name: X}\n--- \nb: c\n---\n',
    'doubled': '---\ncharacter: {name: X}\ncharacter: {name: Y}\n---\n',
    'reserved': '---\ncharacter: {name: @x}\n---\n',
    'odd-keys': '---\n1: a\nnull: b\n"": c\ncharacter: {name: X, "": y, 2: z}\n---\n',
    'myst': '---\ncharacter: {name: X}\nmyst: {enable_extensions: [nonsense]}\n---\n',
    'broken-theme-key': '---\ncharacter: {name: X}\nhtml_meta: [a\n---\n',
}


def test_hostile_front_matter(wiki: Callable[..., Build]) -> None:
    pages = {f'characters/{name}.md': f'{text}\n# {name}\n' for name, text in HOSTILE.items()}
    made = wiki(with_pages(pages))
    assert made.returned == 0
    assert not [line for line in made.warnings if 'Traceback' in line or 'Error' in line]
    # what follows a broken block is text, and the parser may find more to say of it
    ours = [line for line in made.warnings if '[wiki.' in line]
    others = [line for line in made.warnings if '[wiki.' not in line]
    told = {path.rsplit(':', 2)[0] for path, _ in located(ours)}
    assert set(pages) == told
    assert {line.split(':')[0] for line in others} <= told
    made.rebuild()
    assert [line for line in made.warnings if '[wiki.' in line] == ours


@pytest.mark.parametrize(
    'change',
    [lambda text: b'\xef\xbb\xbf' + text, lambda text: text.replace(b'\n', b'\r\n')],
    ids=['byte order mark', 'two-character line ends'],
)
def test_files_of_other_editors(
    wiki: Callable[..., Build], change: Callable[[bytes], bytes]
) -> None:
    made = wiki({})
    for name, text in with_pages({}).items():
        made.write(name, text)
    file = made.source / 'reviews/gazette.md'
    content = file.read_bytes()
    file.write_bytes(change(content))
    made.rebuild()
    assert (made.returned, made.warnings) == (0, [])
    assert made.data['reviews']['gazette']['score']['printed'] == '8/10'


@pytest.mark.parametrize(
    'text',
    ['```{spoiler} nine\nX\n```', '```{spoiler} 2\n```', '```{consensus} nonsense\n```'],
)
def test_directives_written_wrong(wiki: Callable[..., Build], text: str) -> None:
    made = wiki(with_pages({'notes.md': f'# Notes\n\nWords.\n\n{text}\n'}))
    assert made.status == 1
    assert [line for line in made.warnings if line.startswith('notes.md:5')]
    assert not [line for line in made.warnings if 'Traceback' in line]


@pytest.mark.parametrize('name', ['cast', 'aspects', 'scores'])
def test_a_panel_on_a_page_that_has_nothing_for_it(wiki: Callable[..., Build], name: str) -> None:
    made = wiki(with_pages({'notes.md': f'# Notes\n\nWords.\n\n```{{{name}}}\n```\n'}))
    assert located(made.warnings) == [('notes.md:5:4', 'panel')]
    assert located(made.rebuild().warnings) == [('notes.md:5:4', 'panel')]
