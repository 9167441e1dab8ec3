"""Data files of a web site, each written only where its content changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .domain import wiki_of
from .output import DATA_FOLDER, writes_data

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.application import Sphinx

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.export.atom import Site


@dataclass(slots=True)
class DataFiles:
    """What is known of the data files before they are written, and after."""

    settled: bool = False
    """Whether they are what they would be now."""
    stale: Collection[str] | None = None
    """Pages of which they may tell something else now; None for all."""
    digest: str = ''
    """Of the text of `wiki.json`, as it was written."""


WIKI: Final = 'wiki.json'
FEED: Final = 'reviews.atom'
_FRONT_MATTER: Final = 'front-matter.schema.json'
_FILES: Final = (WIKI, 'wiki.schema.json', _FRONT_MATTER, 'scores.csv', FEED)


def write_data(app: Sphinx, exception: Exception | None) -> None:
    """Write the data files."""
    if exception is not None or not writes_data(app.builder):
        return
    domain = wiki_of(app.env)
    known = domain.data_files = domain.data_files or DataFiles()
    folder = Path(app.outdir, DATA_FOLDER)
    if known.settled and all((folder / name).exists() for name in _FILES):
        return
    folder.mkdir(parents=True, exist_ok=True)
    _write(domain.corpus, known, folder, _site(app))


def _write(corpus: Corpus, known: DataFiles, folder: Path, site: Site) -> None:
    from criticwiki.export.atom import reviews_atom
    from criticwiki.export.wiki_data import as_json, fragments_in, scores_csv, wiki_json
    from criticwiki.export.wiki_schema import wiki_schema
    from criticwiki.model.json_schema import front_matter_schema

    before = {name: _text(folder / name) for name in _FILES}
    kept = {}
    if known.stale is not None and _digest(before[WIKI]) == known.digest:
        kept = fragments_in(before[WIKI], known.stale)
    files = {
        WIKI: wiki_json(corpus, kept),
        'wiki.schema.json': as_json(wiki_schema()),
        'scores.csv': scores_csv(corpus),
        FEED: reviews_atom(corpus, site),
        _FRONT_MATTER: as_json(front_matter_schema(None, corpus.notations)),
    }
    for name, text in files.items():
        if before[name] != text:
            (folder / name).write_text(text, 'utf-8', newline='\n')
    known.digest = _digest(files[WIKI])


def _site(app: Sphinx) -> Site:
    """What the feed has to know: absolute addresses where that of the site is known."""
    from criticwiki.export.atom import Site

    config, builder = app.config, app.builder
    base = config.html_baseurl and f'{config.html_baseurl.rstrip("/")}/'

    def address(docname: str) -> str:
        target = builder.get_target_uri(docname or config.root_doc)
        if target.startswith('#'):  # all pages are one
            target = f'{config.root_doc}{getattr(builder, "out_suffix", "")}{target}'
        return f'{base or "../"}{target}'

    own = f'{base}{DATA_FOLDER}/{FEED}' if base else ''
    language = (config.language or 'en').replace('_', '-')
    return Site(config.html_title, config.author, language, address, own)


def _text(file: Path) -> str:
    try:
        return file.read_text('utf-8')
    except (OSError, ValueError):
        return ''


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def setup_data_files(app: Sphinx) -> None:
    """Connect to the end of a build, before it is recorded."""
    app.connect('build-finished', write_data, priority=400)
