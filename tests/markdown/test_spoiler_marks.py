"""What is meant to be a spoiler block and is none is told and withheld; words and code are not."""

from __future__ import annotations

import time

import pytest

from criticwiki.checks.loader import read_page_source
from criticwiki.config import Settings, settings_of
from criticwiki.markdown.spoiler_marks import near_spoilers
from criticwiki.problems import Code, Problem

SETTINGS = Settings(extensions=('myst_parser', 'sphinx_design', 'criticwiki'))
NEAR = {
    'indented': '    :::{spoiler} 3\n    Hidden.\n    :::',
    'by a tab': '\t```{spoiler} 3\n\tHidden.\n\t```',
    'colons in a paragraph': 'Words.\n    :::{spoiler} 3\n    Hidden.\n    :::',
    'backticks in a paragraph': 'Words.\n    ```{spoiler} 3\n    Hidden.\n    ```',
    'tildes in a paragraph': 'Words.\n    ~~~{spoiler} 3\n    Hidden.\n    ~~~',
    'capital': ':::{Spoiler} 3\nHidden.\n:::',
    'capitals as code': '```{SPOILER} 3\nHidden.\n```',
    'plural': '```{spoilers} 3\nHidden.\n```',
    'misspelt': ':::{spioler} 3\nHidden.\n:::',
    'another name': ':::{spoiler-block} 3\nHidden.\n:::',
    'letters of another script': ':::{sp\u043eiler} 3\nHidden.\n:::',
    'two colons': '::{spoiler} 3\nHidden.\n::',
    'one backtick': '`{spoiler} 3\nHidden.\n`',
    'two tildes': '~~{spoiler} 3\nHidden.\n~~',
    'a gap': ': ::{spoiler} 3\nHidden.\n:::',
    'a gap in a definition': 'Term\n: ::{spoiler} 3\n  Hidden.\n  :::',
    'wide colons': '\uff1a\uff1a\uff1a{spoiler} 3\nHidden.\n\uff1a\uff1a\uff1a',
    'wide braces': ':::\uff5bspoiler\uff5d 3\nHidden.\n:::',
    'ratio marks': '\u2236\u2236\u2236{spoiler} 3\nHidden.\n\u2236\u2236\u2236',
    'no braces': ':::spoiler 3\nHidden.\n:::',
    'no braces and a blank': '::: spoiler 3\nHidden.\n:::',
    'no braces of code': '```spoiler 3\nHidden.\n```',
    'half of the braces': '```{spoiler 3\nHidden.\n```',
    'blanks in the braces': ':::{ spoiler } 3\nHidden.\n:::',
    'no blank before the number': ':::{spoiler}3\nHidden.\n:::',
    'square brackets': ':::[spoiler] 3\nHidden.\n:::',
    'round brackets': ':::(spoiler) 3\nHidden.\n:::',
    'angles': '::: <spoiler> 3\nHidden.\n:::',
    'braces alone': '{spoiler} 3\nHidden.',
    'in the middle of words': 'Words :::{spoiler} 3 Hidden. :::',
    'a role': '{spoiler}`hidden`',
    'a role in capitals': 'Words {Spoiler}`hidden`.',
    'in a list': '- A\n\n      :::{spoiler} 3\n      Hidden.\n      :::',
    'in a quotation': '> ::{spoiler} 3\n> Hidden.\n> :::',
    'code in a quotation': '>     :::{spoiler} 3\n>     Hidden.',
    'in a note': ':::::{note}\n    :::{spoiler} 3\n    Hidden.\n    :::\n:::::',
    'in a glossary': '````{glossary}\nterm\n  Words.\n\n      :::{spoiler} 3\n      Hidden.\n````',
    'in a footnote': 'A.[^1]\n\n[^1]: ::{spoiler} 3\n    Hidden.',
    'a heading': '## :::{spoiler} 3\n\nHidden.',
    'in an unknown block': '````{foo}\n:::{spoiler} 3\nHidden.\n:::\n````',
    'in a forbidden block': '````{only} html\n:::{spoiler} 3\nHidden.\n:::\n````',
    'an unknown block with a number': ':::{secret} 3\nHidden.\n:::',
    'in code that never ends': '```\nWords\n\n:::{spoiler} 3\nHidden.\n:::',
    'that ends too early': ':::{spoiler} 3\n:::{note}\nA.\n:::\nHidden.\n:::',
    'a template': '{{spoiler|hidden}}',
    'BBCode': '[spoiler]hidden[/spoiler]',
    'BBCode with a title': 'Words [spoiler=end]hidden[/spoiler].',
    'GitHub': '> [!SPOILER]\n> Hidden.',
    'reStructuredText': '.. spoiler:: 3\n\n   Hidden.',
    'MkDocs': '??? spoiler "The end"\n    Hidden.',
    'bars': 'He ||dies at the end||.',
    'bars over two lines': '||He *dies*\nat the end||',
    'bars beside an escaped mark': '\\`||hidden away||\\`',
    'Reddit': '>!He dies!<',
    'Reddit without an end': '>!He dies.',
    'Reddit without an end, in a list': '- a\n\n  >!He dies.',
    'Reddit in words': 'So >!he dies!< then.',
    'indented and misspelt': '    :::{spolier} 3\n    Hidden.\n    :::',
    'a tag of a template': '{% spoiler %}he dies{% endspoiler %}',
    'a shortcode': '{{< spoiler >}}he dies{{< /spoiler >}}',
    'a generic directive': 'So :spoiler[he dies] then.',
    'Discourse': '[details="The end"]\nHe dies.\n[/details]',
    'a forum': '[hide]He dies.[/hide]',
    'a table of contents': '::::{spoiler} 3\n```{toctree}\nHe dies <https://a.example>\n```\n::::',
    'a table of contents deeper': (
        '::::::{spoiler} 3\n:::::{note}\n```{toctree}\na\n```\n:::::\n::::::'
    ),
    'Reddit in a quotation': '> !he dies!<',
    'bars with blanks': '|| He dies at the end ||',
    'bars in words with blanks': 'So || he then dies || it is.',
    'bars beside a word': 'So he||dies here||.',
    'bars that end with code': 'So ||he `dies`||.',
    'bars around a link of a role': 'It is ||{character}`mara-voss`||.',
    'wide bars': 'So \uff5c\uff5che dies\uff5c\uff5c.',
    'bars in a cell': '| a | b |\n| - | - |\n| x | ||he dies|| |',
    'bars in a list': '- ||He dies||',
    'Reddit with blanks': '>! He dies !<',
    'Reddit in words with blanks': 'Then >! he dies !< it is.',
    'Reddit below an empty line': '>!\n>! He dies.',
    'Reddit in later lines': '> Words\n>! He dies.',
    'Reddit by the title of a link': '[sad](/s "he dies")',
    'AniList': 'So ~!he dies!~.',
    'AniList over lines': '~!He dies.\nThen she.!~',
    'Obsidian': '> [!spoiler]- The end\n> He dies.',
    'Obsidian with a number': '> [!spoiler|12]\n> He dies.',
    'Obsidian misspelt': '> [!spolier]\n> He dies.',
    'an admonition with a title': '> [!NOTE] Spoilers\n> He dies.',
    'an admonition with words': '> [!WARNING]\n> **Spoiler**: he dies.',
    'BBCode misspelt': '[spolier]he dies[/spolier]',
    'BBCode in capitals': '[SPOILER]he dies[/SPOILER]',
    'a misspelt template': '{{spolier|he dies}}',
    'a template around': '{{hidden|Spoiler|he dies}}',
    'a fold': '<details>\n<summary>More</summary>\nHe dies.\n</details>',
    'a tag': 'So <spoiler>he dies</spoiler>.',
    'a class': 'So <span class="spoiler">he dies</span>.',
    'wide colons and misspelt': '\uff1a\uff1a\uff1a{spolier} 3\nHidden.\n\uff1a\uff1a\uff1a',
    'two colons and misspelt': '::{spolier} 3\nHidden.\n::',
    'no braces and misspelt': ':::psoiler 3\nHidden.\n:::',
    'a tilde fence without braces': '~~~spoiler 3\nHidden.\n~~~',
    'a class of a fence': '::: {.spoiler}\nHidden.\n:::',
    'the number in the braces': ':::{spoiler 3}\nHidden.\n:::',
    'a role without a number': 'He {spoiler}`hides`.',
    'a role without words': 'He {spoiler}`<3>`.',
    'a role with the number first': 'He {spoiler}`3|hides`.',
    'a role with another number': 'He {spoiler}`hides <three>`.',
    'a role in a heading': '## He {spoiler}`hides <3>`',
    'a role in a link': '[he {spoiler}`hides <3>`](#notes)',
    'a role in the words of a picture': '![he {spoiler}`hides <3>`](/lamp.png)',
    'a role in a title': ':::{admonition} He {spoiler}`hides <3>`\nWords.\n:::',
    'a role in capitals with a number': 'He {SPOILER}`hides <3>`.',
    'a plural role': 'He {spoilers}`hides <3>`.',
    'a role with a blank': 'He {spoiler} `hides <3>`.',
    'a role inside of the backticks': 'He `{spoiler}hides <3>`.',
    'a role with other marks': 'He {spoiler}\u2018hides <3>\u2019.',
    'a role with an escape': 'He \\{spoiler}`hides <3>`.',
    'bars around paragraphs': '||He hides\n\nhere and there.||',
    'waves around paragraphs': '~!He hides\n\n- here\n\nand there.!~',
    'a quotation around paragraphs': '>!He hides\n\nhere and there.!<',
    'bars with backslashes in a cell': '| a |\n| - |\n| \\|\\|he hides\\|\\| |',
    'a link to nothing': '[he hides](/spoiler)',
    'a comment of another program': 'He %%hides here%% it.',
    'a comment around paragraphs': '%%\nHe hides.\n%%',
    'a comment of HTML': '<!-- he hides -->',
    'the marks of a merge': '<<<<<<< HEAD\nHe hides.\n=======\nHe goes.\n>>>>>>> b',
    'a role of reStructuredText': 'He :spoiler:`hides <3>`.',
    'a role that holds another mark': 'He {spoiler}`||hides here|| <3>`.',
}
FINE = {
    'an example': '````markdown\n:::{spoiler} 3\nHidden.\n:::\n````',
    'an example of mistakes': '```text\n    :::{spoiler} 3\n::{spoiler}\n||abc||\n>!abc!<\n```',
    'code in a line': 'Write `:::{spoiler} 9`, `||hidden||`, `{spoiler}` or `` ::{spoiler} ``.',
    'code at the start of a line': 'Write\n`:::{spoiler} 9` or\n```{spoiler} 9```.',
    'code in a list': '* a block `{spoiler} 9`, with `[spoiler]`',
    'words': 'Spoiler: he dies. No spoilers! A spoiler (spoiler alert) is a spoiler.\n\nSpoiler: 3',
    'a heading': '## Spoilers\n\nWords.',
    'a definition': 'Plot\n: spoiler',
    'bars of programs': 'a || b || c, x||y||z, || and ||',
    'bars alone': '||\n\n|| or ||\n\n|x||\n\nWords.||',
    'waves alone': '~! a cry\n\nand !~',
    'a norm': 'The ||v|| is long.',
    'a table': '| a || b |\n| - | - | - |\n| x || y |\n\n||',
    'a block': ':::{spoiler} 3\nHidden.\n:::',
    'a block below words': 'Words.\n:::{spoiler} 3\nHidden.\n:::',
    'a block of backticks below words': 'Words.\n```{spoiler} 3\nHidden.\n```',
    'a block below a table': '| a |\n| - |\n:::{spoiler} 3\nHidden.\n:::',
    'a blank before its name': '::: {spoiler} 3\nHidden.\n:::',
    'in a list': '- :::{spoiler} 3\n  Hidden.\n  :::',
    'in a quotation': '> :::{spoiler} 3\n> Hidden.\n> :::',
    'in a block': '::::{note}\n:::{spoiler} 3\nHidden.\n:::\n::::',
    'links': '[spoiler](https://a.example) [a spoiler][b]\n\n[b]: https://b.example',
    'a quotation that begins with a sign': '> ! a\n\n>![A lamp](/lamp.png)\n\n>!= b',
    'signs': 'a >! b !< c; 3!<4!',
    'a cry': '!!! Spoilers ahead !!!',
    'escaped': '\\:::{note} \\{spoiler}',
    'indented code': '    print("no spoilers")\n    x || y',
    'a quotation': '> !important\n> words',
    'a role': 'He {spoiler}`*hides* <3>`, and {spoiler}``{ja}`\u9589` <4>``.',
    'a role in a cell': '| a |\n| - |\n| {spoiler}`b <3>` |',
    'a role in a note': ':::{note}\nA {spoiler}`b <3>`.\n:::',
    'a role in a role': '{spoiler}```a {spoiler}``b <4>`` <3>```',
    'an example of the role': 'Write `` {spoiler}`He goes <9>` `` or `{spoiler}`.',
    'empty cells': '| a | b | c |\n|---|---|---|\n| x || y |\n|||z|\n| || |',
    'code in cells': '| a | b |\n| - | - |\n| `x or y` | z |',
    'a condition': 'Where a || b or b || c holds.',
    'quotations': '> One.\n>\n> > Two!\n\n> \u201cThree!\u201d',
    'greater than': 'a > b! c < d; 5 >! 4 and 3 !< 2.',
    'names like it': '[!TIP] { sailor } [/index] :: boiler',
    'a link with a title': '[words](/index.md "A title") <https://a.example/spoilers>',
    'an emoticon': 'A shrug ~ and a cry! ~ again! ~',
    'less and more': 'x <details of it> y'.replace('<', '\\<'),
    'a comment': 'Words.\n\n% :::{spoiler} 3',
}


