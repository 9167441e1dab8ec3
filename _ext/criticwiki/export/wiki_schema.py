"""JSON Schema of `wiki.json`, maintained by hand."""

from __future__ import annotations

from typing import Any, TypeAlias

from criticwiki.model.judgements import Confidence, Stance
from criticwiki.model.works import WorkKind

from .wiki_data import VERSION

Schema: TypeAlias = 'dict[str, Any]'
Property: TypeAlias = 'tuple[Schema, str]'
"""Schema and description of a property."""

SCHEMA_FILE = 'wiki.schema.json'

_TEXT: Schema = {'type': 'string'}
_TEXT_OR_NULL: Schema = {'type': ['string', 'null']}
_COUNT: Schema = {'type': 'integer', 'minimum': 0}
_YES_OR_NO: Schema = {'type': 'boolean'}
_COMMON: Schema = {'type': ['number', 'null'], 'minimum': 0, 'maximum': 100}
_COMMON_NUMBER: Schema = {**_COMMON, 'type': 'number'}
_NUMBER: Schema = {'type': 'number'}
_NUMBER_OR_NULL: Schema = {'type': ['number', 'null']}
_EPISODE: Schema = {'type': 'number', 'minimum': 0}
_EPISODE_OR_NULL: Schema = {'type': ['number', 'null'], 'minimum': 0}
_SPOILS: Property = (
    {'type': ['number', 'null'], 'minimum': 1},
    'The episode that the words give away; null for none.',
)
_STANCE: Schema = {'enum': [stance.value for stance in Stance]}


def _object(**properties: Property) -> Schema:
    return {
        'type': 'object',
        'properties': _described(properties),
        'required': list(properties),
        'additionalProperties': False,
    }


def _described(properties: dict[str, Property]) -> Schema:
    return {name: {'description': text, **schema} for name, (schema, text) in properties.items()}


def _map(values: Schema) -> Schema:
    return {'type': 'object', 'additionalProperties': values}


def _list(items: Schema) -> Schema:
    return {'type': 'array', 'items': items}


def _or_null(schema: Schema) -> Schema:
    return {'anyOf': [schema, {'type': 'null'}]}


_FIELDS: Property = (
    _map({'type': ['string', 'number', 'boolean', 'array', 'null'], 'items': _TEXT}),
    'Fields that the wiki declares itself, by name.',
)
_CONFIDENCE: Property = (
    _map({'enum': [confidence.value for confidence in Confidence]}),
    'How sure facts are, by the name of the fact; those that are not listed are confirmed.',
)
_SUMMARY: Property = (_TEXT_OR_NULL, 'A sentence that gives nothing away.')
_PRINTED = _object(
    printed=(_TEXT, 'The score as the critic prints it.'),
    common=(_COMMON_NUMBER, 'The score on 0 to 100.'),
)
_PASSAGE: dict[str, Property] = {
    'says': (_TEXT, 'What the critic says, in the words of the editors.'),
    'quotes': (_list(_TEXT), 'Phrases of the critic, exactly as they stand in the review.'),
    'spoils': _SPOILS,
}
_JUDGED = _object(stance=(_STANCE, 'What the critic holds.'), **_PASSAGE)
_SAID = _object(
    stance=(
        {'enum': [*_STANCE['enum'], None]},
        'What the critic holds; null where the subject is only named.',
    ),
    **_PASSAGE,
)
_STANCES: dict[str, Property] = {
    'praise': (_COUNT, 'How many praise it.'),
    'mixed': (_COUNT, 'How many are mixed.'),
    'criticism': (_COUNT, 'How many criticise it.'),
}
_FIGURES: dict[str, Property] = {
    'count': (_COUNT, 'Number of scores.'),
    'mean': (_NUMBER, 'Mean of the scores, on the scale whose best value `best` is.'),
    'median': (_NUMBER, 'Median of the scores.'),
    'low': (_NUMBER, 'The lowest score.'),
    'high': (_NUMBER, 'The highest score.'),
    'best': (_NUMBER, 'The best value of the scale: the one that all scores share, else 100.'),
}
_BINS: Property = (
    _map(_COUNT),
    'Number of scores in each range of a histogram, by the least of the range: 60 to 69 is 60.',
)


