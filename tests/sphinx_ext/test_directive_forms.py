"""The table of directives and roles is what Sphinx and the extensions have."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from docutils.parsers.rst.directives.admonitions import Admonition, Note
from docutils.parsers.rst.directives.images import Figure
from markdown_it.token import Token
from myst_parser.parsers.directives import parse_directive_text
from workshop import EXTENSIONS

from criticwiki.markdown.directives import (
    ALLOWED_DIRECTIVES,
    Forms,
    GlossaryLine,
    read_directive,
    split_glossary,
)
from criticwiki.panel_registry import (
    ENTRIES,
    NAMES,
    PARTED,
    RETIRED,
    Panel,
    find_panel,
    has_place,
)

if TYPE_CHECKING:
    from pathlib import Path

NAMES_OF = ['myst_parser', 'sphinx_design', 'criticwiki']
ASK = """
import json, sys
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from docutils.utils import new_document
from sphinx.application import Sphinx
from sphinx.util.docutils import sphinx_domains
source, wanted, named = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
app = Sphinx(source, source, source + '/out', source + '/doctrees', 'html', status=None)
found, document = {}, new_document('page')
document.reporter.report_level = 5
with sphinx_domains(app.env):
    for name in wanted:
        kind = directives.directive(name, en, document)[0]
        if kind is not None:
            most = kind.required_arguments + kind.optional_arguments
            options = sorted(kind.option_spec or ())
            found[name] = [kind.required_arguments, most, bool(kind.has_content), options]
    known = [name for name in named if roles.role(name, en, 0, document.reporter)[0]]
    every = sorted(directives._directives)
print(json.dumps([found, known, every]))
"""


def test_the_table_is_true(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text(f'extensions = {NAMES_OF!r}\n', 'utf-8')
    (tmp_path / 'index.md').write_text('# Index\n', 'utf-8')
    forms = Forms(NAMES_OF)
    questions = [json.dumps(sorted(names)) for names in (forms.directives, forms.roles)]
    done = subprocess.run(
        [sys.executable, '-c', ASK, tmp_path, *questions],
        env={'PYTHONPATH': str(EXTENSIONS)},
        capture_output=True,
        text=True,
        check=True,
    )
    found, roles, every = json.loads(done.stdout.splitlines()[-1])
    ours = {'spoiler', *PARTED, *NAMES}  # lenient, so that the check may tell in its words
    expected: dict[str, list[Any]] = {}
    for name, form in forms.directives.items():
        if name in ours:
            found.pop(name)
        else:
            content = form.content != 'nothing'
            expected[name] = [form.required, form.most, content, sorted(form.options)]
    assert found == expected
    assert set(roles) == forms.roles
    rare = {'_all-octicon', 'codeauthor', 'describe', 'moduleauthor', 'object', 'sectionauthor'}
    assert set(every) - set(forms.directives) <= rare


def test_every_entry_of_the_registry_leads_to_a_panel() -> None:
    assert {entry.name for entry in ENTRIES} == {*NAMES, *PARTED} - {*RETIRED}
    for entry in ENTRIES:
        assert isinstance(entry.panel, Panel), entry
        for kind in entry.injected.split():
            assert find_panel(entry.name, '', kind) is entry.panel
            assert has_place(entry.name, '', kind)
        assert not has_place(entry.name, 'no such part', 'page')


def test_pages_may_use_options_that_exist() -> None:
    for name, form in ALLOWED_DIRECTIVES.items():
        assert form.allowed is not None
        assert form.allowed <= form.options, name


CLASSES = {'note': Note, 'admonition': Admonition, 'figure': Figure}


@pytest.mark.parametrize(
    ('info', 'content'),
    [
        ('{note}', ''),
        ('{note}', 'Words.\n\nMore.\n'),
        ('{note} Words begin here.', 'And go on.\n'),
        ('{note}', ':class: a\n:name: b\n\nWords.\n'),
        ('{note}', ':class: a\nWords.\n:name: b\n'),
        ('{note}', ':class: a\n:::{tip}\nWords.\n:::\n'),
        ('{note}', '\n:class: a\n'),
        ('{note}', '---\nclass: a\nname: b\n---\nWords.\n'),
        ('{note} Words.', ':class: a\n\nMore.\n'),
        ('{admonition} A title', ':class: a\nWords.\n\n\n'),
        ('{figure} a.png', ':alt: a lamp\n:width: 3\n'),
        ('{figure} a.png', ':alt: a lamp\n\nA caption.\n'),
    ],
)
def test_a_directive_is_split_as_by_myst(info: str, content: str) -> None:
    fence = Token('fence', 'code', 0, info=info, content=content)
    directive = read_directive(fence, 10, Forms().directive)
    assert directive is not None
    _, _, first = info.partition(' ')
    theirs = parse_directive_text(CLASSES[directive.name], first, content)
    assert {option.name for option in directive.options} == set(theirs.options)
    assert directive.argument.split() == ' '.join(theirs.arguments).split()
    body, start = directive.content.split('\n'), directive.start
    while body and not body[0]:
        body, start = body[1:], start + 1
    assert '\n'.join(body) == '\n'.join(theirs.body).rstrip('\n')
    if body:
        assert start == 10 + 1 + theirs.body_offset


def test_a_glossary_is_split_into_terms_and_definitions() -> None:
    body = (
        'Vane\nWeathercock : noun\n  What turns.\n\n    In the wind.\n\nLamp\n   Light.\n a moth\n'
    )
    assert list(split_glossary(body)) == [
        GlossaryLine('Vane', 0, is_term=True),
        GlossaryLine('Weathercock : noun', 1, is_term=True),
        GlossaryLine('What turns.\n\n  In the wind.\n', 2, is_term=False),
        GlossaryLine('Lamp', 6, is_term=True),
        GlossaryLine('Light.\nmoth\n', 7, is_term=False, cut=(8,)),
    ]
    assert [entry.term for entry in split_glossary(body) if entry.is_term] == [
        'Vane',
        'Weathercock',
        'Lamp',
    ]
