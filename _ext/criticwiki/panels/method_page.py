"""How the rules are drawn: those that are computed with are those that are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .consensus_view import PROVISIONAL_BELOW
from .elements import bullets, cells, para, phrase, span, table
from .pieces import Element

if TYPE_CHECKING:
    from criticwiki.model.scores import Notations


def notations(view: Notations) -> list[Element]:
    """Letter grades and declared scales, with what each is worth on 0 to 100."""
    rows = [cells(span(word, 'score'), f'{worth:g}') for word, worth in view.letters.items()]
    made: list[Element] = [table(cells(_('Letter'), _('Of 100')), rows, 'scores', 'letters')]
    for scale in view.scales:
        if scale.steps:
            steps = [
                cells(span(word, 'score'), f'{float(worth):g}')
                for word, worth in scale.steps.items()
            ]
            made.append(table(cells(scale.name, _('Of 100')), steps, 'scores'))
        else:
            values = {'name': scale.name, 'best': f'{float(scale.best):g}', 'unit': scale.unit}
            made.append(para(_('%(name)s: out of %(best)s %(unit)s.') % values))
    return made


def rules(view: None) -> list[Element]:
    """The rules of the consensus in a few lines, and its data."""
    del view
    count = {'number': PROVISIONAL_BELOW}
    lines = [
        _('Common value: 100 × value / best of the printed score.'),
        _(
            'Headline: mean, median and range of the printed scores of reviews that cover'
            ' every episode; provisional below %(number)d. A review without a printed score is'
            ' never given one.'
        )
        % count,
        _('Evidence: 1 critic single, 2 limited, 3 or 4 medium, 5 and more robust.'),
        _(
            'Agreement, from two critics up: the share of the commonest stance is at least 0.8'
            ' for high, more than 0.5 for medium, else low.'
        ),
        _(
            'Split: the smaller of praise and criticism; the widest first, then by how many'
            ' critics discuss the aspect, then as listed.'
        ),
        _(
            'The widest split is told by one critic of each side: first those whose words give'
            ' nothing away, then those who are quoted, then who had seen most.'
        ),
        _('Out of scope: the critic had not seen the episode that the aspect needs.'),
        _('Trend: claimed only where Kendall’s tau-b is significant at 5 %.'),
        _('Figures are rounded once, halves away from zero.'),
    ]
    files = phrase(
        _('Data: %(json)s, %(csv)s.'), json=_data_link('wiki.json'), csv=_data_link('scores.csv')
    )
    return [bullets([[para(line)] for line in lines]), para(files)]


def _data_link(name: str) -> Element:
    return Element('data', [name], (), name)
