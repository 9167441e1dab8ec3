"""Only this machine's browser is served, with requests of a browser's size."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from raw_http import body, serving, status

from criticwiki.live import server
from criticwiki.live import server as gate
from criticwiki.live import server as protocol
from criticwiki.live.__main__ import read_options
from criticwiki.live.server import allowed_hosts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from raw_http import Raw

PAGE = b'<!DOCTYPE html><html><body><p>A draft.</p></body></html>\n'
EVENTS = '/-/live/events'
SCRIPT = '/-/live/client.js'
WHOLE = b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'


@pytest.fixture(scope='module')
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp('served') / 'html'
    out.mkdir()
    (out / 'index.html').write_bytes(PAGE)
    (out / 'guide').mkdir()
    (out / 'guide' / 'index.html').write_bytes(PAGE)
    (out / 'large.bin').write_bytes(b'x' * 20_000_000)
    (out.parent / 'secret.txt').write_bytes(b'a secret')
    return out


@pytest.fixture(scope='module')
def raw(folder: Path) -> Iterator[Raw]:
    with serving(folder) as running:
        yield running
        assert running.terminal == []


# -- the Host header ----------------------------------------------------------------------

OURS = ['localhost', 'LOCALHOST:8000', 'localhost.:8000', '127.0.0.1:1', '[::1]', '[::1]:8000']
FOREIGN = [
    'evil.example', 'evil.example:8000', 'localhost.evil.example', '127.0.0.1.evil.example',
    'evil.localhost', 'localhost@evil.example', 'localhost:8000@evil.example', '127.1',
    '2130706433', '0.0.0.0', '127.0.0.2', '10.0.0.1', '[::]', '[::ffff:127.0.0.1]', '[::1%25lo]',
    '[::1', '::1', 'localhost:8o', 'localhost, evil.example', 'localhost..', '', '.',
    'ｌocalhost',
]  # fmt: skip


@pytest.mark.parametrize('host', OURS)
@pytest.mark.parametrize('path', ['/', SCRIPT])
def test_this_machine_is_served(raw: Raw, host: str, path: str) -> None:
    assert status(raw.get(path, f'Host: {host}')) == 200


@pytest.mark.parametrize('host', FOREIGN)
@pytest.mark.parametrize('path', ['/', SCRIPT, EVENTS, '/nowhere.html'])
def test_no_other_name_is_served(raw: Raw, host: str, path: str) -> None:
    answer = raw.get(path, f'Host: {host.encode().decode("latin-1")}')
    assert status(answer) in {400, 421}
    assert body(answer).count(b'\n') == 1
    assert b'<' not in body(answer)
    assert b'draft' not in answer


def test_a_request_names_one_host(raw: Raw) -> None:
    assert status(raw.send(b'GET / HTTP/1.0\r\n\r\n')) == 421
    assert status(raw.get('/', 'Host: localhost', 'Host: evil.example')) == 400
    assert status(raw.get('http://evil.example/')) == 400
    answer = raw.get('/', 'Host: evil.example', 'X-Forwarded-Host: localhost')
    assert status(answer) == 421


@pytest.mark.parametrize('bound', ['0.0.0.0', '::', '192.168.1.5'])
def test_an_open_address_answers_to_addresses_and_the_machine(
    bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, 'gethostname', lambda: 'Desk.example.org')
    hosts = allowed_hosts(bound, bound)
    good = ['192.168.1.5:8000', '0.0.0.0:8000', '[fe80::1]:8000', '10.0.0.1', 'localhost']
    assert all(map(hosts.allow, [*good, 'desk:8000', 'DESK.local', 'desk.example.org']))
    bad = [
        'evil.example',
        '192.168.1.5.evil.example',
        '1.2.3',
        '256.1.1.1',
        '0x7f.1',
        'example.org',
    ]
    assert not any(map(hosts.allow, bad))


def test_a_further_name_is_allowed() -> None:
    hosts = allowed_hosts('127.0.0.1', '127.0.0.1', ['8000-Wiki.example.dev'])
    assert hosts.allow('8000-wiki.example.dev')
    assert hosts.allow('8000-wiki.example.dev:443')
    assert not hosts.allow('8001-wiki.example.dev')


def test_the_command_line_takes_further_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [str(tmp_path), str(tmp_path / 'out')]
    options = read_options(['--allow-host', 'a.example', '--allow-host', 'b.example:443', *places])
    assert options.allowed_hosts == ('a.example', 'b.example:443')
    for wrong in ('https://a.example', 'a.example/', 'a b', ''):
        with pytest.raises(SystemExit):
            read_options(['--allow-host', wrong, *places])
        assert 'is no host name' in capsys.readouterr().err
    with pytest.raises(SystemExit):
        read_options(['--help'])
    assert '--allow-host NAME' in capsys.readouterr().out


# -- other sites --------------------------------------------------------------------------


@pytest.mark.parametrize('path', ['/', EVENTS, SCRIPT, '/guide/'])
@pytest.mark.parametrize(
    'header',
    [
        'Origin: https://evil.example', 'Origin: null', 'Origin: ', 'Origin: http://localhost:1',
        'Origin: http://localhost:8000.evil.example', 'Origin: file://', 'Origin: http://localhost@x',
        'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Site: same-site', 'Sec-Fetch-Site: odd',
        'Sec-Fetch-Site: none, cross-site',
    ],
)  # fmt: skip
def test_no_other_site_is_served(raw: Raw, path: str, header: str) -> None:
    answer = raw.get(path, 'Host: localhost:8000', header)
    assert status(answer) == 403
    assert b'draft' not in answer


@pytest.mark.parametrize(
    'header',
    [
        'Origin: http://localhost:8000', 'Origin: HTTP://LOCALHOST:8000',
        'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: none',
    ],
)  # fmt: skip
def test_the_site_itself_is_served(raw: Raw, header: str) -> None:
    assert status(raw.get('/', 'Host: localhost:8000', header)) == 200
    assert status(raw.get(SCRIPT, 'Host: localhost:8000', header)) == 200


def test_a_link_elsewhere_opens_a_page_and_nothing_more(raw: Raw) -> None:
    link = ('Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate')
    assert status(raw.get('/', *link, 'Sec-Fetch-Dest: document')) == 200
    assert status(raw.get(EVENTS, *link, 'Sec-Fetch-Dest: document')) == 403
    for kind in ('iframe', 'embed', 'empty', 'script'):
        assert status(raw.get('/', *link, f'Sec-Fetch-Dest: {kind}')) == 403


@pytest.mark.parametrize('path', ['/', SCRIPT, '/nowhere', '/large.bin', '/guide', '/\\'])
def test_every_answer_keeps_to_itself(raw: Raw, path: str) -> None:
    for answer in (raw.get(path, method='HEAD'), raw.get(path, 'Host: x'), raw.get(path, 'bad')):
        head = answer.partition(b'\r\n\r\n')[0].lower()
        for name, value in gate.SAFE_HEADERS.items():
            assert head.count(f'{name}: {value}'.lower().encode()) == 1, answer[:300]


# -- what a browser has seen --------------------------------------------------------------

NUMBERS = ['9' * 4400, '-1', 'x', '1.5', '1e9', 'NaN', '٣', '²', '1_000', ' 1', '+1', '%00', '']


@pytest.mark.parametrize('number', NUMBERS)
def test_an_odd_number_is_none(raw: Raw, number: str) -> None:
    path = ''.join(c if c.isascii() and c not in ' ' else '%D9%A3' for c in number)
    for answer in (
        raw.first(f'{EVENTS}?since={path}'),
        raw.first(EVENTS, f'Last-Event-ID: {number.encode().decode("latin-1")}'),
    ):
        assert status(answer) == 200
        assert b'"reload": true' in answer


def test_a_number_is_one(raw: Raw) -> None:
    assert b'"reload": false' in raw.first(f'{EVENTS}?since={raw.board.number}')


# -- addresses ----------------------------------------------------------------------------

PATHS = [
    '/%00', '/index.html%00.txt', '/' + 'a' * 5000, '/' + 'a/' * 2500, '/%2e%2e/secret.txt',
    '/..%2fsecret.txt', '/..%5csecret.txt', '/..\\secret.txt', '/%ff%fe',
    '/%c0%ae%c0%ae/secret.txt',
    '/%', '/%zz', '/%ed%a0%80', '/guide/../../secret.txt', '//secret.txt', '/c:/windows/win.ini',
    '/%0d%0aSet-Cookie:%20a=b', '/index.html/x', '/~', '/-/live', '/-/live/events/',
    '/-/live/../../secret.txt', '/.%00./secret.txt', '/%25%30%30', '*', 'index.html', '/;?#',
]  # fmt: skip


@pytest.mark.parametrize('path', PATHS)
def test_an_odd_address_leads_nowhere(raw: Raw, path: str) -> None:
    answer = raw.get(path)
    assert status(answer) in {400, 404}
    assert b'a secret' not in answer
    assert b'Set-Cookie' not in answer.partition(b'\r\n\r\n')[0]


# -- size and methods ---------------------------------------------------------------------


@pytest.mark.parametrize(
    'method', ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'FOO', 'get']
)
@pytest.mark.parametrize('path', ['/', EVENTS, SCRIPT])
def test_pages_can_only_be_read(raw: Raw, method: str, path: str) -> None:
    assert status(raw.get(path, method=method)) == 405


def test_head_answers_without_a_body(raw: Raw) -> None:
    for path in ('/', EVENTS, SCRIPT, '/nowhere'):
        answer = raw.get(path, method='HEAD')
        assert status(answer) in {200, 404}
        assert body(answer) == b''


@pytest.mark.parametrize(
    ('request_line', 'headers', 'statuses'),
    [
        (f'/{"a" * 9000}', (), {414}),
        (f'/?{"a" * 9000}', (), {414}),
        (f'/{"a" * 70_000}', (), {400, 414}),
        ('/', tuple(f'X-{n}: 1' for n in range(100)), {431}),
        ('/', (f'X-A: {"a" * 15_000}', f'X-B: {"a" * 15_000}'), {400, 431}),
        ('/', ('Content-Length: 5',), {413}),
        ('/', ('Content-Length: 99999999999999999999999',), {400, 413}),
        ('/', ('Content-Length: -1',), {400}),
        ('/', ('Transfer-Encoding: chunked',), {413}),
        ('/', ('Transfer-Encoding: gzip, chunked',), {400, 413, 501}),
        ('/', ('Content-Length: 0',), {200}),
    ],
)
def test_a_request_has_a_size(
    raw: Raw, request_line: str, headers: tuple[str, ...], statuses: set[int]
) -> None:
    assert status(raw.get(request_line, *headers)) in statuses


@pytest.mark.parametrize(
    'after',
    [b'zz\r\n', b'ffffffffffffffffffff\r\n', b'5\r\nhello\r\n0\r\n\r\n', b'GET / HTTP/1.1\r\n\r\n'],
)
def test_what_follows_a_refused_head_is_not_read(raw: Raw, after: bytes) -> None:
    head = b'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n'
    assert status(raw.send(head + after)) in {0, 405, 413}


def test_browsers_that_follow_are_counted(raw: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, 'MAX_STREAMS', 3)
    request = f'GET {EVENTS} HTTP/1.1\r\nHost: localhost\r\n\r\n'.encode()
    kept = [raw.connect() for _ in range(3)]
    for connection in kept:
        connection.sendall(request)
        assert status(connection.recv(65536)) == 200
    assert status(raw.get(EVENTS)) == 503
    for connection in kept:
        connection.close()
    until = time.monotonic() + 10
    while status(raw.first(EVENTS)) != 200:
        assert time.monotonic() < until


def test_connections_are_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, 'MAX_CONNECTIONS', 4)
    with serving(folder) as raw:
        kept = [raw.connect() for _ in range(4)]
        assert eventually(lambda: raw.get('/') == b'')
        for connection in kept:
            connection.close()
        assert eventually(lambda: raw.get('/') != b'' and status(raw.get('/')) == 200)


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something holds within a time that no machine needs."""
    return any(holds() or time.sleep(0.1) for _ in range(100))


