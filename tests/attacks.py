"""Pages that a stranger might send: each with what it tried, and where it must be refused.

`{canary}` stands for the path of a file outside the wiki, with a word in it that nobody knows.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Attack(NamedTuple):
    """A page that tries something."""

    tried: str
    text: str
    refused: tuple[str, ...]
    """`line:column code` of each problem; none where the page is shown and does no harm."""


EVIL: Final = 'https://evil.example'
RUN: Final = 'window.__pwned=1'
READ: Final = "env.config.__class__.__init__.__globals__.__builtins__.open('{canary}').read()"
OUT: Final = '../../canary'


def _body(text: str) -> str:
    return f'# Title\n\n{text}\n'


def _facts(kind: str, facts: str, text: str = 'Words.') -> str:
    return f'---\n{kind}:\n{facts}---\n\n# Title\n\n{text}\n'


def _at(tried: str, text: str, *refused: str) -> Attack:
    return Attack(tried, _body(text), refused)


def _directive(name: str, options: str = '', body: str = 'Words.') -> str:
    return f'```{{{name}}}\n{options}{body}\n```'


FILES: Final[dict[str, Attack]] = {
    'include': _at('reads a file', f'```{{include}} {OUT}.txt\n```', '3:4 forbidden'),
    'include-absolute': _at('by its whole path', '```{include} {canary}\n```', '3:4 forbidden'),
    'include-colons': _at('in colons', f':::{{include}} {OUT}.txt\n:::', '3:4 forbidden'),
    'include-tildes': _at('in tildes', f'~~~{{include}} {OUT}.txt\n~~~', '3:4 forbidden'),
    'include-upper': _at('in capitals', f'```{{INCLUDE}} {OUT}.txt\n```', '3:5 unknown-directive'),
    'include-german': _at('in German', f'```{{einfügen}} {OUT}.txt\n```', '3:5 unknown-directive'),
    'include-entity': _at('by entities', f'```&#123;include&#125; {OUT}.txt\n```', '3:4 forbidden'),
    'include-in-quote': _at(
        'in a quotation', f'> ```{{include}} {OUT}.txt\n> ```', '3:6 forbidden'
    ),
    'include-in-list': _at(
        'in a list', f'- a\n\n  ```{{include}} {OUT}.txt\n  ```', '5:6 forbidden'
    ),
    'include-in-footnote': _at(
        'in a footnote',
        f'A.[^a]\n\n[^a]: A.\n\n    ```{{include}} {OUT}.txt\n    ```',
        '7:8 forbidden',
    ),
    'include-in-definition': _at(
        'in a definition', f'Term\n: Words.\n\n  ```{{include}} {OUT}.txt\n  ```', '6:6 forbidden'
    ),
    'include-in-spoiler': _at(
        'in a block', f'::::{{spoiler}} 2\n```{{include}} {OUT}.txt\n```\n::::', '4:4 forbidden'
    ),
    'include-in-two': _at(
        'in two blocks',
        f'::::::{{spoiler}} 2\n:::::{{note}}\n```{{include}} {OUT}.txt\n```\n:::::\n::::::',
        '5:4 forbidden',
    ),
    'include-beside-note': _at(
        'beside the name of a note',
        f':::{{note}} ~~~{{include}} {OUT}.txt\n~~~\n:::',
        '3:14 forbidden',
    ),
    'include-in-glossary': _at(
        'in a glossary',
        f'````{{glossary}}\nTerm\n  ```{{include}} {OUT}.txt\n  ```\n````',
        '5:6 forbidden',
    ),
    'include-cut-glossary': _at(
        'by a line that the glossary cuts',
        f'`````{{glossary}}\nTerm\n        Words.\n\n'
        f'    xxxx```{{include}} {OUT}.txt\n    xxxx```\n`````',
        '7:5 forbidden',
        '7:12 forbidden',
        '8:5 forbidden',
    ),
    'include-cut-card': _at(
        'by a line that splits a card',
        f'`````{{card}} Title\n~~~\n^^^\n~~~{{include}} {OUT}.txt\n~~~\n`````',
        '5:1 forbidden',
    ),
    'include-blank-glossary': _at(
        'by a line of blanks that tells a glossary where to cut',
        f'`````{{glossary}}\nTerm\n          \n'
        f'    abcdef```{{include}} {OUT}.txt\n    abcdef```\n`````',
        '6:5 forbidden',
        '6:14 forbidden',
        '7:5 forbidden',
    ),
    'include-behind-matter': _at(
        'behind what is front matter in a block only',
        f':::::{{note}} ---\n~~~text\n---\n```{{include}} {OUT}.txt\n```\n~~~\n:::::',
        '3:13 forbidden',
    ),
    'include-behind-matter-below': _at(
        'the same below a line of blanks',
        f':::::{{admonition}} A\n \n---\n~~~text\n---\n```{{include}} {OUT}.txt\n```\n~~~\n:::::',
        '5:1 forbidden',
    ),
    'include-behind-matter-in-glossary': _at(
        'the same in a glossary',
        f'`````{{glossary}}\nTerm\n  ---\n  ~~~text\n  ---\n'
        f'  ```{{include}} {OUT}.txt\n  ```\n  ~~~\n`````',
        '5:3 forbidden',
    ),
    'include-in-card': _at(
        'in a card', f'````{{card}} Title\n```{{include}} {OUT}.txt\n```\n````', '4:4 forbidden'
    ),
    'include-in-grid': _at(
        'in a grid',
        f'`````{{grid}} 2\n````{{grid-item-card}} A\n```{{include}} {OUT}.txt\n```\n````\n`````',
        '5:4 forbidden',
    ),
    'include-in-tab': _at(
        'in a tab',
        f'`````{{tab-set}}\n````{{tab-item}} A\n```{{include}} {OUT}.txt\n```\n````\n`````',
        '3:6 forbidden',
    ),
    'include-in-table': _at(
        'in a table',
        f'````{{list-table}}\n* - A\n  - ```{{include}} {OUT}.txt\n    ```\n````',
        '5:8 forbidden',
    ),
    'include-in-figure': _at(
        'in words below a figure',
        f'````{{figure}} ../pictures/clean.png\n```{{include}} {OUT}.txt\n```\n````',
        '3:14 picture',
        '4:4 forbidden',
    ),
    'literalinclude': _at('shows a file', f'```{{literalinclude}} {OUT}.txt\n```', '3:4 forbidden'),
    'literalinclude-diff': _at(
        'compares with a file', f'```{{literalinclude}} x\n:diff: {OUT}.txt\n```', '3:4 forbidden'
    ),
    'csv-file': _at(
        'a table of a file', f'```{{csv-table}}\n:file: {OUT}.txt\n```', '3:4 forbidden'
    ),
    'csv-url': _at(
        'a table from elsewhere', f'```{{csv-table}}\n:url: {EVIL}/a\n```', '3:4 forbidden'
    ),
    'raw-file': _at('raw from a file', f'```{{raw}} html\n:file: {OUT}.txt\n```', '3:4 forbidden'),
    'raw-url': _at('raw from elsewhere', f'```{{raw}} html\n:url: {EVIL}/a\n```', '3:4 forbidden'),
    'raw-latex': _at('TeX that reads', '```{raw} latex\n\\input{ {canary} }\n```', '3:4 forbidden'),
    'math-latex': _at('the same as math', '```{math}\n\\input{ {canary} }\n```', '3:4 forbidden'),
    'math-attribution': _at(
        'a role beside code, which is who says it',
        ':::::{epigraph}\n~~~text\n\n-- {math}`\\href{javascript:x}{y}`\n~~~\n:::::',
        '6:1 forbidden',
        '6:4 forbidden',
    ),
    'spoiler-attribution': _at(
        'words in a spoiler block that docutils takes for who says it',
        ':::::{epigraph}\n::::{spoiler} 2\nWords.\n\n-- {term}`kanarie`\n::::\n:::::',
        '7:1 forbidden',
    ),
    'math-role': _at('a role of math', 'A {math}`\\href{javascript:x}{y}`.', '3:3 forbidden'),
    'tabularcolumns': _at(
        'TeX beside a table', '```{tabularcolumns} |\\input{x}|\n```', '3:4 forbidden'
    ),
    'graphviz': _at(
        'a graph of a file', f'```{{graphviz}} {OUT}.txt\n```', '3:5 unknown-directive'
    ),
    'eval-rst': _at(
        'another markup', f'```{{eval-rst}}\n.. include:: {OUT}.txt\n```', '3:4 forbidden'
    ),
    'eval-rst-colons': _at(
        'in colons', f':::{{eval-rst}}\n.. include:: {OUT}.txt\n:::', '3:4 forbidden'
    ),
    'download': _at('a download', f'{{download}}`a <{OUT}.txt>`', '3:1 forbidden'),
    'download-link': _at('a link to a file', f'[a]({OUT}.txt)', '3:1 forbidden'),
    'download-picture': _at('a picture', '[a](../pictures/clean.png)', '3:1 forbidden'),
    'download-plain': _at('a file without a suffix', '[a](../PLAIN)', '3:1 forbidden'),
    'download-encoded': _at(
        'in an encoded address', '[a](%2e%2e/%2e%2e/canary.txt)', '3:1 forbidden'
    ),
    'download-path': _at('an address of MyST', f'<path:{OUT}.txt>', '3:1 forbidden'),
    'download-settings': _at('a hidden file', '[a](../.git/config)', '3:1 forbidden'),
    'download-conf': _at('a file of the wiki', '[a](../conf.py)', '3:1 forbidden'),
    'download-backslash': _at('with backslashes', '[a](..\\\\..\\\\canary.txt)', '3:1 forbidden'),
    'download-reference': _at(
        'by a definition', f'[a]\n\n[a]: {OUT}.txt', '3:1 forbidden', '5:6 forbidden'
    ),
    'file-address': _at('an address of a file', '[a](file://{canary})', '3:1 forbidden'),
    'image-out': _at('a picture outside', f'![a]({OUT}.png)', '3:1 forbidden'),
    'image-absolute': _at('by its whole path', '![a]({canary})', '3:1 forbidden'),
    'image-glob': _at('by a pattern', f'![a]({OUT}.*)', '3:1 forbidden'),
    'image-translated': _at('a picture with a twin in the language', '![a](../pictures/twin.png)'),
    'image-blanks': _at(
        'with blanks that the parser takes out',
        '```{image} ../pic tures/scr ipt.svg\n```',
        '3:12 forbidden',
        '3:12 picture',
    ),
    'image-text': _at('a text as a picture', '![a](../conf.py)', '3:1 forbidden'),
    'image-link': _at('a picture that is a link', '![a](../pictures/linked.png)', '3:1 forbidden'),
    'image-linked-folder': _at(
        'in a folder that is one', '![a](../linked/canary.png)', '3:1 forbidden'
    ),
    'image-directive': _at(
        'by a directive', f'```{{image}} {OUT}.png\n```', '3:12 forbidden', '3:12 picture'
    ),
    'figure-directive': _at(
        'as a figure', f'```{{figure}} {OUT}.png\n```', '3:13 forbidden', '3:13 picture'
    ),
    'card-image': _at('in a card', f'```{{card}}\n:img-top: {OUT}.png\n```', '4:1 forbidden'),
    'video': _at('a video', f'```{{video}} {OUT}.mp4\n```', '3:5 unknown-directive'),
    'toctree-out': _at('contents outside', f'```{{toctree}}\n{OUT}\n```', '4:1 forbidden'),
}
CODE: Final[dict[str, Attack]] = {
    'yaml-tag': Attack(
        'a tag of YAML',
        '---\npage: !!python/object/apply:os.getcwd []\n---\n\n# Title\n',
        ('2:7 front-matter',),
    ),
    'myst-key': Attack(
        'switches substitutions on',
        f'---\nmyst:\n  enable_extensions: [substitution]\n---\n\n# Title\n\nA {{{{ {READ} }}}}\n',
        ('2:1 unknown-key', '8:1 markup'),
    ),
    'myst-key-unclosed': Attack(
        'in a block that only MyST sees the end of',
        f'---\nmyst: {{enable_extensions: [substitution]}}\n...\n\n# Title\n\nA {{{{ {READ} }}}}\n',
        ('3:1 front-matter',),
    ),
    'myst-key-odd-fence': Attack(
        'in a block that only MyST sees',
        '---x\nmyst: {enable_extensions: [substitution]}\n---\n\n# Title\n\n'
        f'A {{{{ {READ} }}}}\n',
        ('1:1 forbidden', '5:1 heading', '7:1 markup'),
    ),
    'myst-key-beside': Attack(
        'in the line of a key that is passed on',
        '---\n{orphan: true, myst: {enable_extensions: [substitution]}}\n---\n\n# Title\n\n'
        f'A {{{{ {READ} }}}}\n',
        ('2:16 unknown-key', '7:1 markup'),
    ),
    'myst-key-in-value': Attack(
        'in a value that is passed on',
        '---\n"og:title": "a\\nmyst: {enable_extensions: [substitution]}"\n---\n\n# Title\n\n'
        f'A {{{{ {READ} }}}}\n',
        ('7:1 markup',),
    ),
    'substitutions-key': Attack(
        'a substitution of its own',
        f'---\nsubstitutions: {{a: "<script>{RUN}</script>"}}\n---\n\n# Title\n\n{{{{ a }}}}\n',
        ('2:1 unknown-key', '7:1 markup'),
    ),
    'jinja': _at(
        'a template', '{{ 7 * 7 }} {% include "x" %} {{ env }}', '3:13 markup', '3:31 markup'
    ),
    'role-directive': _at(
        'a role that is raw', '```{role} raw-html(raw)\n:format: html\n```', '3:4 forbidden'
    ),
    'raw-role': _at('raw in a role', f'{{raw}}`<script>{RUN}</script>`', '3:1 forbidden'),
    'default-role': _at('another default', '```{default-role} raw\n```', '3:4 forbidden'),
    'only': _at('an expression', '```{only} html\nWords.\n```', '3:4 forbidden'),
    'ifconfig': _at(
        'an expression of settings', "```{ifconfig} __import__('os')\n```", '3:5 unknown-directive'
    ),
    'code-cell': _at(
        'a cell of a notebook', '```{code-cell} python\nprint(1)\n```', '3:5 unknown-directive'
    ),
    'autodoc': _at('imports a module', '```{automodule} os\n```', '3:5 unknown-directive'),
    'program-output': _at('runs a program', '```{program-output} ls\n```', '3:5 unknown-directive'),
    'domain-directive': _at('of a domain', '```{py:function} f\n```', '3:4 forbidden'),
    'options-in-yaml': _at(
        'options in YAML', ':::{note}\n---\nclass: a\n---\nA.\n:::', '4:1 forbidden'
    ),
    'emphasize-many': _at(
        'a range of lines without end',
        '```{code-block} text\n:emphasize-lines: 1-999999999\nA.\n```',
        '4:1 forbidden',
    ),
    'spoiler-digits': _at(
        'a number that is too long to be one',
        f':::{{spoiler}} {"9" * 5000}\nA.\n:::',
        '3:14 directive',
    ),
    'numref-format': _at('a format', '{numref}`{number.x} <fig>`', '3:1 forbidden'),
    'lexer': _at('a language nobody checked', '```perl\nx\n```', '3:4 forbidden'),
    'parsed-literal': _at('markup in code', '```{parsed-literal}\nx\n```', '3:4 forbidden'),
}
SCRIPT: Final[dict[str, Attack]] = {
    'script': _at('a script', f'<script>{RUN}</script>', '3:1 forbidden'),
    'script-comment': _at('behind a comment', f'<!-- --> <script>{RUN}</script>', '3:1 forbidden'),
    'script-inline': _at('in a line', f'Words <script>{RUN}</script> here.', '3:7 forbidden'),
    'script-in-heading': Attack(
        'in a heading', f"# A <img src=x onerror='{RUN}'>\n", ('1:5 forbidden',)
    ),
    'script-in-table': _at(
        'in a table', f"| a |\n| - |\n| <img src=x onerror='{RUN}'> |", '5:3 forbidden'
    ),
    'script-in-title': _at(
        'in a title', f":::{{admonition}} <img src=x onerror='{RUN}'>\nA.\n:::", '3:17 forbidden'
    ),
    'script-in-alt': _at(
        'in words for a picture', f"![<img src=x onerror='{RUN}'>](../pictures/clean.png)"
    ),
    'script-in-alt-option': _at(
        'in an option', f'```{{image}} ../pictures/clean.png\n:alt: a "><script>{RUN}</script>\n```'
    ),
    'script-in-alt-open': _at(
        'in an option that the parser cannot read',
        f'```{{image}} ../pictures/clean.png\n:alt: "><script>{RUN}</script>\n```',
        '4:1 forbidden',
    ),
    'script-in-link-title': _at(
        'in the title of a link', f"[a](https://a.example '\"><script>{RUN}</script>')"
    ),
    'script-in-code': _at(
        'in code', f'`<script>{RUN}</script>`\n\n```html\n<script>{RUN}</script>\n```'
    ),
    'script-in-comment': _at('in a comment', f'% --> <script>{RUN}</script>\n\nA.'),
    'script-in-target': _at('in a label', f'("><script>{RUN}</script>)=\n## Two'),
    'script-in-role': _at(
        'in the words of roles', f'{{nolink}}`<b onclick={RUN}>` {{ja}}`<i onclick={RUN}>`'
    ),
    'script-in-abbr': _at('in an explanation', f'{{abbr}}`A ("onmouseover="{RUN})`'),
    'script-in-glossary': _at(
        'in a term', f"```{{glossary}}\n<img src=x onerror='{RUN}'>\n  Words.\n```", '4:1 forbidden'
    ),
    'script-in-tab': _at(
        'in the name of a tab',
        f"````{{tab-set}}\n```{{tab-item}} <img src=x onerror='{RUN}'>\nA.\n```\n````",
        '3:5 forbidden',
    ),
    'script-entity': _at('as entities', f'&lt;script&gt;{RUN}&lt;/script&gt;'),
    'style': _at('a style', '<style>* {display: none}</style>', '3:1 forbidden'),
    'style-attribute': _at('in an attribute', 'A <b style="position:fixed">b</b>', '3:3 forbidden'),
    'frame': _at('a frame', f'<iframe src="{EVIL}"></iframe>', '3:1 forbidden'),
    'form': _at('a form', f'<form action="{EVIL}"><input></form>', '3:1 forbidden'),
    'base': _at('another base', f'<base href="{EVIL}">', '3:1 forbidden'),
    'svg': _at('a drawing', f"<svg onload='{RUN}'></svg>", '3:1 forbidden'),
    'iframe-directive': _at(
        'a frame by directive', f'```{{iframe}} {EVIL}\n```', '3:5 unknown-directive'
    ),
    'attributes': _at('attributes of Markdown', f'[a](https://a.example){{onclick="{RUN}"}}'),
    'attributes-block': _at(
        'before a block', f'{{onclick="{RUN}" style="position:fixed"}}\nWords.'
    ),
    'div': _at('a block with a class', ':::evil\nWords.\n:::', '3:1 forbidden'),
    'class-option': _at(
        'a class', ':::{note}\n:class: sd-stretched-link\nA.\n:::', '4:1 forbidden'
    ),
    'width-option': _at(
        'a style as a width',
        '```{image} ../pictures/clean.png\n:width: 1px;position:fixed\n```',
        '3:12 picture',
        '4:1 forbidden',
    ),
    'javascript': _at('an address that runs', f'[a](javascript:{RUN})', '3:1 forbidden'),
    'javascript-upper': _at('in capitals', f'[a](JaVaScRiPt:{RUN})', '3:1 forbidden'),
    'javascript-entity': _at('with entities', f'[a](java&#115;cript&colon;{RUN})', '3:1 forbidden'),
    'javascript-tab': _at('with a tab', f'[a](<java&Tab;script:{RUN}>)', '3:1 forbidden'),
    'javascript-newline': _at(
        'with the end of a line',
        f'[a](java&NewLine;script:{RUN})',
        '3:1 forbidden',
        '3:9 character',
    ),
    'javascript-auto': _at('by itself', f'<javascript:{RUN}>', '3:1 forbidden'),
    'javascript-reference': _at(
        'by a definition', f'[a][b]\n\n[b]: javascript:{RUN}', '3:1 forbidden', '5:6 forbidden'
    ),
    'javascript-unused': _at('by one that is not used', f'[b]: javascript:{RUN}', '3:6 forbidden'),
    'javascript-card': _at(
        'in a card', f'```{{card}} A\n:link: javascript:{RUN}\n```', '4:1 forbidden'
    ),
    'javascript-card-quoted': _at(
        'in quotation marks', f'```{{card}} A\n:link: "\\x6aavascript:{RUN}"\n```', '4:1 forbidden'
    ),
    'javascript-figure': _at(
        'behind a picture',
        f'```{{figure}} ../pictures/clean.png\n:target: javascript:{RUN}\n```',
        '3:13 picture',
        '4:1 forbidden',
    ),
    'javascript-button': _at(
        'on a button', f'```{{button-link}} javascript:{RUN}\n```', '3:4 forbidden'
    ),
    'javascript-toctree': _at(
        'in contents', '```{toctree}\nA <javascript://a%0awindow.__pwned=1>\n```', '4:1 forbidden'
    ),
    'vbscript': _at('another script', '[a](vbscript:msgbox)', '3:1 forbidden'),
    'data': _at(
        'a page in an address', f'[a](data:text/html,<script>{RUN}</script>)', '3:1 forbidden'
    ),
    'data-image': _at(
        'a picture in an address', '![a](data:image/svg+xml;base64,PHN2Zz4=)', '3:1 forbidden'
    ),
    'foreign-image': _at('a picture from elsewhere', f'![a]({EVIL}/a.png)', '3:1 forbidden'),
    'foreign-image-short': _at('without a scheme', '![a](//evil.example/a.png)', '3:1 forbidden'),
    'svg-script': _at('a drawing with a script', '![a](../pictures/script.svg)', '3:1 forbidden'),
    'svg-translated': _at('one with a twin in the language', '![a](../pictures/twin.svg)'),
    'svg-image-set': _at(
        'one with a style that asks', '![a](../pictures/set.svg)', '3:1 forbidden'
    ),
    'svg-foreign': _at('one that asks elsewhere', '![a](../pictures/foreign.svg)', '3:1 forbidden'),
    'svg-entity': _at('one with entities', '![a](../pictures/entity.svg)', '3:1 forbidden'),
    'meta-refresh': Attack(
        'sends readers away',
        f'---\nhtml_meta:\n  http-equiv=refresh: 0;url={EVIL}\n---\n\n# Title\n',
        ('3:3 forbidden',),
    ),
    'meta-content': Attack(
        'breaks out of a description',
        f'---\nhtml_meta:\n  description: "\\"><script>{RUN}</script>"\n---\n\n# Title\n',
        (),
    ),
    'summary': Attack(
        'in a summary', _facts('page', f"  summary: '\"><script>{RUN}</script>'\n"), ()
    ),
    'bidi': _at(
        'words in another order', 'A \u202ereversed\u202c word.', '3:3 character', '3:12 character'
    ),
    'bidi-facts': Attack(
        'the same in facts',
        _facts('page', '  summary: A \u2066word\u2069.\n'),
        ('3:14 character', '3:19 character'),
    ),
    'invisible': _at('a word within a word', 'spo\u200biler', '3:4 character'),
    'tags': _at('words that nobody sees', 'A\U000e0041\U000e0042', '3:2 character'),
}
SPOILERS: Final[dict[str, Attack]] = {
    'spoiler-indented': _at('shows a block as code', '    :::{spoiler} 2\n    A.', '3:5 spoiler'),
    'spoiler-lazy': _at(
        'shows a block as code in a line',
        'A.\n    ```{spoiler} 2\n    A.\n    ```',
        '4:5 spoiler',
    ),
    'spoiler-wide': _at(
        'shows one in wide colons', '\uff1a\uff1a\uff1a{spoiler} 2\nA.', '3:1 spoiler'
    ),
    'spoiler-bars': _at('hides words as a chat does', 'He ||is dead||.', '3:4 spoiler'),
    'spoiler-role-address': _at(
        'runs in a spoiler role', f'{{spoiler}}`[a](javascript:{RUN}) <2>`', '3:11 forbidden'
    ),
    'spoiler-role-role': _at('a role in a role', 'A {spoiler}``{raw}`b` <2>``.', '3:14 forbidden'),
    'spoiler-role-entity': _at(
        'what nobody sees in a role', 'A {spoiler}`b&#8203;c <2>`.', '3:14 character'
    ),
    'spoiler-caption': _at(
        'shows a caption that is hidden',
        '::::{spoiler} 2\n:::{table} Hidden\n:name: dead\n\n| A |\n| - |\n:::\n::::\n\n[](#dead)',
        '12:5 dangling-link',
    ),
    'spoiler-anchor': _at(
        'names a place as the theme does',
        '(svg-toc)=\n## Searchbox',
        '3:1 duplicate-id',
        '4:1 duplicate-id',
    ),
}
REVIEW: Final = f"""\
---
review:
  headline: '</script><script>{RUN}</script>'
  outlet: "<img src=x onerror={RUN}>"
  author: '"><svg onload={RUN}>'
  url: https://a.example/'onmouseover={RUN}//
  published: null
  covers: 1
  access: "</title><script>{RUN}</script>"
  score: 3/5
  verdict: "<script>{RUN}</script>"
  categories: {{"=HYPERLINK(1)": 3/5, "<b onclick={RUN}>": 3/5}}
  aspects:
    plot:
      stance: praise
      says: '</script><script>{RUN}</script>'
      quotes: ['"><script>{RUN}</script>']
  remarks:
    - {{about: 1, stance: praise, says: '<img src=x onerror={RUN}>'}}
  summary: ']]><script>{RUN}</script>'
