"""Consensus on aspects: opinions, tallies, agreement, the matrix; notes of panels on a tally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from criticwiki.cached_view import cached_view
from criticwiki.corpus.aspects import aspect_anchor
from criticwiki.corpus.critics import aspect_voice, critics_within, in_scope, leading
from criticwiki.i18n import _, counted, counted_noop, ngettext
from criticwiki.model.judgements import Stance
from criticwiki.model.numbering import is_special

from .common import (
    MAX_NAMED,
    Agreement,
    Critic,
    Group,
    Ref,
    Tally,
    aspects_of,
    critic_of,
    group,
)
from .components import (
    critic_link,
    critic_list,
    critic_with_scope,
    episode_words,
    scope_label,
    stance,
)
from .elements import (
    Element,
    data_number,
    details,
    joined,
    link,
    para,
    phrase,
)
from .pointers import below, pointer_field, pointer_to_consensus
from .review import Silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.corpus.critics import AspectVoice, CriticEntry, EpisodeScope
    from criticwiki.model.kinds import Aspect
    from criticwiki.model.numbering import EpisodePlace, Number

    from .elements import Piece, Pieces

Cell: TypeAlias = Stance | Silence
"""Cell of the matrix: a critic's stance on an aspect, or the reason why there is none."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one critic holds on an aspect, through the review that shows it."""

    cell: Cell
    review: ReviewEntry
    voice: AspectVoice | None
    """None where the critic has no stance."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A critic whose reviews differ on an aspect, with what each says."""

    critic: Critic
    stances: tuple[tuple[Stance, Critic], ...]


@dataclass(frozen=True, slots=True)
class Holders:
    """Critics by their cell for one aspect."""

    praise: Group
    mixed: Group
    criticism: Group
    silent: Group
    """Critics with the aspect in scope who do not discuss it."""
    out_of_scope: Group
    differing: tuple[Differing, ...]
    """Those of `mixed` whose own reviews differ; empty above `MAX_NAMED`."""


@dataclass(frozen=True, slots=True)
class AspectTally:
    """Tally of the stances on one aspect, one voice a critic."""

    aspect: str
    means: str
    anchor: str
    """Anchor of the aspect on the page of a review."""
    tally: Tally
    in_scope: int
    """Number of critics with the aspect in scope."""
    critics: int
    """Number of all critics."""
    holders: Holders
    shared: Tally
    """The stances of those who judged one episode in common: the largest such group."""
    shared_episode: EpisodePlace | None
    """That episode; None where all judged it, or the work has no episodes."""
    at: str = pointer_field()
    """Pointer to the aspect in the consensus of `wiki.json`."""

    def count(self, value: int, key: str) -> Element:
        """A number of critics, which the data has under a key."""
        return data_number(value, below(self.at, key))

    @property
    def discussing(self) -> dict[str, Element]:
        """How many discuss it, and have it in scope, by the names of templates."""
        return {
            'discussing': self.count(self.tally.discussing, 'discussing'),
            'scope': self.count(self.in_scope, 'in_scope'),
        }

    @property
    def agreement(self) -> Agreement | None:
        """Grade of agreement, among critics who judged the same episodes."""
        return self.shared.agreement

    @property
    def split(self) -> int:
        """Width of the split, among critics who judged the same episodes."""
        return self.shared.split

    @property
    def widely_discussed(self) -> bool:
        """Whether enough critics discuss it for a summary: three, or all in scope."""
        return self.tally.discussing >= min(MIN_VOICES, self.in_scope)


MIN_VOICES: Final = 3
"""Number of critics from which an aspect may stand in a summary of the consensus."""


@cached_view
def opinions(
    corpus: Corpus, name: str, within: EpisodeScope = None
) -> tuple[tuple[CriticEntry, Opinion], ...]:
    """The opinion of each critic on an aspect, in the order of critics."""
    aspect = aspects_of(corpus)[name]
    return tuple(
        (critic, _opinion(critic, name, aspect, within))
        for critic in critics_within(corpus, within)
    )


def _opinion(critic: CriticEntry, name: str, aspect: Aspect, within: EpisodeScope) -> Opinion:
    if voice := aspect_voice(critic, name, aspect, within):
        return Opinion(voice.stance, voice.review, voice)
    seen = [entry for entry in critic.reviews if in_scope(aspect, entry)]
    if seen:
        return Opinion(Silence.NOT_DISCUSSED, leading(seen, within)[0], None)
    return Opinion(Silence.OUT_OF_SCOPE, leading(critic.reviews, within)[0], None)


