"""The wiki in every format, without a warning, and nothing written outside the build folders."""

from __future__ import annotations

import filecmp
import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
import site_build
from shared import run_folder
from site_build import (
    GENERATED,
    anatomy,
    build,
    built,
    copy_source,
    digests,
    docnames,
    of_kind,
    page,
    source,
    source_before,
    table_with,
    text,
)

if TYPE_CHECKING:
    from pathlib import Path

BUILDERS = ('html', 'dirhtml', 'epub', 'latex', 'text', 'json')
REVIEW = 'reviews/review-geek-season-1'


@pytest.mark.parametrize('builder', BUILDERS)
def test_builds_without_warning(builder: str) -> None:
    made = built(builder)
    assert (made.status, made.log) == (0, '')


@pytest.mark.parametrize(('builder', 'file'), [
    ('html', '{}.html'), ('dirhtml', '{}/index.html'), ('epub', '{}.xhtml'), ('text', '{}.txt'),
])  # fmt: skip
def test_every_page_is_written(builder: str, file: str) -> None:
    out = built(builder).out
    for docname in docnames():
        name = file.format(docname)
        if builder == 'dirhtml' and docname.split('/')[-1] == 'index':
            name = f'{docname}.html'
        assert (out / name).stat().st_size > 300, name


def test_book_holds_every_page() -> None:
    (file,) = built('epub').out.glob('*.epub')
    with zipfile.ZipFile(file) as book:
        names = book.namelist()
        assert names[0] == 'mimetype'
        assert book.testzip() is None
    assert {f'{docname}.xhtml' for docname in docnames()} <= {
        name.removeprefix('EPUB/') for name in names
    }


def test_book_has_no_dead_link() -> None:
    folder = built('epub').out
    dead = []
    for file in folder.rglob('*.xhtml'):
        for link in anatomy(file).links:
            address, _, anchor = link.partition('#')
            if re.match(r'[a-z]+:', address):
                continue
            goal = (file.parent / address).resolve() if address else file
            if not goal.is_file() or (anchor and anchor not in anatomy(goal).ids):
                dead.append(f'{file.relative_to(folder)}: {link}')
    assert dead == []


def test_book_has_no_id_twice() -> None:
    twice = []
    for file in built('epub').out.rglob('*.xhtml'):
        twice += [f'{file.name}: {one}' for one in anatomy(file).ids_twice]
    assert twice == []


def test_latex_has_no_empty_environment() -> None:
    """LaTeX stops at a list without an item."""
    (file,) = built('latex').out.glob('*.tex')
    assert re.findall(r'\\begin\{(\w+)\}\s*\\end\{\1\}', file.read_text('utf-8')) == []


def test_latex_has_every_episode_and_its_score() -> None:
    (file,) = built('latex').out.glob('*.tex')
    found = file.read_text('utf-8')
    for docname in of_kind('episodes'):
        assert f'\\label{{\\detokenize{{{docname}' in found
    assert '66' in found
    assert '仮面の墓場' in found


def test_text_has_the_headline() -> None:
    found = ' '.join((built('text').out / 'consensus.txt').read_text('utf-8').split())
    assert '60 and 72 of 100, from the two critics who score the season. Mean 66,' in found


# -- Inventory --------------------------------------------------------------------------


def test_inventory_for_other_projects() -> None:
    shown = subprocess.run(
        [sys.executable, '-m', 'sphinx.ext.intersphinx', str(site_build.html() / 'objects.inv')],
        capture_output=True,
        text=True,
        encoding='utf-8',
        check=True,
    ).stdout
    listed: dict[str, list[str]] = {}
    for line in shown.splitlines():
        if line[:1].strip():
            names = listed.setdefault(line.strip(), [])
        elif line.strip():
            names.append(line.split()[0])
    for kind, count in (('episode', 13), ('review', 4), ('character', 25)):
        ids = [docname.split('/')[1] for docname in of_kind(f'{kind}s')]
        numbers = {str(number) for number in range(1, 14)} if kind == 'episode' else set()
        assert len(ids) == count
        assert sorted(listed[f'wiki:{kind}']) == sorted({*ids, *numbers})


# -- The source stays as it is; two builds are the same ---------------------------------


def test_builds_write_nothing_into_the_source() -> None:
    for builder in BUILDERS:
        built(builder)
    assert digests(source()) == source_before()


@pytest.fixture(scope='module')
def elsewhere() -> Path:
    """A copy of the source."""
    return copy_source('elsewhere')


@pytest.fixture(scope='module')
def again(elsewhere: Path) -> dict[str, str]:
    """The site once more: another folder, process number, time zone, locale and hash seed."""
    made = build(
        'html',
        'again',
        src=elsewhere,
        env={'PYTHONHASHSEED': '7', 'TZ': 'Asia/Tokyo', 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'ja'},
        jobs=1,
    )
    assert made.status == 0, made.log
    return digests(made.out)


def test_two_builds_are_identical(html: Path, again: dict[str, str]) -> None:
    first, second = digests(html), again
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_site_names_no_folder_of_this_machine(html: Path) -> None:
    place = str(run_folder()).encode()
    assert [f.name for f in html.rglob('*') if f.is_file() and place in f.read_bytes()] == []


# -- Change a score ---------------------------------------------------------------------


@pytest.fixture(scope='module')
def changed(elsewhere: Path, again: dict[str, str]) -> Path:
    """The site after an edit of two scores, built on top of the site before."""
    assert again
    file = elsewhere / f'{REVIEW}.md'
    text = file.read_text('utf-8')
    for before, after in ((' 7: 2.5/5', ' 7: 4/5'), ('\n  score: 6/10\n', '\n  score: 8/10\n')):
        assert text.count(before) == 1
        text = text.replace(before, after)
    file.write_text(text, 'utf-8')
    made = build('html', 'again', src=elsewhere)
    assert made.status == 0, made.log
    return made.out


