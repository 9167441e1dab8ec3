"""The preview answers this machine's browser only, whatever a request says."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_ext.pages import SMALL

from criticwiki.live.server import URL_PREFIX, AccessControl, AllowedHosts, allowed_hosts, host_name
from live_server import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wiki_build import Build

    from live_server import Server

LOCAL = allowed_hosts('127.0.0.1', '127.0.0.1')
EVENTS = f'{URL_PREFIX}/events'


async def _page(scope: Any, receive: Any, send: Any) -> None:
    await send({'type': 'http.response.start', 'status': 200, 'headers': []})
    await send({'type': 'http.response.body', 'body': b'a draft'})


def ask(
    path: str = '/',
    host: str = 'localhost:8000',
    method: str = 'GET',
    hosts: AllowedHosts = LOCAL,
    **headers: str,
) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    given_headers = {'host': host, **{name.replace('_', '-'): h for name, h in headers.items()}}
    scope = {
        'type': 'http', 'method': method, 'path': path, 'raw_path': path.encode('utf-8', 'replace'),
        'query_string': b'',
        'headers': [(n.encode(), v.encode('latin-1', 'replace')) for n, v in given_headers.items()],
    }  # fmt: skip
    answer = AccessControl(_page, hosts)(scope, None, send)
    with ThreadPoolExecutor(1) as thread:  # in this one a browser may have a loop
        thread.submit(asyncio.run, answer).result()
    headers_sent = {name.decode().lower(): value.decode() for name, value in sent[0]['headers']}
    return sent[0]['status'], headers_sent, sent[1]['body']


@pytest.mark.parametrize(
    'host', ['localhost', 'localhost:8000', 'LOCALHOST:1', '127.0.0.1:8000', '[::1]:8000', '[::1]']
)
def test_this_machine_is_answered(host: str) -> None:
    status, headers, body = ask(host=host)
    assert (status, body) == (200, b'a draft')
    assert headers['x-content-type-options'] == 'nosniff'
    assert 'frame-ancestors' in headers['content-security-policy']
    assert headers['cross-origin-resource-policy'] == 'same-origin'


@pytest.mark.parametrize(
    'host',
    [
        'evil.example', 'evil.example:8000', 'localhost.evil.example', '127.0.0.1.evil.example', '',
        '192.168.1.9', '[::2]', 'localhost:8000/x', 'localhost:x', 'local host', '[::1', 'a' * 300,
    ],
)  # fmt: skip
def test_another_name_is_refused(host: str) -> None:
    status, headers, body = ask(host=host)
    assert status == 421
    assert b'draft' not in body
    assert body.count(b'\n') == 1
    assert headers['x-content-type-options'] == 'nosniff'


def test_names_that_the_command_line_gives() -> None:
    named = allowed_hosts('wiki.test', '127.0.0.1', ['Forwarded.example', '::2'])
    for host in ('wiki.test:8000', 'forwarded.example', 'FORWARDED.example.', '[::2]:80'):
        assert named.allow(host)
    assert not named.allow('10.0.0.1')
    everywhere = allowed_hosts('0.0.0.0', '0.0.0.0')
    for host in ('10.0.0.1:8000', '[fd00::1]', socket.gethostname(), 'localhost'):
        assert everywhere.allow(host)
    assert not everywhere.allow('evil.example')


OTHER_SITES = (
    {'origin': 'https://evil.example'}, {'origin': 'null'}, {'origin': 'http://localhost:3000'},
    {'sec_fetch_site': 'cross-site', 'sec_fetch_mode': 'no-cors', 'sec_fetch_dest': 'script'},
    {'sec_fetch_site': 'same-site', 'sec_fetch_mode': 'navigate', 'sec_fetch_dest': 'iframe'},
)  # fmt: skip


@pytest.mark.parametrize('path', ['/index.html', EVENTS, f'{URL_PREFIX}/client.js'])
@pytest.mark.parametrize('headers', OTHER_SITES)
def test_another_site_is_refused(path: str, headers: dict[str, str]) -> None:
    assert ask(path, **headers)[0] == 403


def test_following_a_link_to_a_page_is_no_other_site() -> None:
    link = {
        'sec_fetch_site': 'cross-site', 'sec_fetch_mode': 'navigate', 'sec_fetch_dest': 'document',
    }  # fmt: skip
    assert ask('/index.html', **link)[0] == 200
    assert ask(EVENTS, **link)[0] == 403
    own = {'origin': 'http://localhost:8000', 'sec_fetch_site': 'same-origin'}
    assert ask(EVENTS, **own)[0] == 200


def test_a_preview_is_only_read() -> None:
    assert ask(method='HEAD')[0] == 200
    for method in ('POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'X'):
        status, headers, _ = ask(method=method)
        assert status == 405
        assert headers['allow'] == 'GET, HEAD'
    assert ask(content_length='5')[0] == 413
    assert ask(transfer_encoding='chunked')[0] == 413


def test_the_size_of_a_request() -> None:
    assert ask('/' + 'a' * 9000)[0] == 414
    assert ask(**{f'x_{number}': 'a' for number in range(70)})[0] == 431
    for path in ('/a\0b', '/a\\..\\b', '/a\x1bb', 'a'):
        assert ask(path)[0] == 400


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200), st.text(max_size=8))
def test_no_request_raises(host: str, origin: str, path: str, method: str) -> None:
    assert ask(path, host, method)[0] in {400, 405, 414, 421}
    assert ask(path, origin=origin)[0] in {200, 400, 403}
    host_name(host)


@pytest.fixture(scope='module')
def server(wiki: Callable[..., Build]) -> Iterator[Server]:
    with serve(wiki(SMALL)) as running:
        running.settled()
        yield running


def raw(server: Server, head: str) -> bytes:
    """The first bytes of an answer to a request that no client has made proper."""
    place = urlsplit(server.address)
    assert place.hostname
    with socket.create_connection((place.hostname, place.port or 80), timeout=60) as connection:
        connection.sendall(head.replace('HOST', place.netloc).encode('latin-1'))
        return connection.recv(65536)


@pytest.mark.parametrize('number', ['9' * 4400, '-1', '1.5', 'x', '٣', '1e9', ''])
def test_a_number_that_is_none_starts_anew(server: Server, number: str) -> None:
    assert next(server.told('/', number))['reload']
    with server.client.stream(
        'GET', EVENTS, headers={'last-event-id': number.encode('utf-8')}
    ) as stream:
        assert stream.status_code == 200
        assert next(stream.iter_lines()).startswith(('id:', 'data:'))


HEADS = {
    'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n': 421,
    'GET / HTTP/1.0\r\n\r\n': 421,
    'GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n': 400,
    'POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\n\r\nabc': 405,
    f'GET /{"a" * 70_000} HTTP/1.1\r\nHost: HOST\r\n\r\n': 414,
    'GET /a%00b HTTP/1.1\r\nHost: HOST\r\n\r\n': 400,
    'GET /%ff%fe HTTP/1.1\r\nHost: HOST\r\n\r\n': 404,
    f'GET /{"a" * 300}.html HTTP/1.1\r\nHost: HOST\r\n\r\n': 404,
    'GET /%2e%2e/%2e%2e/etc/hostname HTTP/1.1\r\nHost: HOST\r\n\r\n': 404,
    'GET /..%5c..%5cx HTTP/1.1\r\nHost: HOST\r\n\r\n': 400,
    'nonsense\r\n\r\n': 400,
}


@pytest.mark.parametrize('head', HEADS)
def test_odd_requests_get_an_answer(server: Server, head: str) -> None:
    answer = raw(server, head)
    # a long head that comes in pieces is refused before it is read
    wanted = {HEADS[head], 400} if HEADS[head] == 414 else {HEADS[head]}
    assert int(answer.split(b' ')[1]) in wanted
    assert b'Traceback' not in answer
    assert server.get('/index.html').status_code == 200