---

# Words

Words.
"""
CHARACTER: Final = f"""\
---
character:
  name: '<img src=x onerror={RUN}>'
  name_ja: '"><script>{RUN}</script>'
  aliases: ["</a><script>{RUN}</script>"]
  kind: '<style>'
  voices: {{ja: '<iframe>'}}
  appears_in: 1
  revealed: [{{episode: 2, fact: '<script>{RUN}</script>'}}]
  summary: '<form>'
---

# Title

Words.
"""
FACTS: Final[dict[str, Attack]] = {
    'reviews/evil-review': Attack('every fact of a review', REVIEW, ()),
    'characters/evil': Attack('every fact of a character', CHARACTER, ()),
    'reviews/address': Attack(
        'an address that runs',
        '---\nreview:\n  headline: A\n  outlet: null\n  author: A\n'
        f'  url: javascript:{RUN}\n  published: null\n  covers: 1\n---\n\n# A\n',
        ('6:3 bad-value',),
    ),
    'reviews/scope': Attack(
        'episodes without end',
        '---\nreview:\n  headline: A\n  outlet: null\n  author: A\n'
        '  url: null\n  published: null\n  covers: 1-999999999\n---\n\n# A\n',
        ('8:3 scope',),
    ),
    'reviews/score': Attack(
        'a score without end',
        '---\nreview:\n  headline: A\n  outlet: null\n  author: A\n'
        f'  url: null\n  published: null\n  covers: 1\n  score: {"9" * 5000}/10\n---\n\n# A\n',
        ('9:3 score',),
    ),
}
PAGES: Final[dict[str, Attack]] = {
    **{f'attacks/{name}': attack for name, attack in (FILES | CODE | SCRIPT | SPOILERS).items()},
    **FACTS,
}
"""By docname."""

PICTURES: Final[dict[str, str]] = {
    'script.svg': f'<svg xmlns="http://www.w3.org/2000/svg"><script>{RUN}</script></svg>',
    'foreign.svg': (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
        f'<use x:href="{EVIL}/a.svg#a"/></svg>'
    ),
    'set.svg': (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' style="background:image-set(\'{EVIL}/a.png\' 1x)"/>'
    ),
    'twin.svg': '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>',
    'twin.en.svg': f'<svg xmlns="http://www.w3.org/2000/svg"><script>{RUN}</script></svg>',
    'entity.svg': '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
    'clean.svg': '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1" fill="url(#a)"/></svg>',
}