def wiki_schema(base: str = '') -> Schema:
    """JSON Schema, draft 2020-12, of the data that `wiki_data` exports.

    Its id is its address, where the address of the site is known.
    """
    return {
        '$schema': 'https://json-schema.org/draft/2020-12/schema',
        '$id': f'{base}data/{SCHEMA_FILE}' if base else f'urn:criticwiki:{SCHEMA_FILE}:{VERSION}',
        'title': 'Data of a review wiki',
        'description': 'All facts, scores, statistics and judgements that the pages show.'
        ' Statistics are rounded as on the pages, which point to their values here.',
        **_object(
            **{'$schema': (_TEXT, 'Address of this schema, relative to the data.')},
            version=({'const': VERSION}, 'Version of the format.'),
            site=(_TEXT_OR_NULL, 'Address of the web site; null where it is not known.'),
            license=(_TEXT_OR_NULL, 'Address of the licence of the texts; null without one.'),
            series=(_or_null(_series()), 'The work that the wiki is about.'),
            consensus=(_consensus(), 'What the critics hold together.'),
            critics=(_map(_critic()), 'Every critic who is counted, by a key of their name.'),
            bylines=(_map(_byline()), 'Authors and outlets of all reviews, by name.'),
            unpaged=(_map(_unpaged()), 'Episodes with a score and without a page, by number.'),
            episodes=(_map(_episode()), 'The episodes, by the id of the page.'),
            characters=(_map(_character()), 'The characters, by the id of the page.'),
            reviews=(_map(_review()), 'The reviews, by the id of the page.'),
        ),
    }


def _series() -> Schema:
    season = _object(
        title=(_TEXT_OR_NULL, 'Title of its own; null without one.'),
        episodes=({'type': 'integer', 'minimum': 1}, 'Number of its episodes.'),
    )
    aspect = _object(
        means=(_TEXT, 'The line that editors judge by.'),
        needs=(_EPISODE_OR_NULL, 'The episode that a critic must have seen to judge it.'),
    )
    return _object(
        title=(_TEXT, 'Title of the work.'),
        kind=({'enum': [kind.value for kind in WorkKind]}, 'What kind of work it is.'),
        episodes=(_COUNT, 'Number of episodes, or of parts; 0 where it has none.'),
        seasons=(_list(season), 'The seasons, in order.'),
        specials=(_map(_EPISODE), 'Numbers of the specials, by name.'),
        summary=_SUMMARY,
        fields=_FIELDS,
        audience=(_list(_audience()), 'Scores by audiences, which count nowhere.'),
        aspects=(_map(aspect), 'What the wiki has reviews judged by, by name.'),
        groups=(_list(_TEXT), 'Groups of characters, in order.'),
    )


def _audience() -> Schema:
    return _object(
        source=(_TEXT, 'The site whose visitors gave the score.'),
        printed=(_TEXT, 'The score as the site prints it.'),
        common=(_COMMON_NUMBER, 'The score on 0 to 100.'),
        votes=({'type': ['integer', 'null'], 'minimum': 1}, 'Number of votes; null if not stated.'),
        date=(_TEXT, 'The day on which it stood there.'),
        url=(_TEXT_OR_NULL, 'Address of the page with the score.'),
    )


def _consensus() -> Schema:
    """The consensus on the series, and on each season where there are several."""
    whole = _consensus_on()
    seasons = {'description': 'The same for each season, by number.', **_map(whole)}
    return {
        **whole,
        'properties': {**whole['properties'], 'seasons': seasons},
        'required': [*whole['required'], 'seasons'],
    }


