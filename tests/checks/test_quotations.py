"""Quotations are proved against sources, which here are made up."""

from __future__ import annotations

import hashlib
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from criticwiki.checks.loader import Wiki
from criticwiki.checks.quotations import QuotationReport, find_quotations, verify_quotations
from criticwiki.config import Settings
from criticwiki.tools.check import SourcesError, main, read_sources

if TYPE_CHECKING:
    from pathlib import Path

POST: str = (
    'A Lamp in the Fog: review\n\n'
    'The keeper’s long silence \u2013 and it is long \u2014 “carries every\nscene” of the first'
    ' half… The music never gets in the way of it, and the pictures are plain but well lit by'
    ' somebody who has clearly spent a winter at sea and remembers all of it.\n'
)
MAIL: str = 'Nothing happens for six hours. A heartless clock of a series.\n'
SOURCES = {'post.txt': POST.encode(), 'mail': MAIL.encode()}
INDEX = """\
    ---
    series: {title: Harbour Lights, episodes: 2, aspects: {story: What happens., music: Songs.}}
    ---
    # Harbour Lights
    """


def review(copy: str, body: str = '', **front: str) -> str:
    sums = {name.removesuffix('.txt'): hashlib.sha256(t).hexdigest() for name, t in SOURCES.items()}
    facts = {
        'headline': 'A Lamp in the Fog',
        'outlet': 'The Post',
        'author': 'Ann Lee',
        'url': 'null',
        'published': 'null',
        'covers': '1-2',
        'source': f'{{file: {copy}, sha256: {sums.get(copy, "0" * 64)}}}',
    }
    lines = [f'  {key}: {value}' for key, value in (facts | front).items() if value]
    return '\n'.join(['---', 'review:', *lines, '---', '# A review', '', dedent(body)])


MAILED = review('mail', outlet='The Mail', author='Ben Ray', headline='Six hours')


def proof(pages: dict[str, str]) -> QuotationReport:
    texts = {'index.md': INDEX, 'reviews/mail.md': MAILED, 'reviews/post.md': review('post')}
    texts = {path: dedent(text) for path, text in (texts | pages).items()}
    wiki = Wiki(texts, Settings())
    assert [page.path for page in wiki.corpus.pages.values() if page.problems] == []
    return verify_quotations(wiki.corpus, texts, SOURCES)


def problems(pages: dict[str, str]) -> list[str]:
    return [str(problem) for problem in proof(pages).problems]


def quoting(*phrases: str) -> dict[str, str]:
    listed = ', '.join(f'"{phrase}"' for phrase in phrases)
    held = f'{{story: {{stance: mixed, says: So so., quotes: [{listed}]}}}}'
    return {'reviews/post.md': review('post', aspects=held)}


@pytest.mark.parametrize(
    'phrase',
    [
        "keeper's long silence",
        'silence - and it is long -',
        'silence \u2014 and it is long',
        'silence -- and it is long',
        "'carries every scene' of",
        'carries every scene',
        'first half... The music',
        'A Lamp in the Fog: review The',
    ],
)
def test_a_quotation_is_proved_but_for_typography(phrase: str) -> None:
    found = proof(quoting(phrase))
    assert (found.problems, found.verified) == ([], 1)


@pytest.mark.parametrize(
    ('phrase', 'told'),
    [
        ('keeper’s short silence', "it has 'keeper's long silence'"),
        ('The Music never gets', "it has 'The music never gets'"),
        ('plain but well lit by some', "it has 'plain but well lit by somebody'"),
        ('music never ... in the way', 'music never gets in the way'),
        ('zebras and quays', 'a quotation is exactly as in its source'),
        ('A heartless clock', 'it stands in the source of reviews/mail'),
    ],
)
def test_a_quotation_that_differs_is_told_with_the_nearest_passage(phrase: str, told: str) -> None:
    (found,) = problems(quoting(phrase))
    start = f'reviews/post.md:10:59: error: the source of reviews/post has no {phrase!r}; '
    assert found.startswith(start)
    assert told in found.replace('"', "'")
    assert found.endswith('[quotation]')


def test_every_false_quotation_is_told_at_its_place() -> None:
    found = [str(p).partition(' error')[0] for p in proof(quoting('one no', 'two no')).problems]
    assert found == ['reviews/post.md:10:59:', 'reviews/post.md:10:69:']


def test_a_passage_is_no_longer_than_a_quotation_may_be() -> None:
    phrase = 'the pictures are dull but well lit by somebody who has clearly'
    (found,) = problems(quoting(phrase))
    passage = found.partition('it has ')[2].removesuffix(' [quotation]')
    assert passage == "'the pictures are plain but well lit by somebody who has clearly'"
    assert len(passage.split()) == 12


