"""Builder `linkcheck`: the line in which an address is written; asks none without a network."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import getproxies

from sphinx.builders.linkcheck import CheckExternalLinksBuilder
from sphinx.util import logging

from .domain import wiki_of
from .patches import application_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from sphinx.builders.linkcheck import Hyperlink
    from sphinx.util._pathlib import _StrPath

    from criticwiki.model.page import Page

_log = logging.getLogger(__name__)
_ASKED: Final = 8
"""Hosts that are asked whether there is a network at all."""
_ENOUGH: Final = 3
"""Hosts that say so together; fewer may all be gone by themselves."""
_PORTS: Final = {'http': 80, 'https': 443}
_PATIENCE: Final = 4.0
"""Seconds that a host has to answer."""


class WikiLinkChecker(CheckExternalLinksBuilder):
    """Builder `linkcheck`, for addresses of front matter too, which panels show elsewhere."""

    def finish(self) -> None:
        """Ask every address, unless there is no network."""
        hosts = sorted(set(_hosts(self.hyperlinks)))[:_ASKED]
        if len(hosts) >= _ENOUGH and not _any_answers({asked for _, asked in hosts}):
            message = 'no network: none of %d hosts answers, so no address was checked'
            _log.warning(message, len(hosts))
            application_of(self).statuscode = 1
            return
        sources = _Sources(self.env.srcdir, wiki_of(self.env).pages)
        self.hyperlinks = {uri: sources.placed(link) for uri, link in self.hyperlinks.items()}
        super().finish()


def _hosts(addresses: Iterable[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Hosts of web addresses, each with the host and port to ask: its own, or those of a proxy."""
    proxies = getproxies()
    for address in addresses:
        try:
            parts = urlsplit(address)
            if parts.scheme not in {'http', 'https'}:
                continue
            host = parts.netloc
            if proxy := proxies.get(parts.scheme):
                parts = urlsplit(proxy if '://' in proxy else f'http://{proxy}')
            if parts.hostname:
                yield host, (parts.hostname, parts.port or _PORTS.get(parts.scheme, 80))
        except ValueError:  # no port: told when the address is asked
            continue


def _any_answers(hosts: Set[tuple[str, int]]) -> bool:
    with ThreadPoolExecutor(len(hosts)) as pool:
        return any(pool.map(_answers, hosts))


def _answers(host: tuple[str, int]) -> bool:
    try:
        socket.create_connection(host, _PATIENCE).close()
    except OSError:
        return False
    return True


class _Sources:
    """Sources of the pages, in which addresses are looked up."""

    def __init__(self, folder: _StrPath, pages: Mapping[str, Page]) -> None:
        self._folder = folder
        self._pages = pages
        self._texts: dict[str, str] = {}

    def placed(self, link: Hyperlink) -> Hyperlink:
        """A link at the place where its address is written.

        Sphinx has the line of the block around it, which for what a panel shows is a heading.
        """
        for docname in (link.docname, *self._pages):
            if numbers := list(self._numbers(docname, link.uri)):
                first = link.lineno if docname == link.docname else 1
                line = next((number for number in numbers if number >= first), numbers[0])
                path = self._folder / self._pages[docname].path
                return link._replace(docname=docname, docpath=path, lineno=line)
        return link

    def _numbers(self, docname: str, address: str) -> Iterator[int]:
        """Numbers of the lines of a page that hold an address."""
        if docname not in self._texts:
            page = self._pages.get(docname)
            file = self._folder / page.path if page else None
            self._texts[docname] = file.read_text('utf-8', 'replace') if file else ''
        if address in self._texts[docname]:
            for number, line in enumerate(self._texts[docname].split('\n'), start=1):
                if address in line:
                    yield number