def _consensus_on() -> Schema:
    cell = {'enum': [*_STANCE['enum'], 'not discussed', 'out of scope']}
    agreed = _object(
        praised=(_list(_TEXT), 'Aspects that critics agree in praising.'),
        criticised=(_list(_TEXT), 'Aspects that critics agree in criticising.'),
    )
    return _object(
        verdict=(_TEXT_OR_NULL, 'What the critics hold, in the words of the editors.'),
        mean=(_COMMON, 'Mean of the printed scores for the whole, on 0 to 100.'),
        median=(_COMMON, 'Their median.'),
        low=(_COMMON, 'The lowest of them.'),
        high=(_COMMON, 'The highest of them.'),
        scored=(_COUNT, 'Number of critics who print a score for the whole.'),
        critics=(_COUNT, 'Number of critics.'),
        reviews=(_COUNT, 'Number of reviews, also of those that another one replaces.'),
        provisional=(_YES_OR_NO, 'Whether so few print a score that the mean says little.'),
        scores=(_map(_exact_score()), 'The scores for the whole, by review.'),
        bins=_BINS,
        unscored=(_list(_TEXT), 'Reviews of the critics who print no score for the whole.'),
        unscored_critics=(_COUNT, 'Number of these critics.'),
        without=(
            _map(_object(mean=(_COMMON, 'Mean of all other scores; null if there is no other.'))),
            'The mean without one critic, by the review that the critic is taken out with.',
        ),
        without_any=(
            _object(
                low=(_COMMON, 'The lowest mean without any one critic.'),
                high=(_COMMON, 'The highest mean without any one critic.'),
            ),
            'Between which the mean lies when one critic is taken out.',
        ),
        without_others=(
            _or_null(
                _object(
                    count=(_COUNT, 'Number of these critics.'),
                    most=(_NUMBER, 'By how much the mean moves at most without one of them.'),
                )
            ),
            'Critics of little weight, whom the page only counts; null where it names all.',
        ),
        aspects=(_map(_tally()), 'How many critics hold what, by aspect.'),
        agreed=(agreed, 'The aspects of high agreement.'),
        splits=(_list(_TEXT), 'Aspects that some praise and others criticise, the widest first.'),
        split=(_or_null(_split()), 'The widest split, with a critic of each side.'),
        matrix=(_map(_map(cell)), 'What each critic holds on each aspect, by aspect and review.'),
        without_stance=(_COUNT, 'Number of critics who hold nothing on any aspect.'),
        compared=(
            _or_null(_compared()),
            'The episodes that early reviews saw, beside the rest; null without an early review.',
        ),
        episode_mean=(
            _COMMON,
            'Mean of all printed scores of episodes; null unless two critics print some.',
        ),
        episode_scores=(
            _map(_object(**_FIGURES, trend=_TREND)),
            'Statistics of the episode scores of each critic with two or more, by review.',
        ),
        elsewhere=(_elsewhere(), 'What the rules of aggregators make of the same reviews.'),
    )


def _exact_score() -> Schema:
    return _object(
        printed=(_TEXT, 'The score as the critic prints it.'),
        common=(_COMMON_NUMBER, 'The score on 0 to 100.'),
        exact=(_COMMON_NUMBER, 'The same, not rounded.'),
    )


def _tally() -> Schema:
    otherwise = _object(
        praise=(_COUNT, 'How many of those who discuss it do not praise it.'),
        criticism=(_COUNT, 'How many of those who discuss it do not criticise it.'),
    )
    return _object(
        **_STANCES,
        discussing=(_COUNT, 'How many discuss it.'),
        in_scope=(_COUNT, 'How many had seen enough to judge it.'),
        evidence=(
            {'enum': ['none', 'single', 'limited', 'medium', 'robust']},
            'Grade of the number of critics who discuss it.',
        ),
        agreement=(
            {'enum': ['high', 'medium', 'low', None]},
            'Grade of agreement among those who judged the same episodes; null below two.',
        ),
        same_episodes=(_COUNT, 'How many of them judged the same episodes: the largest group.'),
        silent=(_COUNT, 'How many had seen enough and say nothing of it.'),
        out_of_scope=(_COUNT, 'How many had not seen enough.'),
        otherwise=(otherwise, 'How many who discuss it hold something else than one stance.'),
    )


def _split() -> Schema:
    voice = _object(
        critic=(_TEXT, 'The review of the critic.'),
        quote=(_TEXT_OR_NULL, 'A phrase of the critic.'),
        says=(_TEXT, 'What the critic says, in the words of the editors.'),
        spoils=_SPOILS,
    )
    return _object(
        aspect=(_TEXT, 'The aspect.'),
        praise=(voice, 'A critic who praises it.'),
        criticism=(voice, 'A critic who criticises it.'),
    )