@pytest.mark.parametrize(
    ('source', 'told'),
    [
        ('past', "9:12: error: there is no source 'past'; did you mean 'post'?"),
        ('../post', "there is no source '../post'"),
    ],
)
def test_a_source_that_is_not_there(source: str, told: str) -> None:
    (found,) = problems({'reviews/post.md': review(source)})
    assert told in found
    assert found.endswith('[source]')


def test_a_source_that_is_another() -> None:
    text = review('post', source=f'{{file: post.txt, sha256: {"0" * 64}}}')
    (found,) = problems({'reviews/post.md': text})
    known = hashlib.sha256(SOURCES['post.txt']).hexdigest()
    assert found == (
        f"reviews/post.md:9:28: error: sha256: the source 'post.txt' has {known} [source]"
    )


def test_quotations_need_a_source() -> None:
    held = '{story: {stance: mixed, says: So so., quotes: [long silence]}}'
    (found,) = problems({'reviews/post.md': review('post', source='', aspects=held)})
    assert found.startswith("reviews/post.md:2:1: error: quotations need 'source: {file, sha256}'")
    assert problems({'reviews/post.md': review('post', source='')}) == []


@pytest.mark.parametrize(
    'body',
    [
        'The critic calls it "plain but well lit" at night.',
        'The critic hears “The music never gets” in the way.',
        'Ben Ray speaks of a "heartless clock", not this critic.',
        'In *"plain but* well [lit](#x)" there is markup.',
        'See "A Lamp in the Fog" and "Harbour Lights", and "Six hours."',
        'A paper wrote "no such words".[^1]\n\n[^1]: It also wrote "not these".',
        '```\n"no such words"\n```\n\nand `"no such words"` in code',
        'A disc of 5" or 12" and the \'90s.',
        '```{note}\nIt is "plain but\nwell lit".\n```\nAnd "long silence".',
        '% "no such words"\n\n![no](x.png "no such words")',
    ],
)
def test_words_in_quotation_marks_that_may_stand(body: str) -> None:
    assert problems({'reviews/post.md': review('post', body)}) == []


@pytest.mark.parametrize(
    ('body', 'place'),
    [
        ('The critic calls it "plain but badly lit" at night.', '13:21'),
        ('Two lines, and in the second\nit is “plain but\nbadly lit” at night.', '14:7'),
        ('* an item\n* with "badly lit" in it', '14:8'),
        ('> quoted: "badly lit"', '13:11'),
        ('```{note}\nIt is "badly lit".\n```', '14:7'),
        (':::{spoiler} 2\nIt is "badly lit".\n:::', '14:7'),
        ('| a | "badly lit" |', '13:7'),
        ('{character}`keeper` is "badly lit"', '13:24'),
        ('Ben Ray is not the one who calls it "badly lit".', '13:37'),
        ('What a „badly lit“ thing, «well lit» or not.', '13:8'),
        ('It is "badly lit".[^1] Known.\n\n[^1]: A note.', None),
        ('It is "badly lit", as known.[^1]\n\n[^1]: A note.', '13:7'),
    ],
)
def test_prose_on_the_page_of_a_review(body: str, place: str | None) -> None:
    found = [p.partition(': error')[0] for p in problems({'reviews/post.md': review('post', body)})]
    assert found == ([f'reviews/post.md:{place}'] if place else [])


@pytest.mark.parametrize(
    ('prose', 'told'),
    [
        ('Ann Lee finds it "plain but well lit".', None),
        ('It is "plain but well lit", says Ann Lee.', None),
        ('Ben Ray finds it "plain but well lit".', 'it stands in the source of reviews/post'),
        ('{review}`he <mail>` finds it "plain but well lit".', 'it stands in the source of'),
        ('Ann Lee and Ben Ray quarrel: "heartless clock", "well lit".', None),
        ('Nobody is named, and it is "well lit".', None),
        ('Nobody is named, and it is "badly lit".', 'a quotation is exactly as in its source'),
        ('The log says "all quiet at six", as seen.[^1]\n\n[^1]: Log.', None),
        ('Ann Lee says "all quiet at six", as seen.[^1]\n\n[^1]: Log.', "no 'all quiet at six'"),
        ('Ann Lee says "' + 'a ' * 13 + 'b".', 'this one has 14 and 27'),
        ('The Post says "' + 'a' * 101 + '".', 'this one has 1 and 101'),
    ],
)
def test_prose_on_other_pages(prose: str, told: str | None) -> None:
    page = f'---\nepisode: {{number: 1, title: Fog}}\n---\n# Fog\n\n{prose}\n'
    found = problems({'episodes/01-fog.md': page})
    assert len(found) == bool(told)
    assert all(told in one and '01-fog.md:6:' in one for one in found if told)