@cached_view
def tallies(corpus: Corpus, within: EpisodeScope = None) -> tuple[AspectTally, ...]:
    """Tally of each aspect, in the order of the series."""
    at = below(pointer_to_consensus(corpus, within), 'aspects')
    return tuple(
        _tally(
            corpus,
            name,
            aspect,
            [row for _critic, row in opinions(corpus, name, within)],
            below(at, name),
        )
        for name, aspect in aspects_of(corpus, within).items()
    )


def _tally(
    corpus: Corpus, name: str, aspect: Aspect, rows: Sequence[Opinion], at: str
) -> AspectTally:
    by_cell: dict[Cell, list[ReviewEntry]] = {cell: [] for cell in (*Stance, *Silence)}
    for row in rows:
        by_cell[row.cell].append(row.review)
    praise, mixed, criticism, silent, out_of_scope = (
        group(corpus, reviews, len(reviews), below(at, _KEYS.get(cell, cell.value)))
        for cell, reviews in by_cell.items()
    )
    tally = Tally(*(len(by_cell[stance]) for stance in Stance))
    voices = [row.voice for row in rows if row.voice]
    shared, episode = _largest_common(voices)
    return AspectTally(
        name,
        aspect.means,
        aspect_anchor(name),
        tally,
        len(rows) - len(by_cell[Silence.OUT_OF_SCOPE]),
        len(rows),
        Holders(praise, mixed, criticism, silent, out_of_scope, _differing(corpus, name, voices)),
        shared,
        None if episode is None else corpus.place(episode),
        at,
    )


_KEYS: Final[Mapping[Cell, str]] = {
    Silence.NOT_DISCUSSED: 'silent',
    Silence.OUT_OF_SCOPE: 'out_of_scope',
}
"""Keys of the counts in `wiki.json` that are not the values of cells."""


def _differing(corpus: Corpus, name: str, voices: Iterable[AspectVoice]) -> tuple[Differing, ...]:
    rows = tuple(
        Differing(
            critic_of(corpus, voice.review),
            tuple((r.facts.aspects[name].stance, critic_of(corpus, r)) for r in voice.reviews),
        )
        for voice in voices
        if len(voice.reviews) > 1
    )
    return rows if len(rows) <= MAX_NAMED else ()


def _largest_common(voices: Sequence[AspectVoice]) -> tuple[Tally, Number | None]:
    """Tally of the largest group of critics who judged one episode in common, and that episode.

    Praise of some episodes beside criticism of others is no split. Of equally large groups the
    one with the wider split counts, then the one with the earlier episode. A sweep over the ends
    of the ranges: critics and episodes may be many.
    """
    everything = Tally.of(voice.stance for voice in voices)
    ends: dict[Number, list[tuple[Stance, int]]] = {}
    specials: dict[Number, list[Stance]] = {}
    for voice in voices:
        for first, last in voice.ranges:
            if is_special(first):  # alone in its range, and in no other
                specials.setdefault(first, []).append(voice.stance)
            else:
                ends.setdefault(first, []).append((voice.stance, 1))
                ends.setdefault(last + 1, []).append((voice.stance, -1))
    counts = dict.fromkeys(Stance, 0)
    best = Tally(0, 0, 0)
    episode: Number | None = None
    for number in sorted(ends):
        for value, change in ends[number]:
            counts[value] += change
        here = Tally(*counts.values())
        if (here.discussing, here.split) > (best.discussing, best.split):
            best, episode = here, number
    for number, stances in sorted(specials.items()):
        here = Tally.of(stances)
        if (here.discussing, here.split) > (best.discussing, best.split):
            best, episode = here, number
    if episode is None or best.discussing == everything.discussing:
        return everything, None
    return best, episode


@dataclass(frozen=True, slots=True)
class Agreements:
    """View of the aspects, grouped by agreement."""

    splits: tuple[AspectTally, ...]
    """Both praised and criticised: the widest split first."""
    shared: tuple[AspectTally, ...]
    """High agreement of two critics or more."""
    others: tuple[AspectTally, ...]
    """Discussed, but neither."""
    undiscussed: tuple[str, ...]


@cached_view
def agreements(corpus: Corpus, within: EpisodeScope = None) -> Agreements:
    """Aspects grouped by agreement.

    Equally wide splits go by fewest mixed, then by the number of critics who judged the same
    episodes, then by the list of the series.
    """
    rows = tallies(corpus, within)
    splits = [row for row in rows if row.split]
    undivided = [row for row in rows if row.tally.discussing and not row.split]
    shared = [row for row in undivided if row.agreement == 'high']
    others = [row for row in undivided if row.agreement != 'high']
    return Agreements(
        splits=tuple(
            # sorted() keeps the order of the series
            sorted(splits, key=lambda row: (-row.split, row.shared.mixed, -row.shared.discussing))
        ),
        shared=tuple(sorted(shared, key=lambda row: -row.tally.discussing)),
        others=tuple(sorted(others, key=lambda row: -row.tally.discussing)),
        undiscussed=tuple(row.aspect for row in rows if not row.tally.discussing),
    )


