"""Data files of a web site, each written only where its content changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from . import lazy
from .domain import wiki_of
from .output import DATA_FOLDER, DataFiles, site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.export.metadata import FeedInfo


WIKI: Final = 'wiki.json'
FEED: Final = 'reviews.atom'
_FRONT_MATTER: Final = 'front-matter.schema.json'
_FILES: Final = (WIKI, 'wiki.schema.json', _FRONT_MATTER, 'scores.csv', FEED)


def write_data(app: Sphinx, exception: Exception | None) -> None:
    """Handler of `build-finished`: write the data files that have changed."""
    site = site_of(app.env)
    if exception is not None or not site.is_web:
        return
    state = site.data_files
    folder = Path(app.outdir, DATA_FOLDER)
    if state.settled and all((folder / name).exists() for name in _FILES):
        return
    folder.mkdir(parents=True, exist_ok=True)
    _write(wiki_of(app.env).corpus, state, folder, _site(app))


def _write(corpus: Corpus, state: DataFiles, folder: Path, site: FeedInfo) -> None:
    data = lazy.wiki_data
    before = {name: _text(folder / name) for name in _FILES}
    kept = {}
    if state.stale is not None and _digest(before[WIKI]) == state.digest:
        kept = data.fragments_in(before[WIKI], state.stale)
    files = {
        WIKI: data.wiki_json(corpus, kept),
        'wiki.schema.json': data.as_json(lazy.wiki_schema.wiki_schema()),
        'scores.csv': data.scores_csv(corpus),
        FEED: lazy.metadata.reviews_atom(corpus, site),
        _FRONT_MATTER: data.as_json(lazy.json_schema.front_matter_schema(None, corpus.notations)),
    }
    for name, text in files.items():
        if before[name] != text:
            (folder / name).write_text(text, 'utf-8', newline='\n')
    state.digest = _digest(files[WIKI])


def _site(app: Sphinx) -> FeedInfo:
    """Base URL and title of the site, for the feed."""
    config, builder = app.config, app.builder
    base = config.html_baseurl and f'{config.html_baseurl.rstrip("/")}/'

    def address(docname: str) -> str:
        target = builder.get_target_uri(docname or config.root_doc)
        if target.startswith('#'):  # all pages are one
            target = f'{config.root_doc}{getattr(builder, "out_suffix", "")}{target}'
        return f'{base or "../"}{target}'

    own = f'{base}{DATA_FOLDER}/{FEED}' if base else ''
    language = (config.language or 'en').replace('_', '-')
    return lazy.metadata.FeedInfo(config.html_title, config.author, language, address, own)


def _text(file: Path) -> str:
    try:
        return file.read_text('utf-8')
    except (OSError, ValueError):
        return ''


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
