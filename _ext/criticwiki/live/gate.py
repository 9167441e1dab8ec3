"""ASGI middleware: answers this machine's browser only, and no page of another site in it.

A preview shows drafts and problems. A page of a stranger can have its own name resolved to
127.0.0.1 (DNS rebinding), and is then of the same origin as this server; what the browser sends
as `Host` is still that name.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OURS: Final = '/-/live'
"""Where the script and the events are; no page of Sphinx has such an address."""
MAX_ADDRESS: Final = 8192
"""Characters of a path and its query."""
MAX_HEADERS: Final = 64
MAX_HEAD: Final = 16_384
"""Characters of all headers together."""
SAFE_HEADERS: Final = {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    'Content-Security-Policy': "frame-ancestors 'self'",
    'Cross-Origin-Resource-Policy': 'same-origin',
}
"""What every answer carries: no other site can frame a page, or read it as a script."""
_METHODS: Final = ('GET', 'HEAD')
_HOST: Final = re.compile(r'(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::[0-9]{1,5})?', re.I)
_ORIGIN: Final = re.compile(r'https?://([^/?#@\s]+)', re.IGNORECASE)
_ODD: Final = re.compile(r'[\x00-\x1f\x7f\\]')


@dataclass(frozen=True, slots=True)
class Hosts:
    """The host names that requests may carry."""

    names: frozenset[str]
    any_address: bool = False
    """Whether every IP address will do: a stranger can give no address another meaning."""

    def serves(self, written: str) -> bool:
        """Whether a request with this `Host` header is for this server."""
        name = host_name(written)
        return name is not None and (name in self.names or (self.any_address and _is_address(name)))


def host_name(written: str) -> str | None:
    """The name in a `Host` header without its port, in one spelling; None for what is none."""
    parts = _HOST.fullmatch(written)
    if parts is None:
        return None
    if parts[1]:
        return ip_address(parts[1]).compressed if _is_address(parts[1]) else None
    return parts[2].lower().removesuffix('.') or None


def hosts_of(host: str, bound: str, allowed: Iterable[str] = ()) -> Hosts:
    """The names of a server that was asked to serve at `host`, and listens at address `bound`.

    One that other machines can reach also answers to addresses and to this machine's name.
    """
    names = {'localhost', '127.0.0.1', '::1', *filter(None, map(_spelled, (host, *allowed)))}
    if _is_address(bound) and ip_address(bound).is_loopback:
        return Hosts(frozenset(names))
    machine = socket.gethostname().lower()
    short = machine.partition('.')[0]
    return Hosts(frozenset({*names, machine, short, f'{short}.local'}), any_address=True)


class Gate:
    """Passes on what this machine's browser asks, and answers all else itself."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        """Stand before `app`, which answers to `hosts`."""
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""

        async def send_safely(message: Message) -> None:
            if message['type'] == 'http.response.start':
                MutableHeaders(scope=message).update(SAFE_HEADERS)
            await send(message)

        refusal = next(self._refusals(scope), None)
        if refusal is None:
            await self._app(scope, receive, send_safely)
            return
        status, words = refusal
        headers = {'Connection': 'close', 'Allow': ', '.join(_METHODS)}
        await PlainTextResponse(f'{words}\n', status, headers)(scope, receive, send_safely)

    def _refusals(self, scope: Scope) -> Iterator[tuple[int, str]]:
        """Status and words for each rule that a request breaks."""
        headers = Headers(scope=scope)
        hosts = headers.getlist('host')
        if len(hosts) != 1 or not self._hosts.serves(hosts[0]):
            yield 421, 'This preview answers to no such host name; --allow-host adds one.'
        elif not all(_is_same(origin, hosts[0]) for origin in headers.getlist('origin')):
            yield 403, 'This preview answers to no other site.'
        if _is_of_another_site(scope['path'], headers):
            yield 403, 'This preview answers to no other site.'
        if scope['method'] not in _METHODS:
            yield 405, 'A preview can only be read.'
        if headers.get('transfer-encoding') or headers.get('content-length', '0') != '0':
            yield 413, 'A request has no body here.'
        size = sum(len(name) + len(value) for name, value in scope['headers'])
        if len(headers) > MAX_HEADERS or size > MAX_HEAD:
            yield (
                431,
                f'A request has at most {MAX_HEADERS} headers, of {MAX_HEAD} characters in all.',
            )
        if len(scope['raw_path']) + len(scope['query_string']) > MAX_ADDRESS:
            yield 414, f'An address has at most {MAX_ADDRESS} characters.'
        if not scope['path'].startswith('/') or _ODD.search(scope['path']):
            yield 400, 'That is no address of a page.'


def _is_same(origin: str, host: str) -> bool:
    """Whether an `Origin` header is the site that is served under this `Host`."""
    parts = _ORIGIN.fullmatch(origin)
    return parts is not None and parts[1].lower() == host.lower()


def _is_of_another_site(path: str, headers: Headers) -> bool:
    """Whether the browser says that a page of another site asks.

    Who follows a link to a page of the preview asks for themselves.
    """
    sites = {site.strip() for site in headers.getlist('sec-fetch-site')}
    if sites <= {'same-origin', 'none'}:
        return False
    opened = (headers.getlist('sec-fetch-mode'), headers.getlist('sec-fetch-dest'))
    return opened != (['navigate'], ['document']) or path.startswith(f'{OURS}/')


def _spelled(host: str) -> str | None:
    """A host of the command line as a request spells it: an IPv6 address may lack brackets."""
    return host_name(f'[{host}]' if host.count(':') > 1 and '[' not in host else host)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
