"""Kinds of works that a wiki is about, and the words that its pages use for each kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import DOMAIN, LOCALE_DIR, N_, counted_noop, ngettext_noop
from criticwiki.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .front_matter import Value


class WorkKind(StrEnum):
    """Kind of the work that a wiki is about: `kind` on the index page."""

    SERIES = 'series'
    FILM = 'film'
    GAME = 'game'
    BOOK = 'book'
    ALBUM = 'album'
    PODCAST = 'podcast'

    @property
    def is_serial(self) -> bool:
        """Whether a work of this kind has episodes, so that the index page must count them."""
        return self in {WorkKind.SERIES, WorkKind.PODCAST}


@dataclass(frozen=True, slots=True)
class Work:
    """The work that a wiki is about: its kind, and whether it has episodes.

    A work without episodes is one piece, which every critic covers: it is counted as episode 1.
    The words and the panels of the wiki depend on this.
    """

    kind: WorkKind = WorkKind.SERIES
    has_episodes: bool = True

    @property
    def words(self) -> Mapping[str, str]:
        """Messages of this work in place of those of a series, by message."""
        return _words(self)

    def words_of(self, *, several_seasons: bool) -> Mapping[str, str]:
        """Messages of this work in place of those of a series of one season, by message."""
        return {**OF_SEVERAL_SEASONS, **self.words} if several_seasons else self.words


SERIAL: Final = Work()
"""A series with episodes, which a wiki is about unless it says otherwise."""
INDEX: Final = 'series'
"""Top-level key of the index page, whatever the kind of the work."""


def work_of(values: Mapping[str, Value]) -> Work:
    """The work that the mapping of the index page describes; a series where it does not say.

    It is read before any page is validated: whether a review needs `covers` depends on it.
    """
    named = values.get('kind')
    kinds = [kind for kind in WorkKind if kind == named]
    kind = kinds[0] if kinds else WorkKind.SERIES
    if values.keys() & {'seasons', 'specials'}:
        return Work(kind)
    if 'episodes' in values:
        count = values['episodes']
        return Work(kind, not (isinstance(count, str) and re.fullmatch('0+', count)))
    return Work(kind, kind.is_serial)


# -- words --------------------------------------------------------------------------------

_OVER_EPISODES: Final = {
    'Episode scores over the season, and how many reviews cover each episode': N_(
        'Episode scores from first to last, and how many reviews cover each episode'
    ),
    'The season at a glance': N_('The episodes at a glance'),
}
"""Words of episodes that are not one season."""

_BEYOND_SERIES: Final = {
    **_OVER_EPISODES,
    '%(scores)s of 100, from the one critic who scores the season.': N_(
        '%(scores)s of 100, from the one critic who scores the whole.'
    ),
    '%(scores)s of 100, from the three critics who score the season.': N_(
        '%(scores)s of 100, from the three critics who score the whole.'
    ),
    '%(scores)s of 100, from the two critics who score the season.': N_(
        '%(scores)s of 100, from the two critics who score the whole.'
    ),
    'Critics who had seen no more than the first third of the season (%(episodes)s):'
    ' %(critics)s.': N_('Critics of no more than the first third (%(episodes)s): %(critics)s.'),
    'First aired': N_('First published'),
    'No score: none of %(critics)d critics prints one for the whole season.': counted_noop(
        'No score: none of %(critics)d critics prints one for the whole.'
    ),
    'No score: the only critic prints none for the whole season.': N_(
        'No score: the only critic prints none for the whole.'
    ),
    'No score: the only review prints none for the whole season.': N_(
        'No score: the only review prints none for the whole.'
    ),
    'Printed season scores on 0 to 100': N_('Printed scores of the whole on 0 to 100'),
    'Printed season scores on 0 to 100, by critic': N_(
        'Printed scores of the whole on 0 to 100, by critic'
    ),
    'The season score': N_('The score'),
    'There is nothing to compare: no critic stops within the first third of the season.': N_(
        'There is nothing to compare: no critic stops within the first third of the episodes.'
    ),
    'Without a score for the season, and given none: %(critics)s.': N_(
        'Without a score for the whole, and given none: %(critics)s.'
    ),
    'critics who print no season score: %(numbers)s': N_(
        'critics who print no score of the whole: %(numbers)s'
    ),
    'no season score': N_('no score of the whole'),
    'part of the season': N_('a part'),
    'there is still no season score': N_('there is still no score of the whole'),
    '%(scores)s of 100, from each of the two critics who score the season.': N_(
        '%(scores)s of 100, from each of the two critics who score the whole.'
    ),
    '%(scores)s of 100, from each of the three critics who score the season.': N_(
        '%(scores)s of 100, from each of the three critics who score the whole.'
    ),
    'No score: neither critic prints one for the whole season.': N_(
        'No score: neither critic prints one for the whole.'
    ),
    'When it was first broadcast: the day, or the month or year where no more is known.': N_(
        'When it was first published: the day, or the month or year where no more is known.'
    ),
    'Its place in the series, counted from 1, or in a season: `S2E3`. A special has 0 or'
    ' a place between two, as 13.5, or its name; a page about two episodes has `[6, 7]`.': N_(
        'Its place, counted from 1, or in a part: `S2E3`. A special has 0 or a place between'
        ' two, as 13.5, or its name; a page about two episodes has `[6, 7]`.'
    ),
    'How many episodes each season has. One with a title (a part, a cour, an arc) is a'
    ' mapping: `{title: Part 1, episodes: 4}`.': N_(
        'How many episodes each part has. One with a title (an arc, a volume) is a mapping:'
        ' `{title: Part 1, episodes: 4}`.'
    ),
    'seasons, like `[13, 12]`': N_('parts, like `[13, 12]`'),
    'The episodes that the critic had seen: `3`, `1-4`, `[1, 3]`, `season 2`,'
    ' `S1E4-S2E3`, a special by its name. `all` grows when the series does.': N_(
        'The episodes that the critic had seen: `3`, `1-4`, `[1, 3]`, `season 2`,'
        ' `S1E4-S2E3`, a special by its name. `all` grows when it does.'
    ),
    '%(scores)s of 100, from the one critic who scores the series.': N_(
        '%(scores)s of 100, from the one critic who scores the whole.'
    ),
    '%(scores)s of 100, from the two critics who score the series.': N_(
        '%(scores)s of 100, from the two critics who score the whole.'
    ),
    '%(scores)s of 100, from the three critics who score the series.': N_(
        '%(scores)s of 100, from the three critics who score the whole.'
    ),
    '%(scores)s of 100, from each of the two critics who score the series.': N_(
        '%(scores)s of 100, from each of the two critics who score the whole.'
    ),
    '%(scores)s of 100, from each of the three critics who score the series.': N_(
        '%(scores)s of 100, from each of the three critics who score the whole.'
    ),
    'No critic prints a score for the whole series.': N_('No critic prints a score for the whole.'),
    '%(count)d critics print no score for the season, and are given none.': counted_noop(
        '%(count)d critics print no score for the whole, and are given none.'
    ),
    'part of the series': N_('part of it'),
}
"""Words of all works but series: nothing is said of seasons and broadcasts."""

OF_SEVERAL_SEASONS: Final = {
    **_OVER_EPISODES,
    'Printed season scores on 0 to 100': N_('Printed scores on 0 to 100'),
    'Printed season scores on 0 to 100, by critic': N_('Printed scores on 0 to 100, by critic'),
    'The season score': N_('The score of the series'),
}
"""Words of a series that has several seasons: a panel may be about one of them or about all."""

_WITHOUT_EPISODES: Final = {
    '%(name)s: %(reviews)s, with every verdict, stance and episode score.': N_(
        '%(name)s: %(reviews)s, with every verdict and stance.'
    ),
    '%(scores)s of 100, from the one critic who scores the season.': N_(
        '%(scores)s of 100, from the one critic who scores it.'
    ),
    '%(scores)s of 100, from the three critics who score the season.': N_(
        '%(scores)s of 100, from the three critics who score it.'
    ),
    '%(scores)s of 100, from the two critics who score the season.': N_(
        '%(scores)s of 100, from the two critics who score it.'
    ),
    'An episode is named that does not exist, or one that the critic had not seen.': N_(
        'A number above 1 is named, and the work has no parts.'
    ),
    'Episode, character, critic or any word': N_('Character, critic or any word'),
    'Facts that spoil, each with the episode that reveals it.': N_('Facts that spoil.'),
    'Headline: mean, median and range of the printed scores of critics who cover every'
    ' episode; provisional below %(number)d, where the scores themselves lead. A review'
    ' without a printed score is never given one.': N_(
        'Headline: mean, median and range of the printed scores; provisional below'
        ' %(number)d, where the scores themselves lead. A review without a printed score is'
        ' never given one.'
    ),
    'No score: none of %(critics)d critics prints one for the whole season.': counted_noop(
        'No score: none of %(critics)d critics prints one.'
    ),
    'No score: the only critic prints none for the whole season.': N_(
        'No score: the only critic prints none.'
    ),
    'No score: the only review prints none for the whole season.': N_(
        'No score: the only review prints none.'
    ),
    'On single episodes and characters': N_('On single characters'),
    'One voice a critic: of several reviews the one that covers most episodes, then'
    ' the latest; equals that differ make the critic mixed. A replaced review is not'
    ' counted.': N_(
        'One voice a critic: of several reviews the latest; equals that differ make the'
        ' critic mixed. A replaced review is not counted.'
    ),
    'Printed season scores on 0 to 100': N_('Printed scores on 0 to 100'),
    'Printed season scores on 0 to 100, by critic': N_('Printed scores on 0 to 100, by critic'),
    'Split: the smaller of praise and criticism, among critics who judged the same'
    ' episodes; the widest first, then by the fewest mixed, then by how many critics'
    ' judged the same episodes, then as listed.': N_(
        'Split: the smaller of praise and criticism; the widest first, then by the fewest'
        ' mixed, then by how many critics discuss the aspect, then as listed.'
    ),
    'The episode that reveals it.': N_('Always 1, for the whole.'),
    'The episode that this gives away. Readers then open it themselves.': N_(
        'Write 1 where this gives plot away. Readers then open it themselves.'
    ),
    'The season score': N_('The score'),
    'Too few critics discuss the same aspect of the same episodes to compare them.': N_(
        'Too few critics discuss the same aspect to compare them.'
    ),
    'Try fewer words, another spelling, or the number of an episode.': N_(
        'Try fewer words, or another spelling.'
    ),
    'Two episodes have one number, or two pages one file name in different folders. Or the old'
    ' address of a page, under `was`, is that of another page.': N_(
        'Two pages have one file name in different folders. Or the old address of a page, under'
        ' `was`, is that of another page.'
    ),
    'What the critic says of one character or one episode. It is shown on that page too.': N_(
        'What the critic says of one character. It is shown on that page too.'
    ),
    'Whom or what it is about: the id of a character, or the number of an episode.': N_(
        'Whom it is about: the id of a character.'
    ),
    'Without a score for the season, and given none: %(critics)s.': N_(
        'Without a score, and given none: %(critics)s.'
    ),
    'critics who print no season score: %(numbers)s': N_('critics who print no score: %(numbers)s'),
    'no season score': N_('no score'),
    'there is still no season score': N_('there is still no score'),
    'The widest split is told by one critic of each side: first those whose words give nothing'
    ' away, then those who are quoted, then who had seen most.': N_(
        'The widest split is told by one critic of each side: first those whose words give nothing'
        ' away, then those who are quoted, then by name.'
    ),
    '%(scores)s of 100, from each of the two critics who score the season.': N_(
        '%(scores)s of 100, from each of the two critics who score it.'
    ),
    '%(scores)s of 100, from each of the three critics who score the season.': N_(
        '%(scores)s of 100, from each of the three critics who score it.'
    ),
    'No score: neither critic prints one for the whole season.': N_(
        'No score: neither critic prints one.'
    ),
    'Of critics who judged the same episodes, none criticises what another praises.': N_(
        'None of the critics criticises what another praises.'
    ),
    'Spoiler: %(episode)s': N_('Spoiler'),
    'an episode, or the id of a page': N_('the id of a page'),
    'an episode, like `3`, `S2E3` or `13.5`': N_('the number 1'),
    '%(count)d critics print no score for the season, and are given none.': counted_noop(
        '%(count)d critics print no score, and are given none.'
    ),
    'What the critic holds. Mixed is for praise and blame that both have weight; `none` is for a'
    ' critic who only names the character or episode.': N_(
        'What the critic holds. Mixed is for praise and blame that both have weight; `none` is for'
        ' a critic who only names the character.'
    ),
}
"""Words of works without episodes, whatever their kind."""

_DISCUSSED_READ: Final = ngettext_noop(
    '%(discussing)d of %(scope)d who read it discusses it',
    '%(discussing)d of %(scope)d who read it discuss it',
)
_READ: Final = {
    'Back to nothing seen': N_('Back to nothing read'),
    'How far have you seen?': N_('How far have you read?'),
    'I have seen it': N_('I have read it'),
    'None that you have seen.': N_('None that you have read.'),
    'Hide scores of episodes I have not seen': N_('Hide scores of episodes I have not read'),
    'seen %s': N_('read %s'),
    'Episodes in which the sources place this character, as far as you have seen:': N_(
        'Episodes in which the sources place this character, as far as you have read:'
    ),
    'Headings of the sections that tell no plot: how it was made, how it was'
    ' received. All other sections are closed to readers who have not seen the'
    ' episode.': N_(
        'Headings of the sections that tell no plot: how it was made, how it was'
        ' received. All other sections are closed to readers who have not read the'
        ' episode.'
    ),
    '%(discussing)d of %(scope)d who saw it discuss it': _DISCUSSED_READ[1],
    '%(count)d had not seen it': counted_noop('%(count)d had not read it'),
    'Had not seen it: %(count)d.': counted_noop('Had not read it: %(count)d.'),
    'How the critic saw it.': N_('How the critic read it.'),
    'I have seen': N_('I have read'),
    'Out of scope, having seen too little: %(critics)s.': N_(
        'Out of scope, having read too little: %(critics)s.'
    ),
    'Out of scope, since the critic had not seen it: %(aspects)s.': N_(
        'Out of scope, since the critic had not read it: %(aspects)s.'
    ),
    'Out of scope: the critic had not seen the episode that the aspect needs.': N_(
        'Out of scope: the critic had not read the episode that the aspect needs.'
    ),
    'Seen as': N_('Read as'),
    'The episode that a critic must have seen to be asked about it.': N_(
        'The episode that a critic must have read to be asked about it.'
    ),
    'The widest split is told by one critic of each side: first those whose words give'
    ' nothing away, then those who are quoted, then who had seen most.': N_(
        'The widest split is told by one critic of each side: first those whose words give'
        ' nothing away, then those who are quoted, then who had read most.'
    ),
    'Whether the review states what its critic had seen, or the editors inferred it.'
    ' An inferred one says why under `access`.': N_(
        'Whether the review states what its critic had read, or the editors inferred it.'
        ' An inferred one says why under `access`.'
    ),
    '%(count)d of %(scope)d who had seen it criticise the %(aspects)s%(rest)s.': counted_noop(
        '%(count)d of %(scope)d who had read it criticise the %(aspects)s%(rest)s.'
    ),
    '%(count)d of %(scope)d who had seen it praise the %(aspects)s%(rest)s.': counted_noop(
        '%(count)d of %(scope)d who had read it praise the %(aspects)s%(rest)s.'
    ),
    'All %(count)d who had seen it criticise the %(aspects)s.': counted_noop(
        'All %(count)d who had read it criticise the %(aspects)s.'
    ),
    'All %(count)d who had seen it praise the %(aspects)s.': counted_noop(
        'All %(count)d who had read it praise the %(aspects)s.'
    ),
    'Both who had seen it criticise the %(aspects)s.': N_(
        'Both who had read it criticise the %(aspects)s.'
    ),
    'Both who had seen it praise the %(aspects)s.': N_(
        'Both who had read it praise the %(aspects)s.'
    ),
    '%(discussing)d of %(scope)d who saw it discusses it': _DISCUSSED_READ[0],
    'The episodes that the critic had seen: `3`, `1-4`, `[1, 3]`, `season 2`,'
    ' `S1E4-S2E3`, a special by its name. `all` grows when the series does.': N_(
        'The episodes that the critic had read: `3`, `1-4`, `[1, 3]`, `season 2`,'
        ' `S1E4-S2E3`, a special by its name. `all` grows when it does.'
    ),
}
_DISCUSSED_HEARD: Final = ngettext_noop(
    '%(discussing)d of %(scope)d who heard it discusses it',
    '%(discussing)d of %(scope)d who heard it discuss it',
)
_HEARD: Final = {
    'Back to nothing seen': N_('Back to nothing heard'),
    'How far have you seen?': N_('How far have you heard?'),
    'I have seen it': N_('I have heard it'),
    'None that you have seen.': N_('None that you have heard.'),
    'Hide scores of episodes I have not seen': N_('Hide scores of episodes I have not heard'),
    'seen %s': N_('heard %s'),
    'Episodes in which the sources place this character, as far as you have seen:': N_(
        'Episodes in which the sources place this character, as far as you have heard:'
    ),
    'Headings of the sections that tell no plot: how it was made, how it was'
    ' received. All other sections are closed to readers who have not seen the'
    ' episode.': N_(
        'Headings of the sections that tell no plot: how it was made, how it was'
        ' received. All other sections are closed to readers who have not heard the'
        ' episode.'
    ),
    '%(discussing)d of %(scope)d who saw it discuss it': _DISCUSSED_HEARD[1],
    '%(count)d had not seen it': counted_noop('%(count)d had not heard it'),
    'Had not seen it: %(count)d.': counted_noop('Had not heard it: %(count)d.'),
    'How the critic saw it.': N_('How the critic heard it.'),
    'I have seen': N_('I have heard'),
    'I have seen up to episode': N_('I have heard up to episode'),
    'Out of scope, having seen too little: %(critics)s.': N_(
        'Out of scope, having heard too little: %(critics)s.'
    ),
    'Out of scope, since the critic had not seen it: %(aspects)s.': N_(
        'Out of scope, since the critic had not heard it: %(aspects)s.'
    ),
    'Out of scope: the critic had not seen the episode that the aspect needs.': N_(
        'Out of scope: the critic had not heard the episode that the aspect needs.'
    ),
    'Seen as': N_('Heard as'),
    'The episode that a critic must have seen to be asked about it.': N_(
        'The episode that a critic must have heard to be asked about it.'
    ),
    'The widest split is told by one critic of each side: first those whose words give'
    ' nothing away, then those who are quoted, then who had seen most.': N_(
        'The widest split is told by one critic of each side: first those whose words give'
        ' nothing away, then those who are quoted, then who had heard most.'
    ),
    'Whether the review states what its critic had seen, or the editors inferred it.'
    ' An inferred one says why under `access`.': N_(
        'Whether the review states what its critic had heard, or the editors inferred it.'
        ' An inferred one says why under `access`.'
    ),
    '%(count)d of %(scope)d who had seen it criticise the %(aspects)s%(rest)s.': counted_noop(
        '%(count)d of %(scope)d who had heard it criticise the %(aspects)s%(rest)s.'
    ),
    '%(count)d of %(scope)d who had seen it praise the %(aspects)s%(rest)s.': counted_noop(
        '%(count)d of %(scope)d who had heard it praise the %(aspects)s%(rest)s.'
    ),
    'All %(count)d who had seen it criticise the %(aspects)s.': counted_noop(
        'All %(count)d who had heard it criticise the %(aspects)s.'
    ),
    'All %(count)d who had seen it praise the %(aspects)s.': counted_noop(
        'All %(count)d who had heard it praise the %(aspects)s.'
    ),
    'Both who had seen it criticise the %(aspects)s.': N_(
        'Both who had heard it criticise the %(aspects)s.'
    ),
    'Both who had seen it praise the %(aspects)s.': N_(
        'Both who had heard it praise the %(aspects)s.'
    ),
    '%(discussing)d of %(scope)d who saw it discusses it': _DISCUSSED_HEARD[0],
    'An episode is named that does not exist, or one that the critic had not seen.': N_(
        'An episode is named that does not exist, or one that the critic had not heard.'
    ),
    'The episodes that the critic had seen: `3`, `1-4`, `[1, 3]`, `season 2`,'
    ' `S1E4-S2E3`, a special by its name. `all` grows when the series does.': N_(
        'The episodes that the critic had heard: `3`, `1-4`, `[1, 3]`, `season 2`,'
        ' `S1E4-S2E3`, a special by its name. `all` grows when it does.'
    ),
}
_DISCUSSED_PLAYED: Final = ngettext_noop(
    '%(discussing)d of %(scope)d who played it discusses it',
    '%(discussing)d of %(scope)d who played it discuss it',
)
_PLAYED: Final = {
    '%(discussing)d of %(scope)d who saw it discuss it': _DISCUSSED_PLAYED[1],
    '%(count)d had not seen it': counted_noop('%(count)d had not played it'),
    'Had not seen it: %(count)d.': counted_noop('Had not played it: %(count)d.'),
    'How the critic saw it.': N_('How the critic played it.'),
    'I have seen': N_('I have played'),
    'Out of scope, having seen too little: %(critics)s.': N_(
        'Out of scope, having played too little: %(critics)s.'
    ),
    'Out of scope, since the critic had not seen it: %(aspects)s.': N_(
        'Out of scope, since the critic had not played it: %(aspects)s.'
    ),
    'Out of scope: the critic had not seen the episode that the aspect needs.': N_(
        'Out of scope: the critic had not played the episode that the aspect needs.'
    ),
    'Seen as': N_('Played as'),
    'The episode that a critic must have seen to be asked about it.': N_(
        'The episode that a critic must have played to be asked about it.'
    ),
    'The widest split is told by one critic of each side: first those whose words give'
    ' nothing away, then those who are quoted, then who had seen most.': N_(
        'The widest split is told by one critic of each side: first those whose words give'
        ' nothing away, then those who are quoted, then who had played most.'
    ),
    'Whether the review states what its critic had seen, or the editors inferred it.'
    ' An inferred one says why under `access`.': N_(
        'Whether the review states what its critic had played, or the editors inferred it.'
        ' An inferred one says why under `access`.'
    ),
    '%(count)d of %(scope)d who had seen it criticise the %(aspects)s%(rest)s.': counted_noop(
        '%(count)d of %(scope)d who had played it criticise the %(aspects)s%(rest)s.'
    ),
    '%(count)d of %(scope)d who had seen it praise the %(aspects)s%(rest)s.': counted_noop(
        '%(count)d of %(scope)d who had played it praise the %(aspects)s%(rest)s.'
    ),
    'All %(count)d who had seen it criticise the %(aspects)s.': counted_noop(
        'All %(count)d who had played it criticise the %(aspects)s.'
    ),
    'All %(count)d who had seen it praise the %(aspects)s.': counted_noop(
        'All %(count)d who had played it praise the %(aspects)s.'
    ),
    'Both who had seen it criticise the %(aspects)s.': N_(
        'Both who had played it criticise the %(aspects)s.'
    ),
    'Both who had seen it praise the %(aspects)s.': N_(
        'Both who had played it praise the %(aspects)s.'
    ),
    '%(discussing)d of %(scope)d who saw it discusses it': _DISCUSSED_PLAYED[0],
    'The episodes that the critic had seen: `3`, `1-4`, `[1, 3]`, `season 2`,'
    ' `S1E4-S2E3`, a special by its name. `all` grows when the series does.': N_(
        'The episodes that the critic had played: `3`, `1-4`, `[1, 3]`, `season 2`,'
        ' `S1E4-S2E3`, a special by its name. `all` grows when it does.'
    ),
}
_BY_KIND: Final[Mapping[WorkKind, Mapping[str, str]]] = {
    WorkKind.SERIES: {
        'also of the whole season': N_('also of the whole series'),
        'the whole season': N_('the whole series'),
    },
    WorkKind.FILM: {
        'The series': N_('The film'),
        'What the series is called.': N_('What the film is called.'),
        'also of the whole season': N_('also of the whole film'),
        'the whole season': N_('the whole film'),
    },
    WorkKind.GAME: {
        **_PLAYED,
        'The series': N_('The game'),
        'What the series is called.': N_('What the game is called.'),
        'also of the whole season': N_('also of the whole game'),
        'the whole season': N_('the whole game'),
    },
    WorkKind.BOOK: {
        **_READ,
        'The series': N_('The book'),
        'What the series is called.': N_('What the book is called.'),
        'also of the whole season': N_('also of the whole book'),
        'the whole season': N_('the whole book'),
    },
    WorkKind.ALBUM: {
        **_HEARD,
        'The series': N_('The album'),
        'What the series is called.': N_('What the album is called.'),
        'also of the whole season': N_('also of the whole album'),
        'the whole season': N_('the whole album'),
    },
    WorkKind.PODCAST: {
        **_HEARD,
        'The series': N_('The podcast'),
        'What the series is called.': N_('What the podcast is called.'),
        'also of the whole season': N_('also of the whole podcast'),
        'the whole season': N_('the whole podcast'),
    },
}
"""Words of each kind; those of a series are for one without episodes."""


@cache
def _words(work: Work) -> Mapping[str, str]:
    if work == Work():
        return {}
    words = {**_BEYOND_SERIES, **_BY_KIND[work.kind]}
    return words if work.has_episodes else {**words, **_WITHOUT_EPISODES}


CATALOG: Final = LOCALE_DIR / f'{DOMAIN}.pot'
"""The messages that a wiki can replace."""
_ENTRY: Final = re.compile(r'^msgid(?:_plural)? ((?:".*"\n)+)', re.MULTILINE)
_PLACEHOLDER: Final = re.compile(r'%(?:\(\w+\)[a-z]|.?)')


@cache
def messages() -> frozenset[str]:
    """Every message of the catalog, in English."""
    entries = _ENTRY.findall(CATALOG.read_text('utf-8'))
    lines = (re.findall(r'^"(.*)"$', entry, re.MULTILINE) for entry in entries)
    return frozenset(re.sub(r'\\(.)', r'\1', ''.join(parts)) for parts in lines)


def own_words(words: object) -> dict[str, str]:
    """Words from `criticwiki_words`: the texts that a wiki prefers, by message of the catalog.

    :raises ValueError: where a message does not exist, or its placeholders do not.
    """
    if not isinstance(words, dict):
        raise ValueError("criticwiki_words must be a mapping: {'The season score': 'The verdict'}")
    for message, text in words.items():
        if message not in messages():
            hint = did_you_mean(str(message), messages())
            raise ValueError(f'criticwiki_words: no page says {message!r}{hint}')
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f'criticwiki_words[{message!r}] must be words, not {text!r}')
        unknown = {*_PLACEHOLDER.findall(text)} - {*_PLACEHOLDER.findall(message)}
        if unknown:
            hint = f'; there is {", ".join(sorted(set(_PLACEHOLDER.findall(message))))}'
            raise ValueError(
                f'criticwiki_words[{message!r}] cannot have {min(unknown)!r}'
                f'{hint if _PLACEHOLDER.search(message) else ""}'
            )
    return dict(words)
