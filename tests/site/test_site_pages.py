"""What holds for every page of the site: links, ids, descriptions, languages, spoilers, data."""

from __future__ import annotations

import json
import re
import zlib
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import yaml
from data_values import numbers_of, run_example
from jsonschema import Draft202012Validator
from search_files import open_texts
from site_build import (
    GENERATED,
    KIND_FOLDERS,
    anatomy,
    built,
    docnames,
    html,
    main,
    page,
    parsed,
    source,
    strings,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bs4 import BeautifulSoup

PAGES = docnames()
ROOT = '/'
"""Where the page for missing addresses expects the site, as the build is told no address."""


def front_matter(docname: str) -> dict[str, Any]:
    _, facts, _ = (source() / f'{docname}.md').read_text('utf-8').split('---\n', 2)
    loaded: dict[str, Any] = yaml.load(facts, yaml.BaseLoader)
    return loaded


# -- Links ------------------------------------------------------------------------------


CRITICS = {
    '7Mononoke': 'critics/7mononoke.html',
    'The Review Geek': 'critics/the-review-geek.html',
    'Getter Andy': 'critics/getter-andy.html',
    'Exclusive review': 'reviews/exclusive-review.html',
}


def test_the_name_of_a_critic_leads_to_the_critic() -> None:
    """One without a name has no page, and leads to the review."""
    found = set()
    for file in html().rglob('*.html'):
        for node in main(parsed(file)).select('a[href]:not([href^="?"])'):
            if words(node) in CRITICS:
                target, _, anchor = str(node['href']).partition('#')
                there = (file.parent / target).resolve() if target else file.resolve()
                found.add((words(node), there.relative_to(html().resolve()).as_posix(), anchor))
    assert found == {(name, target, '') for name, target in CRITICS.items()}


def test_a_stance_leads_to_the_words_in_the_review() -> None:
    (stance,) = main(page('characters/rouge-redstar')).select(
        '#mentions dt:-soup-contains("Getter Andy") a:has(.stance)'
    )
    review = '../reviews/mecha-alliance-episode-1.html'
    assert stance['href'] == f'{review}#remark-rouge-redstar'


def dead_links(site: Path) -> Iterator[str]:
    for file in sorted(site.rglob('*.html')):
        for address in (*anatomy(file).links, *anatomy(file).sources):
            path, _, anchor = address.partition('#')
            if re.match(r'[a-z]+:|//', path):
                continue
            # only the page for missing ones, which stands anywhere, has such addresses
            here = site if path.startswith(ROOT) else file.parent
            path = unquote(path.partition('?')[0].removeprefix(ROOT))
            goal = (here / path).resolve() if path or here is site else file
            if goal.is_dir():
                goal /= 'index.html'
            if not goal.is_file() or not goal.is_relative_to(site.resolve()):
                yield f'{file.relative_to(site)}: {address} leads to no file'
            elif anchor and goal.suffix == '.html' and unquote(anchor) not in anatomy(goal).ids:
                yield f'{file.relative_to(site)}: {address} leads to no place on the page'


@pytest.mark.parametrize('builder', ['html', 'dirhtml'])
def test_every_link_leads_somewhere(builder: str) -> None:
    assert list(dead_links(built(builder).out)) == []


def test_data_is_where_readers_are_told() -> None:
    for name in ('wiki.json', 'wiki.schema.json', 'scores.csv'):
        assert (html() / 'data' / name).is_file()
    found = [str(link['href']) for link in main(page('guide/data')).select('a[href*="data/"]')]
    assert {'../data/wiki.json', '../data/scores.csv'} <= set(found)


def test_a_role_a_link_and_a_name_in_prose_lead_to_their_pages() -> None:
    wants = {
        'reviews/review-geek-season-1': '../episodes/09-the-ones-who-visited.html',
        'consensus': 'guide/method.html#statistics',
        'index': 'characters/rouge-redstar.html',
    }
    for docname, address in wants.items():
        paragraphs = main(page(docname)).select(f'section > p a[href="{address}"]')
        assert paragraphs, f'{docname} has no link to {address} in its prose'


def test_the_series_title_is_not_the_character() -> None:
    wrong = []
    for docname in PAGES:
        for link in main(page(docname)).select('a[href*="rouge-redstar"]'):
            before = link.previous_sibling
            if isinstance(before, str) and before.rstrip().endswith('Metallic'):
                wrong.append(docname)
    assert wrong == []


def test_every_stance_of_the_matrix_leads_to_its_evidence() -> None:
    names = list(front_matter('index')['series']['aspects'])
    found = 0
    for row in main(page('consensus')).select('table.aspects tbody tr:has(th)'):
        aspect = row.select_one('th [role=heading]')
        cells = row.find_all('td')[:-1]
        for cell in cells:
            if words(cell) in {'not discussed', 'out of scope'}:
                assert not cell.select('a')
                continue
            (link,) = cell.select('a')
            docname, _, anchor = str(link['href']).partition('.html#')
            goal = page(docname).find(id=anchor)
            assert goal is not None, link['href']
            said = words(goal).replace('¶', '')
            assert said.startswith(f'{words(aspect)} {words(cell)}'), link['href']
            found += 1
        assert words(aspect) in names
    held = (len(front_matter(name)['review']['aspects']) for name in PAGES if _is_review(name))
    assert found == sum(held)


def _is_review(docname: str) -> bool:
    return docname.startswith('reviews/') and docname != 'reviews/index'


# -- Every page -------------------------------------------------------------------------


@pytest.mark.parametrize('builder', ['html', 'dirhtml'])
def test_ids_are_unique(builder: str) -> None:
    double = []
    for file in sorted(built(builder).out.rglob('*.html')):
        double += [f'{file.name}: {name}' for name in anatomy(file).ids_twice]
    assert double == []


def test_every_page_has_a_summary_of_its_own() -> None:
    seen: dict[str, str] = {}
    for docname in PAGES:
        (kind,) = front_matter(docname).keys() & {
            'series',
            'episode',
            'character',
            'review',
            'page',
        }
        summary = front_matter(docname)[kind]['summary']
        (tag,) = page(docname).select('meta[name=description]')
        verdict = front_matter('index')['series']['verdict']
        described = f'{verdict} {summary}' if docname in {'index', 'consensus'} else summary
        assert tag['content'] == described, docname
        assert 30 <= len(summary) <= 200, docname
        assert summary not in seen, f'{docname} and {seen[summary]} have one summary'
        seen[summary] = docname


def test_every_page_has_one_first_heading_and_no_leap() -> None:
    for docname in PAGES:
        levels = [int(head.name[1]) for head in main(page(docname)).select('h1,h2,h3,h4,h5,h6')]
        assert levels.count(1) == 1, docname
        assert levels[0] == 1, docname
        leaps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert leaps == [], docname


def test_every_page_but_an_index_says_what_links_to_it() -> None:
    for docname in PAGES:
        links = main(page(docname)).select('#backlinks > details')
        summaries = [one.summary.get_text() for one in links if one.summary]
        assert all(re.fullmatch('[0-9]+ links? to this page', text) for text in summaries)
        if docname.rpartition('/')[2] == 'index':
            assert summaries == [], docname
    assert main(page('characters/rouge-redstar')).select('#backlinks > details')


def test_titles_are_unique() -> None:
    titles = [words(page(docname).select_one('title')) for docname in PAGES]
    assert len(set(titles)) == len(titles)


def test_japanese_text_says_that_it_is_japanese() -> None:
    japanese = re.compile('[\u3040-\u30ff\u3400-\u9fff]')
    bare = [
        f'{docname}: {piece.strip()}'
        for docname in PAGES
        for piece in main(page(docname)).find_all(string=japanese)
        if not any(parent.get('lang') == 'ja' for parent in piece.parents)
    ]
    assert bare == []


@pytest.mark.parametrize('docname', [name for name in PAGES if re.match(r'episodes/\d', name)])
def test_japanese_title_is_on_the_episode(docname: str) -> None:
    marked = [words(node) for node in main(page(docname)).select('.wiki-facts [lang=ja]')]
    assert front_matter(docname)['episode']['title_ja'] in marked


# -- Quotations -------------------------------------------------------------------------


def quotations(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value.get('quotes', ())
        for inner in value.values():
            yield from quotations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quotations(inner)


def test_quotations_are_short() -> None:
    found = [(name, quote) for name in PAGES for quote in quotations(front_matter(name))]
    assert len(found) > 100
    long = [(n, quote) for n, quote in found if len(quote.split()) > 12 or len(quote) > 100]
    assert long == []


def test_quotations_in_prose_are_short() -> None:
    long = []
    for docname in PAGES:
        found = re.findall('“([^“”]+)”', words(main(page(docname))))
        long += [(docname, q) for q in found if len(q.split()) > 12 or len(q) > 100]
    assert long == []


# -- Spoilers ---------------------------------------------------------------------------


def sentences(text: str) -> Iterator[str]:
    for sentence in re.split(r'(?<=[.!?])\s+', re.sub(r'\s+', ' ', text)):
        if len(re.findall(r'\w+', sentence)) >= 8:
            yield sentence.strip()


@cache
def blocks() -> tuple[tuple[str, int, str], ...]:
    """Every spoiler block: its page, the episode it gives away, its text."""
    return tuple(
        (name, int(str(block['data-episode'])), re.sub(r'\[\d+\]', '', words(body)))
        for name in PAGES
        for block in main(page(name)).select('details.spoiler')
        for body in block.select(':scope > .spoiler-body')
    )


@cache
def hidden() -> dict[str, int]:
    """Every sentence that a block hides, and the first episode that it gives away."""
    characters = [front_matter(name)['character'] for name in PAGES if _is_character(name)]
    # that somebody is in an episode may be closed; who they are is told in the list of all
    listed = {f'{one["name"]} {one["summary"]}' for one in characters}
    found: dict[str, int] = {}
    for _name, episode, text in blocks():
        for sentence in sentences(text):
            if sentence not in listed:
                found[sentence] = min(episode, found.get(sentence, episode))
    return found


def _is_character(docname: str) -> bool:
    return docname.startswith('characters/') and docname != 'characters/index'


def test_blocks_are_closed_and_name_only_the_episode() -> None:
    assert len(blocks()) > 100
    for name in PAGES:
        plot = main(page(name)).select_one('details.plot')
        for block in main(page(name)).select('details.spoiler'):
            assert not block.has_attr('open'), name
            (summary,) = block.select(':scope > summary')
            told = 'What happens in' if block is plot else 'Spoiler:'
            assert words(summary) == f'{told} episode {block["data-episode"]}'


def _head(soup: BeautifulSoup) -> str:
    texts = [words(title) for title in soup.select('title')]
    texts += [str(tag.get('content', '')) for tag in soup.select('meta')]
    texts += [words(script) for script in soup.select('script[type="application/ld+json"]')]
    return ' '.join(texts)


def test_hidden_sentences_are_nowhere_else_in_files() -> None:
    site = html()
    inventory = (site / 'objects.inv').read_bytes().split(b'\n', 4)[4]
    places = {
        'search': open_texts(site),
        'objects.inv': zlib.decompress(inventory).decode('utf-8'),
        'scores.csv': (site / 'data' / 'scores.csv').read_text('utf-8'),
        'reviews.atom': (site / 'data' / 'reviews.atom').read_text('utf-8'),
    }
    for file in site.rglob('*.html'):
        places[f'head of {file.relative_to(site)}'] = _head(parsed(file))
    for name in GENERATED:
        places[name] = page(name).get_text(' ')
    for copied in (site / '_sources').rglob('*.*'):
        places[str(copied)] = copied.read_text('utf-8')
    leaks = [
        f'{place}: {sentence}'
        for place, text in places.items()
        for sentence in hidden()
        if sentence in text
    ]
    assert len(hidden()) > 100
    assert leaks == []


def test_sources_are_not_copied() -> None:
    for builder in ('html', 'dirhtml'):
        folder = built(builder).out / '_sources'
        assert not folder.exists() or list(folder.iterdir()) == []


def _open_text(docname: str) -> str:
    pieces = strings(main(page(docname)), inside='spoiler', are_inside=False)
    return re.sub(r'\s+', ' ', re.sub(r'\[\d+\]', '', ''.join(pieces)))


def test_hidden_sentences_are_open_only_on_pages_of_their_episode_or_later() -> None:
    leaks = []
    for docname in PAGES:
        shown = _open_text(docname)
        number = re.match(r'episodes/(\d+)-', docname)
        known = int(number[1]) if number else 0
        for sentence, episode in hidden().items():
            if episode > known and sentence in shown:
                leaks.append(f'{docname} (spoils {episode}): {sentence}')
    assert leaks == []


def test_names_that_are_revealed_later_are_hidden_on_the_page_that_reveals_them() -> None:
    leaks = []
    for docname in PAGES:
        if docname.startswith('characters/') and docname != 'characters/index':
            facts = front_matter(docname)['character']
            shown = f'{_open_text(docname)} {_head(page(docname))}'
            known = [facts['name'], *facts.get('aliases', ())]
            for revealed in facts.get('revealed', ()):
                name = revealed.get('alias')
                if name and name not in ' '.join(known) and re.search(rf'\b{name}\b', shown):
                    leaks.append(f'{docname}: {name}')
    assert leaks == []


def test_search_finds_no_sentence_of_a_block_before_its_episode() -> None:
    for seen in (0, 4, 12):
        known = open_texts(html(), seen)
        later = [words for words, episode in hidden().items() if episode > seen]
        assert later
        assert [words for words in later if words in known] == []
    everything = open_texts(html(), 13)
    assert sum(words in everything for words in hidden()) > 50


# -- Data -------------------------------------------------------------------------------


def test_data_keeps_to_its_schema(data: dict[str, Any]) -> None:
    schema = json.loads((html() / 'data' / data['$schema']).read_text('utf-8'))
    Draft202012Validator.check_schema(schema)
    found = [
        f'{error.json_path}: {error.message}'
        for error in Draft202012Validator(schema).iter_errors(data)
    ]
    assert found == []


def test_data_has_every_page_of_a_kind(data: dict[str, Any]) -> None:
    for folder in KIND_FOLDERS:
        ids = [name.split('/')[1] for name in PAGES if name.startswith(f'{folder}/')]
        assert sorted(data[folder]) == sorted(set(ids) - {'index'})


def test_data_names_the_episode_of_every_spoiler(data: dict[str, Any]) -> None:
    for character in data['characters'].values():
        for fact in character['revealed']:
            assert 1 <= fact['episode'] <= data['series']['episodes']


def test_data_has_no_date_of_the_build(data: dict[str, Any]) -> None:
    dates = re.findall(r'"(20\d\d-\d\d-\d\d)[^"]*"', json.dumps(data))
    aired = {
        front_matter(name)['episode']['aired'] for name in PAGES if re.match('episodes/[01]', name)
    }
    assert set(dates) <= aired


def test_data_ends_with_a_line_end_and_is_readable() -> None:
    raw = (html() / 'data' / 'wiki.json').read_bytes()
    assert raw.endswith(b'}\n')
    assert b'\r' not in raw
    assert '仮面の墓場' in raw.decode('utf-8')


def test_no_page_has_cards_or_loads_their_style() -> None:
    selector = '[role=main] [class*="sd-"], link[href*="sphinx-design"]'
    assert [name for name in docnames() if page(name).select_one(selector)] == []


def test_each_number_is_the_value_that_it_points_to(html: Path) -> None:
    found = numbers_of(html)
    assert len(found.printed) > 400
    assert found.wrong == []
    assert run_example(html) == '66 of 100, from 2 of 4 critics\n'
    assert found.unmarked == []