# -- slow clients -------------------------------------------------------------------------


@pytest.mark.parametrize('start', [b'', b'G', WHOLE[:-2], WHOLE + b'GET'])
def test_a_client_that_asks_slowly_is_cut(
    folder: Path, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(protocol, 'REQUEST_SECONDS', 0.5)
    with serving(folder) as raw, raw.connect() as connection:
        connection.sendall(start)
        until = time.monotonic() + 4
        assert drips(connection, until) < until
        assert raw.terminal == []


def drips(connection: socket.socket, until: float) -> float:
    """Send byte by byte until the connection is cut; gives the time of that."""
    connection.settimeout(0.1)
    while time.monotonic() < until:
        try:
            if not connection.recv(65536):
                break
        except TimeoutError:
            connection.sendall(b'x')
        except ConnectionError:
            break
    return time.monotonic()


def test_a_client_that_reads_nothing_is_cut(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, 'READ_SECONDS', 0.5)
    with serving(folder) as raw, raw.connect() as connection:
        connection.sendall(b'GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n')
        time.sleep(2)
        received = 0
        try:
            while part := connection.recv(1 << 20):
                received += len(part)
        except ConnectionError:
            pass
        assert received < 19_000_000
        assert raw.terminal == []


def test_a_client_that_reads_slowly_gets_it_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, 'READ_SECONDS', 1.0)
    with serving(folder) as raw, raw.connect() as connection:
        connection.sendall(
            b'GET /large.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
        )
        received = 0
        while part := connection.recv(1 << 20):
            received += len(part)
            time.sleep(0.02)
        assert received > 20_000_000