def read(text: str, settings: Settings = SETTINGS) -> tuple[bool, list[Problem]]:
    """Whether a page with a text is shown, and its problems."""
    page, _, verdict = read_page_source('guide/x.md', f'# Notes\n\n{text}\n', settings)
    return verdict.shown, sorted(page.problems)


@pytest.mark.parametrize('text', NEAR.values(), ids=NEAR)
def test_a_near_miss_is_told_and_withheld(text: str) -> None:
    shown, problems = read(text)
    assert not shown
    assert problems
    assert all(problem.line > 2 for problem in problems)


@pytest.mark.parametrize('text', FINE.values(), ids=FINE)
def test_words_and_examples_are_left_alone(text: str) -> None:
    assert read(text) == (True, [])


MATTER = (
    'page: {summary: "||he dies||"}', 'page: {summary: "[spoiler]he dies[/spoiler]"}',
    'page:\n  summary: >-\n    So >!he dies!< then.',
    'html_meta: {description: "{spoiler}`he dies`"}',
    'page: {summary: ":::{spoiler} 9 he dies"}',
)  # fmt: skip


@pytest.mark.parametrize('matter', MATTER)
def test_front_matter_hides_nothing_by_marks(matter: str) -> None:
    page, _, verdict = read_page_source('guide/x.md', f'---\n{matter}\n---\n\n# Notes\n', SETTINGS)
    assert not verdict.shown
    assert [problem.code for problem in page.problems if 'open' in problem.message]


