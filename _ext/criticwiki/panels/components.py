"""Components of panels: critics, scores, scopes, stances, statements and fact boxes as elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criticwiki.i18n import _, counted, counted_noop, month_name
from criticwiki.model.dates import PartialDate
from criticwiki.model.judgements import Confidence, Stance

from .elements import (
    NO_SEARCH,
    Element,
    cell_by,
    data_number,
    definition,
    definitions,
    foreign,
    guarded,
    joined,
    link,
    para,
    phrase,
    sequence,
    sign,
    span,
)
from .pointers import below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from criticwiki.model.numbering import EpisodePlace

    from .common import Critic, CriticRemarks, Group, PrintedScore, Ref, Statement, Tally
    from .elements import Piece, Pieces


def critic_link(critic: Critic) -> Element:
    """Link to the page of a critic, by name, or to the review of an unnamed one."""
    if critic.pages:
        names = [name_link(name, page, critic.docname) for name, page in critic.pages]
        return names[0] if len(names) == 1 else Element('inline', joined(names, ' & '))
    if critic.label:
        return link(critic.label, critic.docname)
    template = _('unnamed critic (%(headline)s)')
    return link(phrase(template, headline=headline(critic)), critic.docname)


def headline(critic: Critic) -> Piece:
    """Headline of the review of a critic, in its language."""
    return foreign(critic.headline, critic.language) if critic.language else critic.headline


def name_link(name: str, page: str, review: str = '') -> Element:
    """Link to the page of a critic or outlet.

    Outputs without such pages link to the review, or have the name as plain text.
    """
    if not page:
        return link(name, review) if review else span(name)
    return Element('critic', [name], (), (page, review))


def critic_label(critic: Critic) -> str:
    """Short label of a critic, for table headers and charts."""
    if critic.name or critic.label:
        return critic.name or critic.label
    if critic.only_unnamed:
        return _('unnamed critic')
    return _('unnamed critic (%(headline)s)') % {'headline': critic.headline}


def critic_with_scope(critic: Critic) -> list[Piece]:
    """Link to a critic, with their scope."""
    label = scope_label(critic)
    if not label:
        return [critic_link(critic)]
    template = _('%(critic)s (%(scope)s)')
    return phrase(template, critic=critic_link(critic), scope=label)


def critic_list(
    group: Group, message: str, draw: Callable[[Critic], Pieces] = critic_link
) -> Sequence[Piece]:
    """Enumeration of the critics of a group, or a message with their number."""
    if group.critics:
        return joined(draw(critic) for critic in group.critics)
    return phrase(counted(message, group.count), count=group_count(group))


def group_count(group: Group) -> Element:
    """The number of critics in a group."""
    return data_number(group.count, group.at)


def scope_label(critic: Critic) -> str:
    """Label of the scope of a review: which episodes the critic had seen; empty without any."""
    if not critic.scope:
        return ''
    if critic.whole:
        return _('the whole series') if critic.several else _('the whole season')
    if critic.several or not critic.scope[0].isdecimal():
        return scope_in_seasons(critic.scope)
    if critic.seen == 1:
        return _('episode %(numbers)s') % {'numbers': critic.scope}
    return _('episodes %(numbers)s') % {'numbers': critic.scope}


def scope_in_seasons(scope: str) -> str:
    """Label of episodes in several seasons; whole ones in words: `season 2` for `S2`."""
    match = re.fullmatch(r'S([0-9]+)(?:–S([0-9]+))?', scope)
    if match is None:
        return scope
    if match[2] is None:
        return _('season %(number)s') % {'number': match[1]}
    return _('seasons %(first)s–%(last)s') % {'first': match[1], 'last': match[2]}


def scope_with_basis(critic: Critic, *, inferred: bool) -> str:
    """Label of the scope, marked where it is inferred rather than stated."""
    label = scope_label(critic)
    return _('%(scope)s (inferred)') % {'scope': label} if inferred else label


def scope_heads(critics: Iterable[Critic], head: str) -> list[str]:
    """The head of a column of scopes; none where the work has no episodes."""
    return [head] if any(critic.scope for critic in critics) else []


def scope_cells(critic: Critic) -> list[Element]:
    """Cell with the scope, sorted by its number of episodes; none where there are no episodes."""
    return [cell_by(critic.seen, scope_label(critic))] if critic.scope else []


def order_note(*, dated: bool) -> Element:
    """Note on the order of a list of reviews."""
    text = _('Those with the widest scope come first.')
    if dated:
        text = _('The newest come first; those without a date follow, with the widest scope first.')
    return para(span(text, 'summary'))


def score(printed: PrintedScore) -> Element:
    """A score as printed, kept on one line by its class."""
    return data_number(printed.printed, below(printed.at, 'printed'), 'score')


def common_value(printed: PrintedScore) -> Element:
    """The value of a score on 0 to 100."""
    return data_number(printed.common, below(printed.at, 'common'))


def score_cells(printed: PrintedScore) -> tuple[Element, Element]:
    """Two cells: a score as printed, sorted by its common value, and that value."""
    return cell_by(printed.common, score(printed)), common_value(printed)


def score_cell(printed: PrintedScore | None) -> Element:
    """Cell with the score of a review; one without a score sorts last."""
    if printed is None:
        return cell_by('', span(_('none printed'), 'unstated'))
    return cell_by(printed.common, score(printed))


def score_with_verdict(printed: PrintedScore | None, verdict: str | None) -> list[Piece]:
    """Score of a review with its verdict in words, or a note that it prints none."""
    if printed is None:
        return [span(_('none printed'), 'unstated')]
    if verdict:
        return phrase(_('%(score)s, “%(verdict)s”'), score=score(printed), verdict=verdict)
    return [score(printed)]


def stance(value: Stance) -> Element:
    """Label of a stance; its shape and colour come from the style sheet."""
    labels = {
        Stance.PRAISE: _('praise'),
        Stance.MIXED: _('mixed'),
        Stance.CRITICISM: _('criticism'),
    }
    return span(labels[value], 'stance', f'stance-{value.value}')


def stance_or_mention(value: Stance | None) -> Element:
    """Label of a stance, or a note without colour where a critic only names the subject."""
    return stance(value) if value else span(_('mentioned'), 'stance', 'stance-mention')


def counted_stances(tally: Tally, at: str) -> list[Element]:
    """Labels of the stances in a tally, each with its count; the data has the tally there."""
    counts = zip(Stance, (tally.praise, tally.mixed, tally.criticism), strict=True)
    labels = {
        Stance.PRAISE: counted_noop('%(count)d praise'),
        Stance.MIXED: counted_noop('%(count)d mixed'),
        Stance.CRITICISM: counted_noop('%(count)d criticism'),
    }
    return [
        Element(
            'inline',
            phrase(counted(labels[value], count), count=data_number(count, below(at, value.value))),
            ('stance', f'stance-{value.value}'),
        )
        for value, count in counts
        if count
    ]


def tally_label(tally: Tally, at: str) -> list[Piece]:
    """A tally in words: `k praise, m mixed, n criticise`; the data has it there."""
    return phrase(
        _('%(praise)d praise, %(mixed)d mixed, %(criticism)d criticise'),
        praise=data_number(tally.praise, below(at, 'praise')),
        mixed=data_number(tally.mixed, below(at, 'mixed')),
        criticism=data_number(tally.criticism, below(at, 'criticism')),
    )


def quotation(text: str, language: str) -> Element:
    """Inline quotation, in another language than that of the page, or '' for that."""
    words: Piece = foreign(text, language) if language else text
    return Element('inline', phrase(_('“%(words)s”'), words=words), ('quote',))


def statement_list(rows: Iterable[tuple[Pieces, Statement, str]], *classes: str) -> list[Element]:
    """Definition list of statements: a label and the stance, then summary and quotations.

    Each row is a label, a statement, and an anchor, which may be empty. No rows give no list.
    """
    items = [
        definition(_term(label, row, anchor), evidence_of(row), anchor)
        for label, row, anchor in rows
    ]
    return [definitions(items, 'judgements', *classes)] if items else []


def remarks_by_critic(rows: Iterable[CriticRemarks], *classes: str) -> list[Element]:
    """Definition list of the statements of critics on one subject, which lead to their words."""
    items = [
        definition(_term(critic_link(critic), remark, '', place), evidence_of(remark, place))
        for critic, remarks in ((row.critic, row.remarks) for row in rows)
        for remark in remarks
        for place in [(critic.docname, remark.anchor)]
    ]
    return [definitions(items, 'judgements', *classes)] if items else []


def _term(
    label: Pieces, statement: Statement, anchor: str, place: tuple[str, str] | None = None
) -> list[Piece]:
    """Label of a statement, with the stance where it gives nothing away."""
    term = [*sequence(label), *([sign(anchor)] if anchor else [])]
    if statement.spoils:
        return term
    return [*term, ' ', _stance_of(statement, place)]


def _stance_of(statement: Statement, place: tuple[str, str] | None) -> Element:
    shown = stance_or_mention(statement.stance)
    return link([shown], *place) if place else shown


def evidence_of(statement: Statement, place: tuple[str, str] | None = None) -> list[Element]:
    """Summary and quotations of a statement; these lead to their place in the review, if given."""
    says: list[Piece] = [statement.says]
    if statement.spoils:
        says = [_stance_of(statement, place), ' ', *says]
    body = [para(says, classes=['says'])]
    if statement.quotes:
        quotes = [quotation(text, statement.language) for text in statement.quotes]
        linked = [link([quote], *place) for quote in quotes] if place else quotes
        body.append(para(joined(linked, ' '), classes=['quotes']))
    return guarded(statement.spoils, body)


def name_in(text: str, language: str) -> Element:
    """A name or title in another language, beside the one of the page."""
    return Element('inline', [foreign(text, language)], ('wiki-original',))


def drafted(title: Sequence[Piece], *, draft: bool) -> Sequence[Piece]:
    """Title of a page in a list, marked where it is a draft."""
    return phrase(_('%(page)s (draft)'), page=title) if draft else title


def episode_link(place: EpisodePlace, episode: Ref | None) -> Piece:
    """Link to an episode by number and title; the number alone where it has no page."""
    if episode is None:
        return str(place)
    return link(numbered_title(place, episode.text), episode.docname)


def numbered_title(place: EpisodePlace, title: str) -> str:
    """Number and title of an episode; a special that is called by its name has that alone."""
    if place.name == title:
        return title
    return _('%(number)s. %(title)s') % {'number': place, 'title': title}


def episode_title(place: EpisodePlace) -> str:
    """An episode in words, as a title: `Episode 3`; `Season 2, episode 3`; `Episodes 6–7`."""
    if place.name:
        return place.name
    if place.season:
        season = place.title or _('Season %(number)s') % {'number': place.season}
        return _('%(season)s, %(episode)s') % {'season': season, 'episode': _within(place)}
    if place.last:
        return _('Episodes %(numbers)s') % {'numbers': place}
    return _('Episode %(number)s') % {'number': place}


def episode_words(place: EpisodePlace) -> str:
    """An episode in words, within a sentence: `episode 3`; `season 2, episode 3`."""
    if place.name:
        return place.name
    if place.season:
        season = place.title or _('season %(number)s') % {'number': place.season}
        return _('%(season)s, %(episode)s') % {'season': season, 'episode': _within(place)}
    return _within(place)


def _within(place: EpisodePlace) -> str:
    """An episode by its number in the season."""
    if place.last:
        numbers = f'{place.within}–{place.last}'
        return _('episodes %(numbers)s') % {'numbers': numbers}
    number = place.within or str(place)
    return _('episode %(number)s') % {'number': number}


def spoiler_title(place: EpisodePlace) -> str:
    """Title of a closed spoiler block: the episode and nothing else."""
    return _('Spoiler: %(episode)s') % {'episode': episode_words(place)}


def plot_title(place: EpisodePlace) -> str:
    """Title of the folded plot of an episode on its own page."""
    return _('What happens in %(episode)s') % {'episode': episode_words(place)}


def draft_note() -> Element:
    """Note on a draft page."""
    return para(_('This page is a draft and counts nowhere.'), classes=['draft'])


def fact_box(title: str, fields: list[Element], *, draft: bool) -> Element:
    """Sidebar with a field list."""
    body = [draft_note()] if draft else []
    if fields:
        body.append(Element('fields', fields))
    return Element('sidebar', body, ('wiki-facts', NO_SEARCH), title)


def confidence_note(confidence: Confidence) -> list[Piece]:
    """Note on the confidence of a fact; empty where it is confirmed."""
    if confidence is Confidence.CONFIRMED:
        return []
    labels = {
        Confidence.ONE_SOURCE: _('one source'),
        Confidence.SOURCE_REVIEW_ONLY: _('source review only'),
    }
    return [' ', span(labels[confidence], 'known')]


def date_text(iso: str) -> str:
    """A date as far as it is known, with the month in letters."""
    date = PartialDate.parse(iso)
    if not date.month:
        return str(date)
    values = {'day': date.day, 'month': month_name(date.month), 'year': date.year}
    template = _('%(day)d %(month)s %(year)d') if date.is_whole else _('%(month)s %(year)d')
    return template % values
