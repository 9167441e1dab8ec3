"""JSON Schema of `wiki.json`."""

from __future__ import annotations

from typing import Any

from criticwiki.model.page import Confidence, Stance
from criticwiki.model.works import WorkKind

from .wiki_data import VERSION

Schema = dict[str, Any]

_TEXT: Schema = {'type': 'string'}
_TEXT_OR_NULL: Schema = {'type': ['string', 'null']}
_COUNT: Schema = {'type': 'integer', 'minimum': 0}
_COMMON: Schema = {'type': ['number', 'null'], 'minimum': 0, 'maximum': 100}


def _object(**properties: Schema) -> Schema:
    return {
        'type': 'object',
        'properties': properties,
        'required': list(properties),
        'additionalProperties': False,
    }


def _map(values: Schema) -> Schema:
    return {'type': 'object', 'additionalProperties': values}


def _list(items: Schema) -> Schema:
    return {'type': 'array', 'items': items}


def _or_null(schema: Schema) -> Schema:
    return {'anyOf': [schema, {'type': 'null'}]}


_FIELDS = _map({'type': ['string', 'number', 'boolean', 'array', 'null'], 'items': _TEXT})
"""Fields that a wiki declares itself."""
_STANCE: Schema = {'enum': [stance.value for stance in Stance]}
_CONFIDENCE = _map({'enum': [confidence.value for confidence in Confidence]})
_PRINTED = _object(printed=_TEXT, common={**_COMMON, 'type': 'number'})
_EPISODE: Schema = {'type': 'number', 'minimum': 0}
_SPOILS: Schema = {'type': ['number', 'null'], 'minimum': 1}
_EPISODE_OR_NULL: Schema = {'type': ['number', 'null'], 'minimum': 0}
_PASSAGE = {'says': _TEXT, 'quotes': _list(_TEXT), 'spoils': _SPOILS}
_JUDGED = _object(stance=_STANCE, **_PASSAGE)
_SAID = _object(stance={'enum': [*_STANCE['enum'], None]}, **_PASSAGE)
_NUMBER: Schema = {'type': 'number'}
_FIGURES = {
    'count': _COUNT,
    'mean': _NUMBER,
    'median': _NUMBER,
    'low': _NUMBER,
    'high': _NUMBER,
    'best': _NUMBER,
}


def wiki_schema() -> Schema:
    """JSON Schema, draft 2020-12, of the data that `wiki_data` exports."""
    return {
        '$schema': 'https://json-schema.org/draft/2020-12/schema',
        'title': 'Data of a review wiki',
        **_object(
            **{'$schema': _TEXT},
            version={'const': VERSION},
            series=_or_null(_series()),
            consensus=_consensus(),
            critics=_map(_critic()),
            episodes=_map(_episode()),
            characters=_map(_character()),
            reviews=_map(_review()),
        ),
    }


def _series() -> Schema:
    count = {'type': 'integer', 'minimum': 1}
    return _object(
        title=_TEXT,
        kind={'enum': [kind.value for kind in WorkKind]},
        episodes=_COUNT,
        seasons=_list(_object(title=_TEXT_OR_NULL, episodes=count)),
        specials=_map(_EPISODE),
        summary=_TEXT_OR_NULL,
        fields=_FIELDS,
        audience=_list(_audience()),
        aspects=_map(_object(means=_TEXT, needs=_EPISODE_OR_NULL)),
        groups=_list(_TEXT),
    )


def _audience() -> Schema:
    return _object(
        source=_TEXT,
        printed=_TEXT,
        common={**_COMMON, 'type': 'number'},
        votes={'type': ['integer', 'null'], 'minimum': 1},
        date=_TEXT,
        url=_TEXT_OR_NULL,
    )


def _consensus() -> Schema:
    """The consensus on the series, and on each season where there are several."""
    whole = _consensus_on()
    return _object(**whole['properties'], seasons=_map(whole))


def _consensus_on() -> Schema:
    tally = _object(
        praise=_COUNT,
        mixed=_COUNT,
        criticism=_COUNT,
        discussing=_COUNT,
        in_scope=_COUNT,
        evidence={'enum': ['none', 'single', 'limited', 'medium', 'robust']},
        agreement={'enum': ['high', 'medium', 'low', None]},
        same_episodes=_COUNT,
    )
    cell = {'enum': [*_STANCE['enum'], 'not discussed', 'out of scope']}
    voice = _object(critic=_TEXT, quote=_TEXT_OR_NULL, says=_TEXT, spoils=_SPOILS)
    stretch = _object(early=_object(**_FIGURES), rest=_object(**_FIGURES))
    return _object(
        verdict=_TEXT_OR_NULL,
        mean=_COMMON,
        median=_COMMON,
        low=_COMMON,
        high=_COMMON,
        scored=_COUNT,
        critics=_COUNT,
        reviews=_COUNT,
        provisional={'type': 'boolean'},
        unscored=_list(_TEXT),
        without=_map(_object(mean=_COMMON)),
        aspects=_map(tally),
        agreed=_object(praised=_list(_TEXT), criticised=_list(_TEXT)),
        splits=_list(_TEXT),
        split=_or_null(_object(aspect=_TEXT, praise=voice, criticism=voice)),
        matrix=_map(_map(cell)),
        compared=_or_null(_object(early=_TEXT, rest=_TEXT, critics=_map(stretch))),
        episode_mean=_COMMON,
        elsewhere=_elsewhere(),
    )


