"""The strip of episodes: whose scores it shows, which are the best, and whom it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from small_wiki import SERIES, episode, page, review, wiki

from criticwiki.model.numbering import UNKNOWN
from criticwiki.panels.episode_scores import episode_score_table
from criticwiki.panels.episode_strip import STRIP, draw_strip, strip_of
from criticwiki.sphinx_ext.html.writer import HtmlWriter

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus

EPISODES = tuple(episode(number) for number in range(1, 5))


def drawn(corpus: Corpus) -> str:
    writer = HtmlWriter(lambda docname, _anchor: docname, str, 'season', UNKNOWN)
    writer.write(draw_strip(strip_of(episode_score_table(corpus).rows)))
    return writer.html


def cells(corpus: Corpus) -> list[str]:
    strip = BeautifulSoup(drawn(corpus), 'html.parser')
    return [' '.join(cell.get_text().split()) for cell in strip.select('.wiki-strip > li')]


def note(corpus: Corpus) -> str:
    found = BeautifulSoup(drawn(corpus), 'html.parser').select_one('.strip-note')
    return ' '.join(found.get_text().split()) if found else ''


def test_a_score_of_two_episodes_opens_with_the_later_one() -> None:
    scores = '{2: 3/5, 3: 4/5}'
    corpus = wiki(episode('[2, 4]'), episode(3), review('ann', author='Ann', episode_scores=scores))
    found = BeautifulSoup(drawn(corpus), 'html.parser').select(
        '.cell-score [data-score-of], [data-score-of].cell-score'
    )
    assert [piece['data-score-of'] for piece in found] == ['4', '3']


def test_scores_of_one_critic_are_as_printed() -> None:
    scores = '{1: 3/5, 2: 3.5/5, 3: 3.5/5}'
    corpus = wiki(*EPISODES, review('ann', author='Ann', episode_scores=scores))
    assert cells(corpus) == ['1 Title 1 3/5', '2 Title 2 3.5/5', '3 Title 3 3.5/5', '4 Title 4 –']
    assert note(corpus) == 'Scores as printed by Ann. Best: 2 and 3 (3.5/5). Lowest: 1 (3/5).'
    # who has seen two episodes is not told that the third is among the best
    assert '<span data-score-of="3">Best' in drawn(corpus)
    assert 'data-score-of="2" style="--common:70"' in drawn(corpus)


def test_scores_of_several_critics_are_means() -> None:
    corpus = wiki(
        *EPISODES,
        review('ann', author='Ann', episode_scores='{1: 3/5, 2: 5/5, 3: 2/5}'),
        review('bob', author='Bob', episode_scores='{1: 8/10, 2: 8/10, 4: 1/10}'),
    )
    assert cells(corpus)[:2] == ['1 Title 1 70', '2 Title 2 90']
    # what one critic alone scores is neither the best nor the lowest of what two do
    assert note(corpus) == (
        'Scores are means on 0 to 100, of what is printed by Ann, Bob.'
        ' Of those with two scores or more, best: 2 (90); lowest: 1 (70).'
    )


def test_a_long_printed_score_gives_way_to_its_value() -> None:
    scores = (
        '{1: {printed: two lamps lit, value: 2, best: 4}, 2: {printed: dark, value: 0, best: 4}}'
    )
    corpus = wiki(*EPISODES, review('ann', author='Ann', episode_scores=scores))
    assert cells(corpus)[:2] == ['1 Title 1 50', '2 Title 2 0']
    assert note(corpus).startswith('Scores as printed by Ann, put on 0 to 100.')


def test_equal_scores_are_neither_best_nor_lowest() -> None:
    corpus = wiki(*EPISODES, review('ann', author='Ann', episode_scores='{1: 3/5, 2: 3/5}'))
    assert note(corpus) == 'Scores as printed by Ann.'


def test_without_scores_the_strip_leads_to_episodes() -> None:
    corpus = wiki(*EPISODES, review('ann', author='Ann'))
    assert cells(corpus)[0] == '1 Title 1 –'
    assert note(corpus) == ''


def test_a_page_of_two_episodes_is_hidden_until_both_are_seen() -> None:
    corpus = wiki(
        page('episodes/pair', 'episode: {number: [2, 3], title: Pair}'),
        review('ann', author='Ann', episode_scores='{2: 2/5}'),
    )
    assert 'data-score-of="3"' in drawn(corpus)
    assert 'data-score-of="2"' not in drawn(corpus)


def test_a_film_has_no_strip() -> None:
    film = SERIES.replace('episodes: 6', 'kind: film').replace(
        'finale: {means: How it ends., needs: 6}', 'finale: How it ends.'
    )
    corpus = wiki(front=film)
    assert STRIP.draw(STRIP.view(corpus, corpus.pages['index'])) == []


def test_of_many_seasons_each_opens() -> None:
    front = SERIES.replace('episodes: 6', 'seasons: [1, 1, 1, 3]')
    four = [episode(number) for number in range(1, 7)]
    assert (
        drawn(wiki(*four, front=front)).count('<details class="wiki-asked"><summary>Season ') == 4
    )
    front = SERIES.replace('episodes: 6', 'seasons: [3, 3]')
    assert '<details' not in drawn(wiki(*four, front=front))