def _compared() -> Schema:
    part = _object(
        early=(_object(**_FIGURES), "The critic's scores of the early episodes."),
        rest=(_object(**_FIGURES), "The critic's scores of the rest."),
    )
    return _object(
        early=(_TEXT, 'The episodes that early reviews cover.'),
        rest=(_TEXT, 'The other episodes.'),
        early_critics=(_COUNT, 'Number of critics who had seen less than the season.'),
        critics=(_map(part), 'Critics who score episodes of both, by review.'),
    )


def _elsewhere() -> Schema:
    needed: Property = (_COUNT, 'Fewest reviews or scores for the figure.')
    bounds: dict[str, Property] = {
        'low': (_COMMON, 'The least that the rule allows; null with too few reviews.'),
        'high': (_COMMON, 'The most that the rule allows.'),
    }
    share = _object(
        positive=(_COUNT, 'Number of positive reviews.'),
        negative=(_COUNT, 'Number of negative reviews.'),
        undecided=(_COUNT, 'Number of reviews that count both ways.'),
        needed=needed,
        **bounds,
    )
    imputed = _object(
        printed=(_COUNT, 'Number of printed scores.'),
        imputed=(_COUNT, 'Number of scores that are imputed.'),
        needed=needed,
        **bounds,
    )
    printed = _object(
        printed=(_COUNT, 'Number of printed scores.'),
        needed=needed,
        mean=(_COMMON, 'Their mean.'),
        recommended=(_object(**bounds), 'Per cent of the scores that recommend.'),
        recommending=(
            _object(
                low=(_COUNT, 'Number of scores from the higher threshold up.'),
                high=(_COUNT, 'Number of scores from the lower threshold up.'),
            ),
            'Number of the scores that recommend.',
        ),
    )
    unscored = _object(**_STANCES, unjudged=(_COUNT, 'How many judge no aspect.'))
    return _object(
        reviews=(_COUNT, 'Number of reviews: one for each critic and outlet.'),
        unscored=(unscored, 'Those without a score, by what most of their stances are.'),
        positive_share=(share, 'The share of positive reviews, in per cent.'),
        imputed_mean=(imputed, 'The mean in which every review has a score.'),
        printed_mean=(printed, 'The mean of printed scores, and the share that recommends.'),
    )


def _scores_of_episode() -> dict[str, Property]:
    score = _object(
        printed=(_TEXT, 'The score as the critic prints it.'),
        common=(_COMMON_NUMBER, 'The score on 0 to 100.'),
        shared=(
            _or_null(_list(_EPISODE)),
            'The two episodes that it is for; null for a score of this episode alone.',
        ),
    )
    spread = _object(
        count=(_COUNT, 'Number of scores.'),
        mean=(_COMMON_NUMBER, 'Their mean; of a single score, that score.'),
        low=(_COMMON_NUMBER, 'The lowest.'),
        high=(_COMMON_NUMBER, 'The highest.'),
    )
    return {
        'scores': (_map(score), 'Printed scores, by review.'),
        'mean': (_COMMON, 'Mean of two scores or more, on 0 to 100.'),
        'spread': (_or_null(spread), 'Statistics of the scores on 0 to 100; null without one.'),
    }


_COVERING: Property = (_COUNT, 'Number of reviews that cover it.')


def _unpaged() -> Schema:
    return _object(reviews=_COVERING, **_scores_of_episode())