def test_changed_episode_score_is_everywhere(changed: Path) -> None:
    def row(docname: str, head: str, start: str) -> list[str]:
        (found,) = (line for line in table_with(head, docname, changed) if line[0] == start)
        return found

    gear = '7. Appropriate Gear'
    assert 'Score4/5, The Review Geek' in text('episodes/07-appropriate-gear', changed)
    assert row(REVIEW, 'Of 100', gear)[1:] == ['4/5', '80']
    assert row('guide/method', 'Reviews', gear)[1:] == ['2', '4/5']
    assert '7 Appropriate Gear 4/5' in text('index', changed)
    assert 'Best: 7 (4/5). Lowest: 5 and 13 (2.5/5).' in text('index', changed)

    review = text(REVIEW, changed)
    assert 'The mean of the 13 episodes is 3.154 of 5.' in review
    assert 'Their sum is 41 and their median 3.' in review
    assert 'that is 6.31 of 10' in review

    consensus = text('consensus', changed)
    assert 'mean 3.154 of 5, median 3, from 2.5 to 4.' in text('guide/method', changed)
    assert 'episodes 1–4 a mean of 3.375 of 5, and episodes 5–13 one of 3.056' in consensus
    assert '-0.247' not in consensus.replace('\N{MINUS SIGN}', '-')
    for old in ('3.038', '2.889'):
        assert old not in consensus

    data = json.loads((changed / 'data' / 'wiki.json').read_text('utf-8'))
    score = data['episodes']['07-appropriate-gear']['scores']['review-geek-season-1']
    assert score == {'printed': '4/5', 'common': 80, 'shared': None}
    figures = data['reviews']['review-geek-season-1']['episodes']
    assert (figures['mean'], figures['sum'], figures['high']) == (3.154, 41, 4)
    csv = (changed / 'data' / 'scores.csv').read_text('utf-8')
    assert "episode,7,'4/5,4,5,80," in csv


def test_page_without_the_score_is_not_written_again(changed: Path, html: Path) -> None:
    for name in ('glossary.html', 'guide/data.html', 'characters/opera.html'):
        assert filecmp.cmp(changed / name, html / name, shallow=False), name


def test_changed_season_score_is_everywhere(changed: Path) -> None:
    headline = '72 and 80 of 100, from the two critics who score the season. Mean 76,'
    consensus = text('consensus', changed)
    assert headline in consensus
    assert headline in text('index', changed)
    assert 'The Review Geek 8/10, which is 80 of 100' in consensus
    assert 'Without 7Mononoke the score is 80, without The Review Geek 72.' in consensus
    assert 'Printed score: 8/10, which is 80 of 100.' in text(REVIEW, changed)
    facts = page(REVIEW, changed).select_one('.wiki-facts')
    assert facts is not None
    assert '8/10' in facts.get_text()
    data = json.loads((changed / 'data' / 'wiki.json').read_text('utf-8'))
    assert (data['consensus']['mean'], data['consensus']['high']) == (76, 80)
    assert data['reviews']['review-geek-season-1']['score'] == {'printed': '8/10', 'common': 80}
    assert ",season,,'8/10,8,10,80," in (changed / 'data' / 'scores.csv').read_text('utf-8')


# -- Settings from the environment ------------------------------------------------------


@pytest.fixture(scope='module')
def preview(elsewhere: Path, again: dict[str, str]) -> Path:
    """The site as a fork's pull request is shown."""
    assert again
    made = build(
        'html',
        'preview',
        doctrees='again',
        src=elsewhere,
        env={
            'READTHEDOCS': 'True',
            'READTHEDOCS_VERSION_TYPE': 'external',
            'READTHEDOCS_CANONICAL_URL': 'https://wiki.example/en/12/',
            'WIKI_REPOSITORY': 'https://github.com/someone/fork',
            'WIKI_BRANCH': 'draft',
        },
    )
    assert made.status == 0, made.log
    return made.out


def _head(docname: str, site: Path, tag: str, key: str, value: str) -> list[str]:
    """What the tags of a page say that have a value under a key."""
    found = anatomy(site / f'{docname}.html').tags[tag]
    return [one.get('content') or one['href'] for one in found if one.get(key) == value]


def test_previews_stay_out_of_search_engines(preview: Path, html: Path) -> None:
    for name in (*docnames(), *GENERATED):
        assert any('noindex' in found for found in _head(name, preview, 'meta', 'name', 'robots'))
    for name in docnames():
        assert not any('noindex' in found for found in _head(name, html, 'meta', 'name', 'robots'))


def test_canonical_address_comes_from_the_environment(preview: Path) -> None:
    for name in docnames():
        (address,) = _head(name, preview, 'link', 'rel', 'canonical')
        assert address == f'https://wiki.example/en/12/{name}.html'


def test_edit_link_leads_to_the_file(html: Path) -> None:
    for name in docnames():
        (address,) = _head(name, html, 'a', 'rel', 'edit')
        path = f'{name}.md'
        assert address == f'https://github.com/criticwiki/metallic-rouge/edit/main/{path}'
        assert (source() / path).is_file()


def test_edit_link_follows_the_repository(preview: Path) -> None:
    for name in docnames():
        (address,) = _head(name, preview, 'a', 'rel', 'edit')
        assert address == f'https://github.com/someone/fork/edit/draft/{name}.md'
