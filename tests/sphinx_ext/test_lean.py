"""The memory of a build does not grow with the wiki."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from wiki_build import PLAIN

from .many import REVIEWS, many

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

CONF = """
import gc, json
from pathlib import Path
from docutils import nodes

def alive(app):
    gc.unfreeze()
    gc.collect()
    found = [one for one in gc.get_objects() if type(one) is nodes.document]
    return len(found), len(app.env._pickled_doctree_cache)

def state():
    return gc.get_threshold(), gc.isenabled()

def setup(app):
    seen = {}
    before = state()
    def read(app, env):
        seen['read'] = alive(app)
        return []
    def written(app):
        seen['written'] = alive(app)
        return []
    def note(app, error):
        seen['collector'] = before, state()
        Path(app.outdir, 'seen.json').write_text(json.dumps(seen))
    app.connect('env-updated', read, priority=999)
    app.connect('html-collect-pages', written)
    app.connect('build-finished', note, priority=1000)
"""


@pytest.fixture(scope='module')
def seen(wiki: Callable[..., Build]) -> Any:
    """What a build of many pages holds in memory, and how it leaves the collector."""
    conf = ''.join(f'{key} = {value!r}\n' for key, value in PLAIN.items()) + CONF
    return json.loads(wiki(many() | {'conf.py': conf}).text('seen.json'))


def test_documents_are_let_go(seen: Any) -> None:
    few = REVIEWS // 10
    assert seen['read'][0] < few
    assert seen['written'][0] < few
    assert seen['written'][1] == 0


def test_the_collector_is_left_as_it_was(seen: Any) -> None:
    before, after = seen['collector']
    assert before == after
    assert after[1]