def test_front_matter_may_speak_of_spoilers() -> None:
    matter = 'page: {summary: "Without spoilers: a or b, a|b, and what a spoiler block is."}'
    page, _, verdict = read_page_source('guide/x.md', f'---\n{matter}\n---\n\n# Notes\n', SETTINGS)
    assert verdict.shown
    assert page.problems == ()


@pytest.mark.parametrize('name', ['indented', 'no braces', 'role', 'bars', 'template'])
def test_the_cure_is_told(name: str) -> None:
    text = next(text for key, text in NEAR.items() if name in key)
    assert any(
        any(cure in problem.message for cure in (':::{spoiler} 9', 'at the margin', ' <9>`'))
        for problem in read(text)[1]
    )


@pytest.mark.parametrize('name', ['no braces of code', 'half of the braces', 'two colons'])
def test_each_is_told_once(name: str) -> None:
    assert len(read(NEAR[name])[1]) == 1


def test_without_a_guard_it_is_told_all_the_same() -> None:
    free = settings_of({'criticwiki_guard': False})
    shown, problems = read(NEAR['indented'], free)
    assert shown
    assert [problem.code for problem in problems] == [Code.SPOILER]


def test_another_directive_of_that_name_may_be_allowed() -> None:
    free = settings_of({'criticwiki_directives': {'spoiler-list': []}, 'extensions': ['other']})
    assert read(':::{spoiler-list} 3\nWords.\n:::', free) == (True, [])


@pytest.mark.parametrize(
    'text',
    [
        '[spoilspoil',
        ' >!a',
        'x!< >!a',
        '||ab1',
        ': ',
        '{ ',
        ':spoil',
        ' ~!a',
        '|| a',
        '[!a] ',
        '{{a',
        '<a ',
    ],
)
def test_a_page_full_of_half_marks_is_read_in_time(text: str) -> None:
    line = (text * 9_900)[:9_900]
    lines = ['# Notes', '', *'\n\n'.join([line] * 29).split('\n')]
    begun = time.process_time()
    near_spoilers(lines, 1, SETTINGS)
    assert time.process_time() - begun < 10
