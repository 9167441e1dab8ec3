"""A wiki in two parts, set up as the guide says: subprojects of one site on Read the Docs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urldefrag

import pytest
from wiki_build import PLAIN, Build

from criticwiki.checks.loader import Wiki
from criticwiki.tools.source_files import pages_in, read_settings

from .pages import with_pages

if TYPE_CHECKING:
    from workshop import Workshop

GUIDE: Final = Path(__file__).parents[2] / 'guide' / 'parts.md'
SITE: Final = 'https://salt-road.readthedocs.io/projects'
LINKS: Final = """\
# Other season

{{external+{other}:wiki:character}}`mara-voss`, {{external+{other}:wiki:episode}}`2`,
{{external+{other}:wiki:critic}}`Ann Lee`, {{external+{other}:doc}}`consensus`,
[its music](inv:{other}:wiki:aspect#plot), {{episode}}`1`.
"""
INDEX: Final = """\
---
series:
  title: Salt Road, season {number}
  episodes: {episodes}
  aspects:
    plot: What happens.
    looks: How it looks.
    end: {{means: How it ends., needs: {episodes}}}
  summary: A caravan, year {number}.
---

# Salt Road, season {number}

```{{toctree}}
:glob:
:hidden:

*
*/*
```

```{{toctree}}
The other season <{site}/season-{other}/en/latest/>
```
"""
REVIEW: Final = """\
---
review:
  headline: Wet and worse
  outlet: Gazette
  author: Ann Lee
  url: null
  published: null
  covers: 1-2
  score: 2/10
  aspects: {plot: {stance: criticism, says: Drowns in rain.}}
---

# Wet and worse

The monsoon comes.
"""


def settings(other: str) -> str:
    """What the guide writes at the end of conf.py, for either part, without its network."""
    (example,) = re.findall(r'^```python\n(.*?)^```$', GUIDE.read_text('utf-8'), re.M | re.S)
    assert '(None, ' in example
    assert SITE in example
    return str(example).replace('season-1', other).replace('(None, ', '(')


def part(
    workshop: Workshop, folder: Path, number: int, pages: dict[str, str], inventory: bytes
) -> Build:
    """A part, built as Read the Docs does it."""
    made = Build(folder, workshop)
    other = f'season-{3 - number}'
    conf = ''.join(f'{key} = {value!r}\n' for key, value in PLAIN.items())
    hosting = 'from criticwiki.hosting import hosting\nhtml_baseurl = hosting().address\n'
    made.write('conf.py', conf + hosting + settings(other))
    (made.source / 'inventories').mkdir()
    (made.source / 'inventories' / f'{other}.inv').write_bytes(inventory)
    for name, text in pages.items():
        made.write(name, text)
    return publish(made, number)


def publish(made: Build, number: int) -> Build:
    address = f'{SITE}/season-{number}/en/latest/'
    environment = {'READTHEDOCS': 'True', 'READTHEDOCS_CANONICAL_URL': address}
    return made.rebuild(warnings_are_errors=True, environment=environment)


def index(number: int, episodes: int) -> str:
    return INDEX.format(number=number, episodes=episodes, other=3 - number, site=SITE)


@pytest.fixture(scope='module')
def parts(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Build]:
    """Season 1, and season 2 with another review; each has a page of links into the other."""
    first = with_pages({'index.md': index(1, 4)})
    second = {**first, 'index.md': index(2, 2), 'reviews/gazette.md': REVIEW}
    second = {name: text for name, text in second.items() if 'herald' not in name}
    second = {
        name: text.replace('1-4', '1-2').replace('[2, 3]', '[2]') for name, text in second.items()
    }
    folder = tmp_path_factory.mktemp('parts')
    # what links from here to there needs the inventory of there: the first one comes first
    one = part(workshop, folder / '1', 1, first, b'')
    assert one.warnings, 'an inventory that cannot be read is told'
    inventory = (one.out / 'objects.inv').read_bytes()
    two = part(
        workshop,
        folder / '2',
        2,
        {**second, 'other.md': LINKS.format(other='season-1')},
        inventory,
    )
    (one.source / 'inventories' / 'season-2.inv').write_bytes(
        (two.out / 'objects.inv').read_bytes()
    )
    one.write('other.md', LINKS.format(other='season-2'))
    return publish(one, 1), two


def problems(made: Build) -> list[str]:
    conf = read_settings(made.source)
    return [str(problem) for problem in Wiki(pages_in(made.source, conf), conf).problems]


def test_each_part_is_clean(parts: tuple[Build, Build]) -> None:
    for made in parts:
        assert (made.warnings, made.status, problems(made)) == ([], 0, [])


def test_links_lead_to_pages_that_the_other_part_has(parts: tuple[Build, Build]) -> None:
    one, two = parts
    for made, other, number in ((one, two, 2), (two, one, 1)):
        base = f'{SITE}/season-{number}/en/latest/'
        links = made.body('other').select('p a.external')
        assert len(links) == 5
        for link in links:
            address, anchor = urldefrag(str(link['href']))
            assert address.startswith(base)
            page = other.html(address.removeprefix(base).removesuffix('.html'))
            assert not anchor or page.select(f'#{anchor}')
        (listed,) = made.body('index').select(f'a[href="{base}"]')
        assert listed.get_text() == 'The other season'
        canonical = made.html('other').select_one('link[rel=canonical]')
        assert canonical['href'] == f'{SITE}/season-{3 - number}/en/latest/other.html'


def test_each_part_counts_its_own_reviews(parts: tuple[Build, Build]) -> None:
    one, two = (made.data for made in parts)
    assert [data['consensus']['mean'] for data in (one, two)] == [80, 20]
    assert (set(one['reviews']), set(two['reviews'])) == ({'gazette', 'herald'}, {'gazette'})
    assert 'Drowns in rain' not in parts[0].body('consensus').get_text()
    assert 'Keeps walking' not in parts[1].body('consensus').get_text()


def test_each_part_finds_its_own_pages(parts: tuple[Build, Build]) -> None:
    one, two = (
        ''.join(text.decode() for name, text in made.tree().items() if name.startswith('search/'))
        for made in parts
    )
    assert ('monsoon' in one, 'monsoon' in two) == (False, True)
    assert ('herald' in one.lower(), 'herald' in two.lower()) == (True, False)


def test_each_part_keeps_how_far_a_reader_has_seen_by_itself(parts: tuple[Build, Build]) -> None:
    """The parts share the storage of their domain: the key there is the title."""
    titles = [re.findall(r'\}\)\("(.*?)", ', made.text('index.html')) for made in parts]
    assert titles == [['Salt Road, season 1'], ['Salt Road, season 2']]