def discussed_by(row: AspectTally) -> Element:
    """How many critics discuss an aspect, with the breakdown by cell inside."""
    template = ngettext(
        '%(discussing)d of %(scope)d who saw it discusses it',
        '%(discussing)d of %(scope)d who saw it discuss it',
        row.tally.discussing,
    )
    return details(phrase(template, **row.discussing), *_breakdown(row))


def _breakdown(row: AspectTally) -> list[Element]:
    holders = row.holders
    blocks = []
    for value, side in (
        (Stance.PRAISE, holders.praise),
        (Stance.MIXED, holders.mixed),
        (Stance.CRITICISM, holders.criticism),
    ):
        if side.count:
            template = _('%(stance)s: %(critics)s')
            critics = critic_list(side, counted_noop('%(count)d critics'))
            blocks.append(para(phrase(template, stance=stance(value), critics=critics)))
    return [*blocks, *reservations(row)]


def reservations(row: AspectTally) -> list[Element]:
    """Who differs with themselves, who judged other episodes, and who holds nothing, and why."""
    blocks = [_draw_differing(one, row.anchor) for one in row.holders.differing]
    if row.shared_episode:
        blocks.append(para(_shared_sentence(row)))
    for template, side in (
        (_('Say nothing of it: %(critics)s.'), row.holders.silent),
        (_('Out of scope, having seen too little: %(critics)s.'), row.holders.out_of_scope),
    ):
        if side.count:
            critics = critic_list(side, counted_noop('%(count)d critics'), critic_with_scope)
            blocks.append(para(phrase(template, critics=critics)))
    return blocks


def _draw_differing(row: Differing, anchor: str) -> Element:
    """Why a critic counts as mixed: the stances of their reviews, each linked to its words."""
    stances: list[list[Piece]] = [
        [link([stance(value)], review.docname, anchor), ' ', _on(review)]
        for value, review in row.stances
    ]
    template = _('%(critic)s counts as mixed, since their reviews differ: %(stances)s.')
    return para(phrase(template, critic=critic_link(row.critic), stances=joined(stances)))


def _on(review: Critic) -> str:
    return _('(%(scope)s)') % {'scope': scope_label(review)}


def _shared_sentence(row: AspectTally) -> Pieces:
    """Who is counted for agreement, where critics judged different episodes."""
    if row.shared.discussing < 2:
        return _('No two of them judged the same episodes, so they neither agree nor split.')
    template = counted(
        'Agreement is counted among the %(count)d critics who judged %(episode)s;'
        ' the others judged other episodes.',
        row.shared.discussing,
    )
    episode = episode_words(row.shared_episode) if row.shared_episode else ''
    count = row.count(row.shared.discussing, 'same_episodes')
    return phrase(template, count=count, episode=episode)


class MatrixCell(NamedTuple):
    """A critic's cell for one aspect, and the review that it leads to."""

    value: Cell
    docname: str


MatrixRow: TypeAlias = 'tuple[Critic, tuple[MatrixCell, ...]]'
"""A critic with a cell for each aspect."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """View of every aspect by every critic."""

    aspects: tuple[tuple[str, str], ...]
    """Names, each with its anchor on the page of a review."""
    rows: tuple[MatrixRow, ...]
    """All critics, also those without a stance."""
    others: tuple[Ref, ...]
    """Reviews that cells lead to, beside those of the rows: pages that the view names."""


@cached_view
def matrix(corpus: Corpus, within: EpisodeScope = None) -> Matrix:
    """Matrix of every aspect by every critic."""
    aspects = aspects_of(corpus, within)
    rows: dict[str, list[MatrixCell]] = {}
    critics: dict[str, CriticEntry] = {}
    for name in aspects:
        for critic, row in opinions(corpus, name, within):
            critics[critic.docname] = critic
            cell = MatrixCell(row.cell, row.review.docname)
            rows.setdefault(critic.docname, []).append(cell)
    by_critic = tuple(
        (critic_of(corpus, leading(critic.reviews, within)[0]), tuple(rows[docname]))
        for docname, critic in critics.items()
    )
    others = {
        cell.docname: None
        for critic, cells_ in by_critic
        for cell in cells_
        if cell.docname != critic.docname
    }
    names = tuple((name, aspect_anchor(name)) for name in aspects)
    return Matrix(names, by_critic, tuple(Ref('', docname) for docname in others))
