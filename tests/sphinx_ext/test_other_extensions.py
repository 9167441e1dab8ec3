"""What other extensions and themes take from a build: builders, descriptions, files, a head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

CLOSED: Final = """\
# Notes

:::{spoiler} 2
The map burns.
:::

Oren looks on.
"""
OPENGRAPH: Final = """\
import json, pathlib

def say(app, name, template, context, doctree):
    if doctree:
        kept = {key: str(value) for key, value in (context['meta'] or {}).items()}
        pathlib.Path(app.outdir, name.replace('/', '-') + '.json').write_text(json.dumps(kept))
        context['metatags'] += ''.join(
            f'<meta property="{key}" content="{text}">' for key, text in kept.items()
            if key.startswith('og:')
        )

def setup(app):
    app.connect('html-page-context', say)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
"""
REDIRAFFE: Final = """\
import pathlib
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder

def redirect(app, exception):
    said = type(app.builder).__name__
    if type(app.builder) in (StandaloneHTMLBuilder, DirectoryHTMLBuilder):
        said += ' is ' + ('dirhtml' if type(app.builder) is DirectoryHTMLBuilder else 'html')
    pathlib.Path(app.outdir, 'builder.txt').write_text(said)

def setup(app):
    app.connect('build-finished', redirect)
"""


def _load(build: Build, name: str, text: str) -> None:
    """Load a stand-in for an extension whose name is `sphinxext` and this one."""
    build.write(f'sphinxext/{name}.py', text)
    build.write('sphinxext/__init__.py', '')
    conf = (build.source / 'conf.py').read_text('utf-8')
    path = 'import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n'
    more = f"extensions.append('sphinxext.{name}')\nexclude_patterns.append('sphinxext')\n"
    build.write('conf.py', f'{conf}\n{path}{more}')


def test_opengraph_is_told_the_summary_and_cuts_nothing_out(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({'notes.md': CLOSED}))
    _load(made, 'opengraph', OPENGRAPH)
    made.rebuild()
    assert made.warnings == []
    length = '"ogp_description_length": "0"'
    assert length in made.text('notes.json')
    assert 'og:description' not in made.text('notes.json')
    page = made.html('episodes/02-dust')
    shown = page.select('meta[property="og:description"]')
    assert [tag['content'] for tag in shown] == ['A storm comes up.']
    assert len(page.select('meta[name=description]')) == 1


def test_other_extensions_take_the_builders_for_those_of_sphinx(
    wiki: Callable[..., Build],
) -> None:
    made = wiki(with_pages({}))
    _load(made, 'rediraffe', REDIRAFFE)
    made.rebuild()
    assert made.text('builder.txt') == 'StandaloneHTMLBuilder is html'
    assert made.also('dirhtml').text('builder.txt') == 'DirectoryHTMLBuilder is dirhtml'


PACKAGE: Final = """\
def add(app, config):
    config.html_static_path.append({folder!r})

def setup(app):
    app.connect('config-inited', add)
"""


def test_files_of_an_extension_are_published_and_those_of_strangers_judged(
    wiki: Callable[..., Build],
) -> None:
    made = wiki(with_pages({}))
    outside = made.folder / 'package'
    for folder in (outside, made.source / 'sent'):
        folder.mkdir()
        (folder / f'{folder.name}.js').write_text('run()', 'utf-8')
    for number, name in enumerate((str(outside), 'sent')):
        _load(made, f'adds{number}', PACKAGE.format(folder=name))
    made.rebuild()
    assert (made.out / '_static' / 'package.js').exists()
    assert not (made.out / '_static' / 'sent.js').exists()
    assert ['sent/sent.js' in line for line in made.warnings] == [True]


LAYOUT: Final = """\
<!DOCTYPE html>
<html lang="en"><head><title>{{ title }}</title></head>
<body><div role="main">{% block body %}{{ body }}{% endblock %}</div></body></html>
"""


def test_a_theme_that_prints_no_tags_in_the_head_gets_them(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({}))
    made.write('_templates/layout.html', LAYOUT)
    conf = (made.source / 'conf.py').read_text('utf-8')
    made.write('conf.py', f"{conf}\ntemplates_path = ['_templates']\n")
    made.rebuild()
    page = made.html('episodes/02-dust')
    assert page.head.find('meta', attrs={'name': 'description'})['content'] == 'A storm comes up.'
    assert 'wikiProgress' in str(page.head)
    assert made.text('episodes/02-dust.html').count('</head>') == 1


def test_styles_go_before_those_of_a_theme(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({}))
    style = made.text('_static/criticwiki.css')
    assert 'aside.sidebar.wiki-facts:not(#_) {' in style
    assert '.stance:not(#_)::before' in style
    assert 'to:not(#_)' not in style
    assert ':not(#_)' not in made.also('epub').text('_static/criticwiki.css')


def test_an_extension_without_directives_doubles_no_message(wiki: Callable[..., Build]) -> None:
    pages = with_pages({'notes.md': '# Notes\n\n{charakter}`oren`\n\n[](nowhere.md)\n'})
    plain = wiki(pages)
    extensions = ['myst_parser', 'criticwiki', 'sphinx.ext.githubpages', 'sphinx.ext.intersphinx']
    assert wiki(pages, extensions=extensions).warnings == plain.warnings
    assert len(plain.warnings) == 2