def _episode() -> Schema:
    place = _object(
        first=(_COUNT, 'Its place, the best being 1.'),
        last=(_COUNT, 'The last place of those with the same score.'),
        scored=(_COUNT, 'Number of episodes of the season with a score.'),
        all=(_YES_OR_NO, 'Whether these are all episodes of the season.'),
    )
    outlook = _object(
        critics=(_COUNT, 'Number of critics with enough scores on both sides.'),
        best=(_NUMBER, 'The best value of the scale of both means.'),
        before=(_NUMBER, 'Mean of the scores up to the episode.'),
        after=(_NUMBER, 'Mean of the scores after it.'),
        until=(_EPISODE, 'The last episode that the later scores are about.'),
    )
    return _object(
        number=(_EPISODE, 'Its number through the series; a special has decimals.'),
        numbers=(_list(_EPISODE), 'All numbers of a page about several episodes.'),
        title=(_TEXT, 'Its title.'),
        title_ja=(_TEXT_OR_NULL, 'Its Japanese title.'),
        titles=(_map(_TEXT_OR_NULL), 'Its titles in other languages, by code.'),
        aired=(_TEXT_OR_NULL, 'When it was first shown: a day, a month or a year.'),
        director=(_list(_TEXT), 'Who directed it.'),
        storyboard=(_list(_TEXT), 'Who drew the storyboard.'),
        script=(_list(_TEXT), 'Who wrote the script.'),
        confidence=_CONFIDENCE,
        fields=_FIELDS,
        summary=_SUMMARY,
        covered_by=(_list(_TEXT), 'The reviews that cover it.'),
        reviewed_by=(
            _map(_list(_EPISODE)),
            'The reviews that are about one or two episodes, each with these.',
        ),
        reviews=_COVERING,
        critics=(_COUNT, 'Number of critics whose reviews cover it.'),
        speaking=(_COUNT, 'Number of critics who say something of it in particular.'),
        **_scores_of_episode(),
        place=(_or_null(place), 'Its place by score in its season; null with nothing to compare.'),
        outlook=(_or_null(outlook), 'What the same critics give up to it, and after it.'),
        audience=(_list(_audience()), 'Scores by audiences, which count nowhere.'),
        said=(_map(_list(_SAID)), 'What critics say of it, by review.'),
        cast=(_list(_TEXT), 'Characters who appear in it.'),
    )


def _character() -> Schema:
    revealed = {
        'type': 'object',
        'properties': _described(
            {
                'episode': (_EPISODE, 'The episode that reveals the fact.'),
                'kind': (_TEXT, 'What the character is.'),
                'alias': (_TEXT, 'Another name.'),
                'fact': (_TEXT, 'The fact, in a sentence.'),
                'appears_in': (_list(_EPISODE), 'Episodes in which the character appears.'),
            }
        ),
        'required': ['episode'],
        'additionalProperties': False,
    }
    return _object(
        name=(_TEXT, 'The name.'),
        name_ja=(_TEXT_OR_NULL, 'The name in Japanese.'),
        names=(_map(_TEXT_OR_NULL), 'The name in other languages, by code.'),
        aliases=(_list(_TEXT), 'Other names.'),
        misspellings=(_list(_TEXT), 'Other spellings that sources use.'),
        kind=(_TEXT_OR_NULL, 'What the character is.'),
        group=(_TEXT_OR_NULL, 'The group in which the wiki lists the character.'),
        voices=(_map(_list(_TEXT)), 'Who speaks the character, by code of the language.'),
        appears_in=(_list(_EPISODE), 'Episodes in which sources place the character.'),
        revealed=(_list(revealed), 'Facts that an episode reveals.'),
        confidence=_CONFIDENCE,
        fields=_FIELDS,
        summary=_SUMMARY,
        said=(_map(_list(_SAID)), 'What critics say of the character, by review.'),
        stances=(_object(**_STANCES), 'Critics by what they hold, without what gives away.'),
    )


_TREND: Property = (
    _or_null(
        _object(
            tau=({'type': 'number', 'minimum': -1, 'maximum': 1}, "Kendall's tau-b."),
            p=({'type': 'number', 'minimum': 0, 'maximum': 1}, 'Two-sided p-value.'),
            significant=(_YES_OR_NO, 'Whether a trend may be claimed.'),
        )
    ),
    'Whether the scores rise or fall; null with too few.',
)


def _critic() -> Schema:
    distance = _object(
        episodes=(_COUNT, 'Number of episodes that others score too.'),
        mean=(_NUMBER, 'Mean of the differences, on 0 to 100; negative for a harsher critic.'),
        points=(_NUMBER, 'The same without its sign.'),
    )
    return _object(
        name=(_TEXT_OR_NULL, 'The name as a byline prints it.'),
        names=(_list(_TEXT), 'The names of authors who write together.'),
        reviews=(_list(_TEXT), 'All reviews of the critic.'),
        counted=(_list(_TEXT), 'Those that count.'),
        score=(_or_null(_PRINTED), 'The score for the whole.'),
        scores=(_or_null(_object(**_FIGURES)), 'Statistics of the scores of the reviews.'),
        episodes=(
            _or_null(_object(**_FIGURES, trend=_TREND)),
            'Statistics of the scores of episodes; null for fewer than two.',
        ),
        distance=(_or_null(distance), 'How far the scores are from those of other critics.'),
    )


