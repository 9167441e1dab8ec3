"""`make new`: a draft that passes the check as it stands, and counts nowhere."""

from __future__ import annotations

import re
import shutil
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from criticwiki.checks import loader
from criticwiki.checks.loader import read_page
from criticwiki.config import Settings
from criticwiki.corpus.drafts import LONGEST_ID, check_id, id_from
from criticwiki.export.wiki_data import as_json, wiki_data
from criticwiki.guard.checker import character_violations
from criticwiki.markdown.links import RESERVED, label_id
from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.kinds import schema_name
from criticwiki.model.review import Review
from criticwiki.tools.new import NoDraftError, main, new_page
from criticwiki.tools.source_files import pages_in, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from criticwiki.model.page import Page

ROOT = Path(__file__).parent.parent.parent
HARBOUR = ROOT / 'tests' / 'sphinx_ext' / 'harbour_lights'
OPTIONAL = re.compile(r'(?:^  # .*\n)+', re.MULTILINE)
NEW = {
    'review': ['review', 'some-outlet-season-1'],
    'character': ['KIND=character', 'TITLE=Somebody New'],
    'page': ['page', 'notes', '--title', 'Notes: *all* of them & [more] {{x}} #'],
    'episode': ['KIND=episode', 'ID=', 'TITLE='],
}

READERS: Final[list[tuple[Settings, Callable[[str, str], Page]]]] = []
"""Readers of pages, each with its settings, that read each text once."""


def read_once(path: str, text: str, settings: Settings) -> Page:
    """Read a page; all tests begin with the same ones."""
    for known, read in READERS:
        if known == settings:
            return read(path, text)
    READERS.append((settings, cache(lambda path, text: read_page(path, text, settings))))
    return READERS[-1][1](path, text)


Wiki: Final = partial(loader.Wiki, read=read_once)


@pytest.fixture(autouse=True)
def _pages_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('criticwiki.tools.new.Wiki', Wiki)


def wiki_in(source: Path) -> loader.Wiki:
    found = read_settings(source)
    texts = {path: text.decode() for path, text in pages_in(source, found).items()}
    return Wiki(texts, found)


def copy_of(root: Path, folder: Path) -> Path:
    shutil.copytree(
        root,
        folder,
        ignore=lambda place, names: [
            name
            for name in names
            if Path(place) == root and name.startswith(('.', '_', 'docs', 'tests', 'node'))
        ],
    )
    return folder


@pytest.fixture(params=[ROOT, HARBOUR], ids=['this wiki', 'harbour lights'])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A wiki with room for one more episode."""
    folder = copy_of(request.param, tmp_path / 'wiki')
    index = folder / 'index.md'
    before = index.read_text('utf-8')
    raised = re.sub(r'(?m)^  episodes: (\d+)', lambda one: f'  episodes: {int(one[1]) + 1}', before)
    assert raised != before
    index.write_text(raised, 'utf-8')
    return folder


def files_of(folder: Path) -> set[Path]:
    return {file for file in folder.rglob('*') if file.is_file()}


def new(source: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit code, and the paths of what was written."""
    before = files_of(source)
    status = main([*arguments, '--source', str(source)])
    made = files_of(source) - before
    return status, {file.relative_to(source).as_posix() for file in made}