def test_a_guide_that_names_no_critic_quotes_none() -> None:
    words = '# Guide\n\nA score may be called "provisional".\n'
    assert problems({'guide.md': words}) == []
    assert len(problems({'guide.md': words + '\nAnn Lee would not.\n'})) == 1


def test_words_of_front_matter_are_prose() -> None:
    held = '{story: {stance: mixed, says: \'Calls it "badly lit".\'}}'
    (found,) = problems({'reviews/post.md': review('post', aspects=held)})
    assert found.startswith('reviews/post.md:10:36: error')


RUN = 'the pictures are plain but well lit by somebody who has clearly spent a winter at sea'


def test_fifteen_words_of_a_source_are_too_few_and_sixteen_too_many() -> None:
    words = RUN.split()
    for count, told in ((15, False), (16, True)):
        for lead in range(9):
            text = '# Fog\n\n' + 'fog ' * lead + ' '.join(words[:count]) + ' indeed.\n'
            found = problems({'guide.md': text})
            assert len(found) == told, (count, lead)
            if told:
                start = f'guide.md:3:{1 + 4 * lead}: error: 16 words in a row are those of'
                assert found[0].startswith(f"{start} the source 'post.txt'")


@pytest.mark.parametrize(
    'words',
    [
        RUN.upper(),
        RUN.replace(' ', ', '),
        RUN.replace(' ', '\n'),
        RUN.replace('plain', '**plain**').replace('lit', '[lit](https://x.example/a-b)'),
        RUN.replace('somebody', '{nolink}`somebody`').replace('sea', 'sea[^a]'),
    ],
)
def test_what_is_copied_is_found_under_markup(words: str) -> None:
    note = '\n[^a]: A note.\n' if '[^a]' in words else ''
    (found,) = problems({'guide.md': f'# Fog\n\nYes {words}.\n{note}'})
    assert found.startswith('guide.md:3:5: error: 1')
    assert found.endswith('more than 15 are not allowed: say it in your own [copied]')


def test_what_is_copied_is_found_in_front_matter_and_once_for_each_place() -> None:
    page = f'---\npage:\n  summary: {RUN}.\n---\n# Fog\n\n{RUN}.\n\nMore.\n\n{RUN}.\n'
    places = [p.partition(': error')[0] for p in problems({'guide.md': page})]
    assert places == ['guide.md:3:12', 'guide.md:7:1', 'guide.md:11:1']


def test_a_headline_may_be_long() -> None:
    page = review('post', headline=RUN).replace('# A review', f'# {RUN}')
    assert problems({'reviews/post.md': page}) == []


def test_sources_are_read_from_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match='no such folder'):
        read_sources(tmp_path / 'none')
    with pytest.raises(SourcesError, match='holds no private copy'):
        read_sources(tmp_path)
    (tmp_path / 'more').mkdir()
    (tmp_path / 'more' / 'a.txt').write_bytes(b'\xff')
    (tmp_path / '.hidden').write_bytes(b'')
    assert read_sources(tmp_path) == {'more/a.txt': b'\xff'}


def test_the_check_proves_quotations_where_it_has_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki, copies = tmp_path / 'wiki', tmp_path / 'copies'
    (wiki / 'reviews').mkdir(parents=True)
    copies.mkdir()
    (wiki / 'conf.py').write_text('', 'utf-8')
    (wiki / 'index.md').write_text(dedent(INDEX), 'utf-8')
    page = wiki / 'reviews' / 'post.md'
    page.write_text(quoting('long silence')['reviews/post.md'], 'utf-8')
    for name, held in SOURCES.items():
        (copies / name).write_bytes(held)
    assert main([str(wiki)]) == 0
    assert 'quotations were not proved' in capsys.readouterr().out
    assert main([str(wiki), '--sources', str(copies)]) == 0
    assert '1 quotation was proved against 2 sources' in capsys.readouterr().out
    page.write_text(quoting('short silence')['reviews/post.md'], 'utf-8')
    assert main([str(wiki)]) == 0
    assert main([str(wiki), '--sources', str(copies)]) == 1
    assert 'post.md:10:59: error: the source of reviews/post has no' in capsys.readouterr().out
    assert main([str(wiki), '--sources', str(tmp_path / 'none')]) == 2
    assert 'no such folder' in capsys.readouterr().err


def test_a_page_of_odd_marks_takes_no_time() -> None:
    for odd in ('"', '“', '„«', '[^', '`', '`"', '<!--', '{', '](', ':::{', '. "a" '):
        assert len(list(find_quotations([odd * 2_000]))) <= 2_000