def _byline() -> Schema:
    binned = _or_null(_object(**_FIGURES, bins=_BINS))
    return _object(
        reviews=(_COUNT, 'Number of reviews with the name.'),
        critics=(_COUNT, 'Number of critics whose reviews these are.'),
        scores=(binned, 'Statistics of the scores of these reviews on 0 to 100.'),
        episodes=(binned, 'Statistics of their scores of episodes on 0 to 100.'),
        aspects=(_map(_object(**_STANCES)), 'How many of the reviews hold what, by aspect.'),
    )


def _arithmetic() -> Schema:
    return _or_null(
        _object(
            count=(_COUNT, 'Number of scores.'),
            mean=(_NUMBER, 'Their mean, on the scale that they share, else on 0 to 100.'),
            best=(_NUMBER, 'The best value of that scale.'),
            sum=(_NUMBER_OR_NULL, 'Their sum; null for categories, and for several scales.'),
            median=(_NUMBER_OR_NULL, 'Their median, likewise.'),
            on_verdict_scale=(
                _NUMBER_OR_NULL,
                'The mean on the scale of the score of the whole, where that is another.',
            ),
            verdict_best=(_NUMBER_OR_NULL, 'The best value of that other scale.'),
            matches=(
                {'type': ['boolean', 'null']},
                'Whether the exact mean is the score of the whole; null without that score.',
            ),
        )
    )


def _review() -> Schema:
    silent = _object(
        stance=({'type': 'null'}, 'Null, since the critic holds nothing.'),
        why=({'enum': ['not discussed', 'out of scope']}, 'Why the critic holds nothing.'),
    )
    episodes = _object(
        **_FIGURES,
        trend=_TREND,
        sum=(_NUMBER_OR_NULL, 'Sum of the scores, where they share a scale.'),
        on_verdict_scale=(_NUMBER_OR_NULL, 'Their mean on the scale of the score of the whole.'),
    )
    arithmetic = _object(
        categories=(_arithmetic(), 'Of the scores of categories; null for fewer than two.'),
        episodes=(_arithmetic(), 'Of the scores of episodes; null for fewer than two.'),
    )
    return _object(
        headline=(_TEXT, 'The headline.'),
        label=(_TEXT_OR_NULL, 'A short name, where the critic has none.'),
        outlet=(_TEXT_OR_NULL, 'Where it was published.'),
        author=(_TEXT_OR_NULL, 'The authors, in one text.'),
        authors=(_list(_TEXT), 'The authors.'),
        critic=(_TEXT_OR_NULL, 'The authors or, without one, the outlet.'),
        url=(_TEXT_OR_NULL, 'Address of the review.'),
        published=(_TEXT_OR_NULL, 'When it was published: a day, a month or a year.'),
        replaces=(_TEXT_OR_NULL, 'An earlier review of the critic, which counts no more.'),
        counted=(_YES_OR_NO, 'Whether it counts: no other review replaces it.'),
        language=(_TEXT_OR_NULL, 'Language of the review, where it is not that of the wiki.'),
        covers=(_list(_EPISODE), 'The episodes that the critic had seen.'),
        covers_basis=({'enum': ['stated', 'inferred']}, 'Whether the review states them.'),
        access=(_TEXT_OR_NULL, 'How the critic had seen it.'),
        score=(_or_null(_PRINTED), 'The score of the whole; null where none is printed.'),
        scale=(_TEXT_OR_NULL, 'The scale of its scores, where it is stated.'),
        verdict=(_TEXT_OR_NULL, 'A word that is printed with the score.'),
        categories=(_map(_PRINTED), "Scores of categories, by the critic's own names."),
        category_mean=(_NUMBER_OR_NULL, 'Mean of these scores.'),
        episode_scores=(_map(_PRINTED), 'Scores of episodes, by number.'),
        arithmetic=(arithmetic, 'Means of these scores, beside the score of the whole.'),
        episodes=(_or_null(episodes), 'Statistics of the scores of episodes.'),
        aspects=(_map({'anyOf': [_JUDGED, silent]}), 'What the critic holds on each aspect.'),
        fields=_FIELDS,
        summary=_SUMMARY,
    )
