"""Edits beside the daily ones: the series, drafts, folders, contents, settings, other files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from .editor import EDITED, FOLDERS, WORDS, Editor
from .pages import with_pages

if TYPE_CHECKING:
    from .quick import QuickBuild

INDEX: Final = 'index.md'
FURTHER: Final = {
    **EDITED,
    **with_pages(
        {
            INDEX: EDITED[INDEX].replace(':glob:\n:hidden:\n\n*\n*/*\n', ':glob:\n\n*\n*/index\n'),
            'episodes/index.md': '# Episodes\n\n```{toctree}\n:glob:\n\n*\n```\n',
            'characters/index.md': '# Characters\n\n```{toctree}\n:glob:\n\n*\n```\n',
            'reviews/index.md': '# Reviews\n\n```{toctree}\n:glob:\n:titlesonly:\n\n*\n```\n',
            'guide/index.md': '# Guide\n\n```{toctree}\nfirst\nfurther/index\n```\n',
            'guide/first.md': """\
                # First

                The mean is {value}`consensus.mean`, of {value}`characters.oren.name`.

                ```{include} /parts/part.txt
                ```

                ```{consensus} aspects
                ```
                """,
            'guide/further/index.md': '# Further\n\n```{toctree}\nsecond\n```\n',
            'guide/further/second.md': """\
                # Second

                ```{literalinclude} /parts/part.txt
                ```

                {download}`/parts/part.txt`

                ![A mark](/parts/mark.svg)
                """,
            'parts/part.txt': 'Of Mara and salt.\n',
            'parts/mark.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
            'static/own.css': 'p {color: red}\n',
            'templates/layout.html': '{% extends "!layout.html" %}\n',
        }
    ),
}
"""The wiki that they begin with: with folders in folders, and files that pages take in."""
CONF: Final[dict[str, Any]] = {
    'html_static_path': ['static'],
    'templates_path': ['templates'],
    'html_css_files': ['own.css'],
    'exclude_patterns': ['parts'],
    'criticwiki_guard': False,  # they include files, and offer some for download
}
SETTINGS: Final[dict[str, tuple[Any, ...]]] = {
    'html_title': ('Other title', 'Test wiki'),
    'html_show_sphinx': (False, True),
    'html_baseurl': ('https://wiki.example/', ''),
    'project': ('Other wiki', 'Test wiki'),
    'exclude_patterns': (['parts', 'reviews/g*'], ['parts', 'glossary.md'], ['parts']),
    'criticwiki_letters': ({'A': 100, 'B': 50}, {'A': 90}),
    'criticwiki_scales': ({'stars': {'unit': 'stars', 'best': 7}}, {}),
    'criticwiki_stars': (5, 4, None),
    'criticwiki_outlet_scales': ({'Gazette': '4 stars'}, {'Gazette': '10', 'Herald': 5}, {}),
    'criticwiki_noindex': (True, False),
    'criticwiki_license': ('https://licence.example/', ''),
    'criticwiki_card': ('card.png', ''),
    'criticwiki_fields': ({'episode': {'motto': {}}}, {'character': {'motto': {}}}, {}),
    'criticwiki_folders': (
        {'episodes': 'episode', 'reviews': 'review'},
        {'episodes': 'episode', 'characters': 'character', 'reviews': 'review'},
    ),
    'myst_heading_anchors': (2, 0),
    'suppress_warnings': (['wiki'], ['ref', 'toc'], []),
    'numfig': (True, False),
    'html_sidebars': ({'**': ['globaltoc.html']}, {}),
}  # fmt: skip


class FurtherEditor(Editor):
    """Makes all kinds of edits."""

    kinds: ClassVar[tuple[str, ...]] = (
        *Editor.kinds,
        *('season', 'aspect', 'draft', 'move', 'order', 'part', 'label', 'to_label', 'twin'),
        *('setting', 'setting', 'style', 'template', 'folder', 'same', 'touch', 'put_back'),
        *('theme_key', 'index_entry', 'figure', 'other_builder', 'single_file'),
        *('value', 'heading', 'summary', 'published', 'number', 'from_nothing', 'lost_output'),
        *('fact', 'share', 'share', 'means'),
        *('audience', 'replaces', 'crowd'),
    )  # fmt: skip

    def __init__(self, build: QuickBuild, seed: str) -> None:
        super().__init__(build, seed)
        self.conf = build.conf | CONF
        self._old: dict[str, str] = {}
        build.configure(**self.conf)

    def any(self) -> str:
        return self.pick(*FOLDERS, '.', 'guide', 'guide/further')

    def season(self) -> str:
        return self.change(INDEX, r'episodes: \d+', f'episodes: {self.random.randint(1, 6)}')

    def aspect(self) -> str:
        new = self.random.choice(('plot: What.', 'looks: Its looks.', f'more{self.count}: More.'))
        return self.change(INDEX, r'^    (looks|more\d+|plot): .*$', f'    {new}')

    def fact(self) -> str:
        """A field of the wiki's own, or by language, that other pages need not have."""
        line = self.random.choice(('motto: Salt', 'motto: null', 'title_fr: Sel', 'name_fr: Sel'))
        name = self.pick('episodes', 'characters')
        key = line.partition(':')[0]
        if f'  {key}:' in self.read(name):
            return self.change(name, rf'^  {key}: .*\n', '')
        return self.change(name, r'^(episode|character):$', rf'\1:\n  {line}')

    def share(self) -> str:
        """A name that characters share, by the series."""
        ids = [name.rpartition('/')[2].removesuffix('.md') for name in self.pages(['characters'])]
        some = ', '.join(self.random.sample(ids, min(2, len(ids))))
        self.change(INDEX, r'^  shared_names: .*\n', '')
        return self.change(
            INDEX, '^  title: (.*)$', rf'  title: \1\n  shared_names: {{Oren: [{some}]}}'
        )

    def means(self) -> str:
        name = self.pick()
        if '  means:' in self.read(name):
            return self.change(name, r'^  means: .*\n', '')
        target = self.pick('characters').rpartition('/')[2].removesuffix('.md')
        return self.change(
            name, r'^(episode|character|review):$', rf'\1:\n  means: {{Oren: {target}}}'
        )

    def draft(self) -> str:
        name = self.pick()
        if 'draft: true' in self.read(name):
            return self.change(name, r'^  draft: true\n', '')
        return self.change(name, r'^(episode|character|review):$', r'\1:\n  draft: true')

    def move(self) -> str:
        name = self.any()
        if name == 'consensus.md' or name.endswith('index.md'):
            return name
        folder = self.random.choice((*FOLDERS, '.', 'guide', 'new'))
        to = self.build.source / folder / f'moved-{self.count}.md'
        to.parent.mkdir(exist_ok=True)
        (self.build.source / name).rename(to)
        return f'{name} to {folder}/{to.name}'

    def order(self) -> str:
        """Another order of the main table of contents, and other options."""
        globs = ['*', '*/index', 'guide/first', 'Outside <https://outside.example>']
        self.random.shuffle(globs)
        keys = (':hidden:', ':caption: Pages', ':titlesonly:', ':maxdepth: 1')
        options = [':glob:', *self.random.sample(keys, 2)]
        text = '\n'.join((*options, '', *globs))
        return self.change(INDEX, r'(?s)(?<=\{toctree\}\n).*?(?=\n```)', text)

    def part(self) -> str:
        self.build.write('parts/part.txt', f'Of {self.random.choice(WORDS)}, {self.count}.\n')
        if self.count % 3 == 0:
            mark = f'<svg xmlns="http://www.w3.org/2000/svg" id="m{self.count}"/>\n'
            self.build.write('parts/mark.svg', mark)
        return 'parts'

    def label(self) -> str:
        """A label on one page only, so that it may go from one to another."""
        number = self.random.randint(1, 3)
        for name in self.pages((*FOLDERS, '.', 'guide')):
            if f'(place-{number})=\n' in self.read(name):
                self.change(name, rf'^\(place-{number}\)=\n', '')
        return self.append(self.any(), f'(place-{number})=\n## Place {self.count}')

    def to_label(self) -> str:
        number = self.random.randint(1, 3)
        kind = self.random.choice(('[](#place-{})', '{{ref}}`place-{}`', '[there](#place-{})'))
        return self.append(self.any(), f'Go to {kind.format(number)}.')

    def twin(self) -> str:
        return self.change(self.any(), '^# .*$', '# Twins')

    def setting(self) -> str:
        key = self.random.choice(sorted(SETTINGS))
        self.conf[key] = self.random.choice(SETTINGS[key])
        self.build.configure(**self.conf)
        return f'{key} = {self.conf[key]!r}'

    def style(self) -> str:
        self.build.write('static/own.css', f'p {{color: #{self.count:03}}}\n')
        return ''

    def template(self) -> str:
        text = f'{{% extends "!layout.html" %}}\n{{% block footer %}}{self.count}{{% endblock %}}\n'
        self.build.write('templates/layout.html', text)
        return ''

    def folder(self) -> str:
        name = f'new/page-{self.count}.md'
        self.build.write(name, f'---\norphan: true\n---\n\n# Page {self.count}\n\nOf Oren.\n')
        return name

    def same(self) -> str:
        name = self.any()
        self.build.write(name, self.read(name))
        return name

    def touch(self) -> str:
        self.build.write('conf.py', self.read('conf.py'))
        return ''

    def put_back(self) -> str:
        """The text that a page had at an earlier time, or keep it for a later one."""
        name = self.any()
        text = self._old.get(name)
        self._old[name] = self.read(name)
        if text:
            self.build.write(name, text)
        return name

    def theme_key(self) -> str:
        line = self.random.choice(('orphan: true', 'tocdepth: 1', 'html_meta: {robots: none}'))
        name = self.any()
        if line in self.read(name):
            return self.change(name, rf'^{line}\n', '')
        if self.read(name).startswith('---'):
            return self.change(name, r'\A---\n', f'---\n{line}\n')
        return self.change(name, r'\A', f'---\n{line}\n---\n\n')

    def index_entry(self) -> str:
        return self.append(self.any(), f'An {{index}}`entry{self.count} <single: road>`.')

    def figure(self) -> str:
        name = self.any()
        options = f':alt: A mark\n:name: figure-{self.count}'
        figure = f'```{{figure}} /parts/mark.svg\n{options}\n\nA road.\n```'
        self.append(name, figure)
        return self.append(self.any(), f'See {{numref}}`figure-{self.count}`.')

    def other_builder(self) -> str:
        """A build of the same doctrees by another builder."""
        self.build.also('text')
        return ''

    def single_file(self) -> str:
        """A build of one page only."""
        name = self.any()
        self.build.rebuild(self.build.builder, only=(name,))
        return name

    def same_term(self) -> str:
        return self.append(self.any(), '```{glossary}\nsalt\n: Another salt.\n```')

    def value(self) -> str:
        path = self.random.choice(('consensus.median', 'reviews.gazette.score', 'episodes'))
        return self.append(self.any(), f'It is {{value}}`{path}`.')

    def heading(self) -> str:
        """Another heading of a page that is no episode, character or review."""
        return self.change(self.pick('.', 'guide', 'guide/further'), '^# .*$', f'# H {self.count}')

    def summary(self) -> str:
        return self.change(self.pick(), r'^  summary: .*$', f'  summary: Summed {self.count}.')

    def published(self) -> str:
        return self.change(
            self.pick('reviews'),
            r'^  published: .*$',
            f'  published: 2020-02-{self.count % 28 + 1:02}',
        )

    def number(self) -> str:
        return self.change(self.pick('episodes'), r'number: \d', f'number: {self.count % 5 + 1}')

    def from_nothing(self) -> str:
        """Files of the output that someone has deleted."""
        for file in sorted(self.build.out.rglob('*.html'))[self.count % 3 :: 4]:
            file.unlink()
        return ''

    def lost_output(self) -> str:
        """The record of what was written, gone."""
        for file in self.build.doctrees.glob('criticwiki-html.json'):
            file.unlink()
        return ''

    def audience(self) -> str:
        """The score of an audience, or none."""
        name = self.pick('episodes', '.') if self.count % 2 else INDEX
        if 'audience' in self.read(name):
            return self.change(name, r'^  audience: .*\n', '')
        row = f'{{source: Forum, score: {self.count % 10}/10, date: 2024-01-01}}'
        return self.change(name, r'^(episode|series):$', rf'\1:\n  audience: [{row}]')

    def replaces(self) -> str:
        """A review that replaces another one, or no longer."""
        name = self.pick('reviews')
        if 'replaces: ' in self.read(name):
            return self.change(name, r'^  replaces: .*\n', '')
        other = self.pick('reviews').removeprefix('reviews/').removesuffix('.md')
        return self.change(name, r'^review:$', f'review:\n  replaces: {other}')

    def crowd(self) -> str:
        """So many reviews that their list goes on from page to page, or none of these."""
        crowd = [f'reviews/crowd-{number}.md' for number in range(61)]
        for number, name in enumerate(crowd):
            if (self.build.source / name).exists():
                self.build.delete(name)
                continue
            facts = f'author: Critic {number % 7}, covers: {number % 4 + 1}, score: {number % 9}/10'
            head = f'review: {{headline: Crowd {number}, outlet: null, url: null, published: null'
            self.build.write(name, f'---\n{head}, {facts}}}\n---\n\n# Crowd {number}\n\nOf Oren.\n')
        return 'reviews/crowd-*.md'
