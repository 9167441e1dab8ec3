"""The memory of a build does not grow with the wiki."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wiki_build import PLAIN

from .many import REVIEWS, many

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

COUNT = """
import gc, json
from pathlib import Path
from docutils import nodes

def alive(app):
    gc.unfreeze()
    gc.collect()
    found = [one for one in gc.get_objects() if type(one) is nodes.document]
    return len(found), len(app.env._pickled_doctree_cache)

def setup(app):
    seen = {}
    def read(app, env):
        seen['read'] = alive(app)
        return []
    def written(app):
        seen['written'] = alive(app)
        Path(app.outdir, 'alive.json').write_text(json.dumps(seen))
        return []
    app.connect('env-updated', read, priority=999)
    app.connect('html-collect-pages', written)
"""

COLLECTOR = """
import gc, json
from pathlib import Path

def state():
    return gc.get_threshold(), gc.isenabled()

def setup(app):
    before = state()
    def note(app, error):
        Path(app.outdir, 'collector.json').write_text(json.dumps([before, state()]))
    app.connect('build-finished', note, priority=1000)
"""


def test_documents_are_let_go(wiki: Callable[..., Build]) -> None:
    conf = ''.join(f'{key} = {value!r}\n' for key, value in PLAIN.items()) + COUNT
    made = wiki(many() | {'conf.py': conf})
    alive = json.loads(made.text('alive.json'))
    few = REVIEWS // 10
    assert alive['read'][0] < few
    assert alive['written'][0] < few
    assert alive['written'][1] == 0


def test_the_collector_is_left_as_it_was(wiki: Callable[..., Build]) -> None:
    conf = ''.join(f'{key} = {value!r}\n' for key, value in PLAIN.items()) + COLLECTOR
    made = wiki(many() | {'conf.py': conf})
    before, after = json.loads(made.text('collector.json'))
    assert before == after
    assert after[1]
