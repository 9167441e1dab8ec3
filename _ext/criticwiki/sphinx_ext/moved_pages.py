"""Redirect pages: an HTML file at each old address, which leads to the page's new one."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from criticwiki.i18n import _
from criticwiki.sphinx_ext import lazy

from .domain import wiki_of
from .fingerprint import digest
from .output import output_of, remove, site_of, write_changed, write_whole

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .output import PageURLs

# A script takes the place on the page and `?seen=` along; without one, the browser is sent on.
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
{robots}<noscript><meta http-equiv="refresh" content="0; url={address}"></noscript>
</head>
<body>
<p>{words} <a id="to" href="{address}">{title}</a></p>
<script>
location.replace(document.getElementById('to').href + location.search + location.hash);
</script>
</body>
</html>
"""


class MovedPages:
    """The pages at old addresses of a web site, and the record of those that were written."""

    def __init__(self, app: Sphinx, addresses: PageURLs) -> None:
        """Load what the last build wrote."""
        self._app = app
        self._addresses = addresses
        self._record = Path(app.doctreedir, f'criticwiki-moved-{app.builder.name}.json')
        self._frame = ''
        self._files: dict[str, str] = {}
        """Output file of each page, below the output folder, by its old docname."""
        try:
            state = json.loads(self._record.read_text('utf-8'))
            self._frame, self._files = state['frame'], dict(state['files'])
        except (OSError, ValueError, KeyError, TypeError):
            pass

    def claims(self, file: Path) -> bool:
        """Whether an output file is one of these pages."""
        return any(Path(self._app.outdir, name) == file for name in self._files.values())

    def write_all(self) -> None:
        """Write those that have changed, and remove those that lead nowhere any more."""
        frame = self._settings()
        there = all(Path(self._app.outdir, name).exists() for name in self._files.values())
        if site_of(self._app.env).data_files.settled and frame == self._frame and there:
            return
        env, builder = self._app.env, self._app.builder
        leads = {
            old: docname
            for old, docname in lazy.old_addresses.old_addresses(wiki_of(env).corpus).leads.items()
            if not self._is_of_a_page(old)
        }
        files = {old: output_of(builder, old) for old in sorted(leads)}
        before = self._files
        self._keep('', before | files)  # whatever stops the build here, the next one knows of all
        for old, name in files.items():
            write_changed(Path(self._app.outdir, name), self._text(old, leads[old]))
        for old in sorted(before.keys() - files.keys()):
            if not self._is_of_a_page(old):
                remove(self._app.outdir, before[old])
        self._keep(frame, files)

    def _is_of_a_page(self, old: str) -> bool:
        """Whether the output of a page stands at an address, in this way of writing addresses."""
        env, builder = self._app.env, self._app.builder
        name = output_of(builder, old)
        near = {old, f'{old}/index', old.removesuffix('/index')} & env.found_docs
        if any(output_of(builder, docname) == name for docname in near):
            return True
        if old in self._app.config.html_additional_pages:
            return True
        site = site_of(env)
        generated = (site.continuations, site.critics, site.shared_names, site.seasons)
        file = Path(self._app.outdir, name)
        return any(pages.claims(file) for pages in generated if pages)

    def _text(self, old: str, docname: str) -> str:
        env, config = self._app.env, self._app.config
        target = self._app.builder.get_target_uri(docname)
        address = self._addresses.page(old, docname)
        base = config.html_baseurl
        page = wiki_of(env).pages[docname]
        return _PAGE.format(
            language=escape((config.language or 'en').replace('_', '-')),
            title=escape(page.title or page.id),
            words=escape(_('This page has moved:')),
            address=escape(address),
            canonical=escape(urljoin(f'{base.rstrip("/")}/', target) if base else address),
            robots='<meta name="robots" content="noindex">\n' if config.criticwiki_noindex else '',
        )

    def _settings(self) -> str:
        """Fingerprint of what all these pages depend on beside facts and titles."""
        config = self._app.config
        names = ('html_baseurl', 'language', 'criticwiki_noindex', 'html_additional_pages')
        return digest(_PAGE, _('This page has moved:'), [repr(config[name]) for name in names])

    def _keep(self, frame: str, files: dict[str, str]) -> None:
        if (frame, files) == (self._frame, self._files) and self._record.exists():
            return
        self._frame, self._files = frame, files
        write_whole(self._record, json.dumps({'frame': frame, 'files': files}, sort_keys=True))