# -- anything -----------------------------------------------------------------------------

_ODD = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
_TOKEN = st.sampled_from(
    [b'GET', b'HEAD', b'POST', b'/', b'/-/live/events', b'?since=', b' ', b'HTTP/1.1', b'HTTP/1.0',
     b'\r\n', b'\n', b'\0', b'Host: localhost', b'Host:', b'Origin: ', b'Range: bytes=0-,-1,',
     b'Last-Event-ID: ', b'Content-Length: ', b'Transfer-Encoding: chunked',
     b'Expect: 100-continue',
     b'Upgrade: websocket', b'Connection: upgrade', b'%', b'%ff', b'..', b'\\', b'9' * 50,
     b'If-None-Match: *', b'X-Forwarded-For: a, b', b'X-Forwarded-Proto: x', b'Connection: close']
)  # fmt: skip


@_ODD
@given(st.lists(_TOKEN | st.binary(max_size=6), max_size=20).map(b''.join))
@example(b'GET / HTTP/1.1\r\nHost: localhost\r\nRange: bytes=' + b'9' * 4400 + b'-\r\n\r\n')
@example(b'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n')
def test_any_bytes_are_answered_or_cut(raw: Raw, sent: bytes) -> None:
    with raw.connect() as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = b''
        with suppress(ConnectionError):
            answer = connection.recv(65536)
    assert status(answer) != 500
    assert raw.terminal == []


_PATH = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)
_VALUE = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)


@_ODD
@given(_PATH, st.sampled_from(['Range', 'Origin', 'Last-Event-ID', 'Accept', 'If-Range']), _VALUE)
def test_any_address_and_header_is_answered(raw: Raw, path: str, name: str, value: str) -> None:
    answer = raw.get(f'/{path}', f'{name}: {value.strip()}', 'Sec-Fetch-Site: none')
    assert status(answer) in {200, 307, 400, 403, 404, 206, 416}
    assert raw.terminal == []