def test_a_draft_of_each_kind_passes_and_counts_nowhere(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = wiki_in(source)
    exported = as_json(wiki_data(before.corpus))
    written = {}
    for kind, arguments in NEW.items():
        status, paths = new(source, *arguments)
        assert status == 0, capsys.readouterr().err
        (written[kind],) = paths
        said = capsys.readouterr().out
        assert said.startswith(f'wrote {written[kind]}, ')
        assert all(word in said for word in ('make check', 'make live', 'begin with %', 'draft:'))
        assert 3 <= said.count('\n') <= 5
    after = wiki_in(source)
    assert after.problems == before.problems
    for kind, path in written.items():
        page = after.corpus.pages[path.removesuffix('.md')]
        assert (page.kind, page.draft, page.problems) == (kind, True, ())
    assert as_json(wiki_data(after.corpus)) == exported


def optional_parts(text: str) -> Iterator[tuple[str, str]]:
    """Every commented field with what the page is when it is used."""
    for found in OPTIONAL.finditer(text):
        used = re.sub(r'^  # ', '  ', found[0], flags=re.MULTILINE)
        yield used.split(':')[0].strip(), text[: found.start()] + used + text[found.end() :]


def left_out(wiki: loader.Wiki) -> set[str]:
    """Fields that drafts do not have, because no page of this wiki would need them."""
    facts = [page.facts for page in wiki.corpus.pages.values() if page.facts]
    storyboards = any(one.states('storyboard') for one in facts)
    grouped = wiki.corpus.series is not None and wiki.corpus.series.groups
    needed = {
        'storyboard': storyboards,
        'group': grouped,
        'means': False,
        'open': False,
        'was': False,
    }
    return {field for field, there in needed.items() if not there}


def test_every_optional_field_can_be_used_as_it_stands(source: Path) -> None:
    before = wiki_in(source)
    titles = {'review': 'A title', 'character': 'A name', 'page': 'Notes', 'episode': 'A title'}
    for kind, title in titles.items():
        page = new_page(before, kind, title=title)
        parts = dict(optional_parts(page.text))
        model = front_matter_schema(kind)['$defs'][schema_name(kind)]
        optional = model['properties'].keys() - {*model.get('required', ()), 'draft'}
        assert parts.keys() == optional - left_out(before)
        whole = OPTIONAL.sub(lambda one: re.sub(r'(?m)^  # ', '  ', one[0]), page.text)
        for field, written in {**parts, 'all': whole}.items():
            # an earlier review of the same critic can only be named where there is one
            text = re.sub(r'(?m)^  replaces: .*\n', '', written)
            used = Wiki({**before.texts, page.path: text}, before.settings)
            told = [str(one) for one in used.problems if one.path == page.path]
            assert told == [], f'{kind}.{field}'
            facts = used.corpus.pages[page.path.removesuffix('.md')].facts
            assert facts is not None
            assert field in {'all', 'replaces'} or field in facts.model_fields_set


@pytest.mark.parametrize(
    ('arguments', 'headline'),
    [
        (["TITLE='The", 'Keeper’s', "Light'"], 'The Keeper’s Light'),
        (["TITLE='It's", "on'", 'ID='], "It's on"),
        (["TITLE='Light'"], 'Light'),
        (["TITLE='Good' and 'bad'"], "'Good' and 'bad'"),
        (["TITLE='Tis light"], "'Tis light"),
        (['TITLE="Light"'], '"Light"'),
    ],
)
def test_single_quotes_are_no_part_of_a_value(
    tmp_path: Path, arguments: list[str], headline: str
) -> None:
    """The cmd of Windows passes them on, with the words between them apart."""
    folder = copy_of(HARBOUR, tmp_path / 'wiki')
    status, paths = new(folder, "KIND='review'", *arguments)
    assert status == 0
    page = wiki_in(folder).corpus.pages[paths.pop().removesuffix('.md')]
    assert isinstance(page.facts, Review)
    assert page.facts.headline == headline


def test_every_field_is_explained(source: Path) -> None:
    before = wiki_in(source)
    for kind in NEW:
        text = ' '.join(re.sub(r'\n\s*## +', ' ', new_page(before, kind, title='A b').text).split())
        fields = front_matter_schema(kind)['$defs'][schema_name(kind)]['properties']
        missing = {
            name
            for name, field in fields.items()
            if ' '.join(field['description'].split()) not in text
        }
        # a draft has a section that is open, and says so
        assert missing - {'draft'} == left_out(before).intersection(fields) - {'open'}
        assert 'This page is a draft' in text


def test_nothing_is_overwritten(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = new(source, 'review', 'some-outlet')[1]
    (source / path).write_text('mine', 'utf-8')
    assert new(source, 'review', 'some-outlet') == (2, set())
    assert f"the id 'some-outlet' is taken by {path}" in capsys.readouterr().err
    assert (source / path).read_text('utf-8') == 'mine'


def test_an_id_made_of_a_title_gives_way(source: Path) -> None:
    names = [new(source, 'review', '--title', 'Season One: a Review')[1].pop() for _ in range(3)]
    stems = [Path(name).stem for name in names]
    assert stems == ['season-one-a-review', 'season-one-a-review-2', 'season-one-a-review-3']


def test_the_next_number_is_the_first_that_is_free() -> None:
    before = wiki_in(ROOT)
    path = next(path for path in before.texts if path.startswith('episodes/05-'))
    less = Wiki(
        {name: text for name, text in before.texts.items() if name != path}, before.settings
    )
    page = new_page(less, 'episode', title='The Lamp Room')
    assert page.path == 'episodes/05-the-lamp-room.md'
    assert '\n  number: 5\n' in page.text
    assert new_page(less, 'episode', '5-lamp').path == 'episodes/05-lamp.md'
    assert '\n  title: Untitled\n' not in new_page(less, 'episode').text
    assert new_page(less, 'episode').path == 'episodes/05-untitled.md'


REFUSED: dict[str, tuple[list[str], str]] = {
    'no kind': ([], 'say KIND=...; known are episode, character, review, page'),
    'a misspelt kind': (['reviw', 'x'], "no kind 'reviw'; .* did you mean 'review'"),
    'the series': (['series', 'x'], 'the series has one page'),
    'neither id nor title': (['review'], 'say what the review is called: ID=... or TITLE='),
    'a title in Japanese': (
        ['character', '--title', '灯台'],
        r'no id can be made of .* ID=the-lamp',
    ),
    'capitals': (['review', 'Some_Outlet'], "no id: .* did you mean 'some-outlet'"),
    'a suffix': (['review', 'some-outlet.md'], "did you mean 'some-outlet'"),
    'an id in Japanese': (['review', '灯台'], 'no id: .*, such as'),
    'too long': (['review', 'x' * 61], 'at most 60'),
    'a name of Windows': (['review', 'con'], 'has a meaning of its own'),
    'the first page of a folder': (['review', 'index'], 'has a meaning of its own'),
    'out of the folder': (['review', '../x'], 'stands in reviews/, not in ../'),
    'out of the wiki': (['page', '../x'], 'is no folder of this wiki'),
    'from the root': (['page', '/tmp/x'], 'is no folder of this wiki'),
    'a folder of no pages': (['page', 'tests/x'], 'conf.py leaves tests/x.md out of the wiki'),
    'a folder of a kind': (['page', 'reviews/x'], "of kind 'review'; say KIND=review"),
    'a number that is taken': (['episode', '03-x'], 'episode 3 is taken by episodes/03-'),
    'a season that is whole': (
        ['episode'],
        "episode 14 is outside the season, .* 'episodes' in .* like ID=13.5",
    ),
    'an alias that is taken': (
        ['character', '--title', 'Naomi'],
        "'Naomi' is taken by characters/",
    ),
    'a title that no page may have': (
        ['review', 'x', '--title', 'a\x01b'],
        'a sign that cannot be shown',
    ),
}


@pytest.fixture(scope='module')
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This wiki, for what writes nothing into it."""
    return copy_of(ROOT, tmp_path_factory.mktemp('wiki') / 'wiki')


@pytest.mark.parametrize('case', REFUSED)
def test_it_is_refused_with_a_hint(
    case: str, unchanged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, reason = REFUSED[case]
    assert new(unchanged, *arguments) == (2, set())
    said = capsys.readouterr()
    assert said.out == ''
    assert re.match(f'error: (?s:.*){reason}', said.err), said.err


@pytest.mark.parametrize(
    ('title', 'made'),
    {
        'Déjà Vu: the Keeper’s Light': 'deja-vu-the-keepers-light',
        'Straße & Łódź, Ærø': 'strasse-lodz-aero',
        'Season 1 Review \u2013 “Good”': 'season-1-review-good',
        'Ｆｕｌｌ width': 'full-width',
        '灯台 Lamp': 'lamp',
        '灯台': '',
        'Index': 'index-page',
        'word ' * 30: ('word-' * 12).removesuffix('-'),
        'x' * 200: 'x' * LONGEST_ID,
        ' - ': '',
    }.items(),
)
def test_an_id_of_a_title(title: str, made: str) -> None:
    assert id_from(title) == made


@settings(deadline=None)
@given(st.text(max_size=90))
@example('İstanbul ﬁ ½ Ⅷ ª')
def test_an_id_of_any_title_may_be_one(title: str) -> None:
    made = id_from(title)
    assert not made or check_id(made) == ''


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=['Cc', 'Cs', 'Cn']), max_size=60))
@example('- x: [y] # z')
@example('null')
@example('"quoted" \'twice\' \\ & %')
@example('7.50')
@example('| a | *b* <script> {value}`x` $y$ [^1] &amp; `code` ![z](q)')
def test_any_title_is_kept(title: str) -> None:
    assume(not list(character_violations([title])))
    assume(label_id(title) not in RESERVED)  # no heading can have it
    page = new_page(HARBOUR_WIKI, 'review', 'an-outlet', title)
    after = Wiki({page.path: page.text}, HARBOUR_WIKI.settings)
    (read,) = after.corpus.pages.values()
    assert read.facts is not None
    assert isinstance(read.facts, Review)
    assert read.facts.headline == (' '.join(title.split()) or 'An outlet')


HARBOUR_WIKI = wiki_in(HARBOUR)


FILM = {
    'index.md': '---\nseries: {title: Glass, kind: film, aspects: {story: Plot.}}\n---\n# Glass\n'
}


def test_a_film_has_no_drafts_of_episodes() -> None:
    wiki = Wiki(FILM, Settings())
    told = "the film has no episodes; if it has some, say how many under 'episodes' in index.md"
    with pytest.raises(NoDraftError, match=told):
        new_page(wiki, 'episode', '3')
    with pytest.raises(NoDraftError, match='the film has one page, the first; edit that'):
        new_page(wiki, 'film')
    with pytest.raises(NoDraftError, match='known are character, review, page'):
        new_page(wiki, 'episodes')


@pytest.mark.parametrize('kind', ['review', 'character'])
def test_drafts_in_a_film_ask_for_no_episodes(kind: str) -> None:
    page = new_page(Wiki(FILM, Settings()), kind, '', 'Somebody')
    fields = re.findall(r'^ +(?:# )?(?:## )?([a-z_]+):', page.text, re.MULTILINE)
    assert {'headline', 'name'} & {*fields}
    assert not {'covers', 'covers_basis', 'episode_scores', 'appears_in'} & {*fields}
    # all that is commented out is valid as it stands, but for pages that do not exist
    filled = OPTIONAL.sub(
        lambda lines: re.sub('^  # ', '  ', lines[0], flags=re.MULTILINE), page.text
    )
    found = Wiki({**FILM, page.path: filled}, Settings()).problems
    assert {one.code for one in found if one.path == page.path} <= {'bad-value', 'unknown-page'}