def _elsewhere() -> Schema:
    bounds = {'low': _COMMON, 'high': _COMMON}
    share = _object(positive=_COUNT, negative=_COUNT, undecided=_COUNT, needed=_COUNT, **bounds)
    return _object(
        reviews=_COUNT,
        positive_share=share,
        imputed_mean=_object(printed=_COUNT, imputed=_COUNT, needed=_COUNT, **bounds),
        printed_mean=_object(
            printed=_COUNT, needed=_COUNT, mean=_COMMON, recommended=_object(**bounds)
        ),
    )


def _episode() -> Schema:
    return _object(
        number=_EPISODE,
        numbers=_list(_EPISODE),
        title=_TEXT,
        title_ja=_TEXT_OR_NULL,
        titles=_map(_TEXT_OR_NULL),
        aired=_TEXT_OR_NULL,
        director=_list(_TEXT),
        storyboard=_list(_TEXT),
        script=_list(_TEXT),
        confidence=_CONFIDENCE,
        fields=_FIELDS,
        summary=_TEXT_OR_NULL,
        covered_by=_list(_TEXT),
        reviewed_by=_map(_list(_EPISODE)),
        scores=_map(
            _object(
                printed=_TEXT,
                common={**_COMMON, 'type': 'number'},
                shared=_or_null(_list(_EPISODE)),
            )
        ),
        mean=_COMMON,
        place=_or_null(_object(first=_COUNT, last=_COUNT, scored=_COUNT, all={'type': 'boolean'})),
        outlook=_or_null(
            _object(critics=_COUNT, best=_NUMBER, before=_NUMBER, after=_NUMBER, until=_EPISODE)
        ),
        audience=_list(_audience()),
        said=_map(_list(_SAID)),
        cast=_list(_TEXT),
    )


def _character() -> Schema:
    revealed = {
        'type': 'object',
        'properties': {
            'episode': _EPISODE,
            'kind': _TEXT,
            'alias': _TEXT,
            'fact': _TEXT,
            'appears_in': _list(_EPISODE),
        },
        'required': ['episode'],
        'additionalProperties': False,
    }
    return _object(
        name=_TEXT,
        name_ja=_TEXT_OR_NULL,
        names=_map(_TEXT_OR_NULL),
        aliases=_list(_TEXT),
        misspellings=_list(_TEXT),
        kind=_TEXT_OR_NULL,
        group=_TEXT_OR_NULL,
        voices=_map(_list(_TEXT)),
        appears_in=_list(_EPISODE),
        revealed=_list(revealed),
        confidence=_CONFIDENCE,
        fields=_FIELDS,
        summary=_TEXT_OR_NULL,
        said=_map(_list(_SAID)),
    )


def _trend() -> Schema:
    probability = {'type': 'number', 'minimum': 0, 'maximum': 1}
    tau = {'type': 'number', 'minimum': -1, 'maximum': 1}
    return _object(tau=tau, p=probability, significant={'type': 'boolean'})


def _critic() -> Schema:
    return _object(
        name=_TEXT_OR_NULL,
        names=_list(_TEXT),
        reviews=_list(_TEXT),
        counted=_list(_TEXT),
        score=_or_null(_PRINTED),
        scores=_or_null(_object(**_FIGURES)),
        episodes=_or_null(_object(**_FIGURES, trend=_or_null(_trend()))),
        distance=_or_null(_object(episodes=_COUNT, mean=_NUMBER)),
    )


def _review() -> Schema:
    silent = _object(stance={'type': 'null'}, why={'enum': ['not discussed', 'out of scope']})
    number = {'type': ['number', 'null']}
    return _object(
        headline=_TEXT,
        label=_TEXT_OR_NULL,
        outlet=_TEXT_OR_NULL,
        author=_TEXT_OR_NULL,
        authors=_list(_TEXT),
        critic=_TEXT_OR_NULL,
        url=_TEXT_OR_NULL,
        published=_TEXT_OR_NULL,
        replaces=_TEXT_OR_NULL,
        counted={'type': 'boolean'},
        language=_TEXT_OR_NULL,
        covers=_list(_EPISODE),
        covers_basis={'enum': ['stated', 'inferred']},
        access=_TEXT_OR_NULL,
        score=_or_null(_PRINTED),
        scale=_TEXT_OR_NULL,
        verdict=_TEXT_OR_NULL,
        categories=_map(_PRINTED),
        category_mean=number,
        episodes=_or_null(
            _object(**_FIGURES, trend=_or_null(_trend()), sum=number, on_verdict_scale=number)
        ),
        aspects=_map({'anyOf': [_JUDGED, silent]}),
        fields=_FIELDS,
        summary=_TEXT_OR_NULL,
    )
