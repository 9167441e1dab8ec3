"""Data files of a web site: `wiki.json` and its schema, `scores.csv`, the feed, the sitemap."""

from __future__ import annotations

import hashlib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.sphinx_ext import lazy

from .domain import wiki_of
from .output import DATA_FOLDER, DataFilesState, base_url, remove, site_of, write_changed

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.export.metadata import WebSite

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
    _write(wiki_of(app.env).corpus, state, folder, web_site(app))


SITEMAP: Final = 'sitemap.xml'
_SITEMAP: Final = """\
<?xml version="1.0" encoding="utf-8"?>
<!-- Addresses of all pages of this wiki -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
%s</urlset>
"""


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Handler of `build-finished`: write the addresses of all pages, for search engines.

    A sitemap has full addresses, so that there is none where the address of the site is not
    known, nor for a build that search engines are kept out of. One that the wiki brings itself,
    or another extension writes, stays.
    """
    site, config = site_of(app.env), app.config
    if exception is not None or site.addresses is None or _has_own_sitemap(app):
        return
    if not config.html_baseurl or config.criticwiki_noindex:
        remove(app.outdir, SITEMAP)
        return
    base, uri_of = base_url(config), app.builder.get_target_uri
    addresses = (escape(f'{base}{uri_of(name)}') for name in _indexed(app))
    lines = [f'<url><loc>{address}</loc></url>\n' for address in addresses]
    write_changed(Path(app.outdir, SITEMAP), _SITEMAP % ''.join(lines))


def _has_own_sitemap(app: Sphinx) -> bool:
    extra = [Path(app.confdir, path) for path in app.config.html_extra_path]
    own = any(path.name == SITEMAP or (path / SITEMAP).is_file() for path in extra)
    return own or 'sphinx_sitemap' in app.extensions


def _indexed(app: Sphinx) -> list[str]:
    """Names of the pages that search engines may list, in order."""
    site, wiki = site_of(app.env), wiki_of(app.env)
    missing = app.config.notfound_pagename if 'notfound_pagename' in app.config else None
    names = {name for name in app.env.found_docs if name != missing}
    names -= {name for name, page in wiki.pages.items() if page.draft}
    for pages in (site.continuations, site.critics, site.shared_names, site.seasons):
        names.update(pages.names if pages else ())
    return sorted(names)


def _write(corpus: Corpus, state: DataFilesState, folder: Path, site: WebSite) -> None:
    data = lazy.wiki_data
    before = {name: _text(folder / name) for name in _FILES}
    is_known = state.stale is not None and _digest(before[WIKI]) == state.digest
    earlier = data.Earlier(before[WIKI] if is_known else '', state.stale or ())
    files = {
        WIKI: data.wiki_json(corpus, data.Publication(site.base, site.license), earlier),
        'wiki.schema.json': data.as_json(lazy.wiki_schema.wiki_schema(site.base)),
        'scores.csv': lazy.scores_csv.scores_csv(corpus),
        FEED: lazy.metadata.reviews_atom(corpus, site),
        _FRONT_MATTER: data.as_json(lazy.json_schema.front_matter_schema(None, corpus.context)),
    }
    for name, text in files.items():
        if before[name] != text:
            (folder / name).write_text(text, 'utf-8', newline='\n')
    state.digest = _digest(files[WIKI])


def web_site(app: Sphinx) -> WebSite:
    """The web site, as conf.py describes it."""
    config, builder = app.config, app.builder
    base = base_url(config)

    def address(docname: str) -> str:
        target = builder.get_target_uri(docname or config.root_doc)
        if target.startswith('#'):  # all pages are one
            target = f'{config.root_doc}{getattr(builder, "out_suffix", "")}{target}'
        return f'{base or "../"}{target}'

    return lazy.metadata.WebSite(
        config.html_title,
        config.author,
        (config.language or 'en').replace('_', '-'),
        address,
        base,
        config.criticwiki_license,
        f'{base}_static/{config.criticwiki_card}' if base and config.criticwiki_card else '',
    )


def _text(file: Path) -> str:
    try:
        return file.read_text('utf-8')
    except (OSError, ValueError):
        return ''


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
