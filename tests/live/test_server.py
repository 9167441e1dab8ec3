"""What a browser gets: the files, the script in pages only, events, problems."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sphinx_ext.pages import SMALL

from criticwiki.live.build_process import BuildResult
from criticwiki.live.server import URL_PREFIX, Broadcaster, output_file
from criticwiki.live.session import Notice
from live_server import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wiki_build import Build

    from live_server import Server

GAZETTE = 'reviews/gazette.md'
SCRIPT = f'{URL_PREFIX}/client.js'


@pytest.fixture(scope='module')
def made(wiki: Callable[..., Build]) -> Build:
    return wiki(SMALL)


@pytest.fixture(scope='module')
def server(made: Build) -> Iterator[Server]:
    with serve(made) as running:
        running.settled()
        yield running


def raw(server: Server, path: str) -> bytes:
    """A request whose path no client has made proper."""
    place = urlsplit(server.address)
    assert place.hostname
    with socket.create_connection((place.hostname, place.port or 80)) as connection:
        connection.sendall(f'GET {path} HTTP/1.0\r\nHost: {place.netloc}\r\n\r\n'.encode())
        return b''.join(iter(lambda: connection.recv(65536), b''))


def test_the_script_is_in_what_is_sent_and_in_no_file(server: Server, made: Build) -> None:
    sent = server.get('/episodes/01-departure.html').text
    on_disk = made.text('episodes/01-departure.html')
    assert sent.count(SCRIPT) == 1
    assert SCRIPT not in on_disk
    before, after = sent.split('<script src="/-/', 1)
    assert before + after.split('</script>\n', 1)[1] == on_disk
    assert server.get(SCRIPT).headers['content-type'].startswith('text/javascript')


def test_other_files_are_sent_as_they_are(server: Server, made: Build) -> None:
    for name in ('_static/criticwiki.css', 'search/index.js', 'data/wiki.json'):
        found = server.get(f'/{name}')
        assert found.content == (made.out / name).read_bytes()
        assert found.headers['cache-control'] == 'no-store'


def test_a_folder_shows_its_index(server: Server) -> None:
    assert server.get('/').text == server.get('/index.html').text
    assert server.get('/episodes/').status_code == 404


def test_nothing_is_kept_by_browsers(server: Server) -> None:
    found = server.get('/consensus.html')
    assert found.headers['cache-control'] == 'no-store'
    again = server.client.get(
        '/consensus.html', headers={'if-none-match': found.headers.get('etag', '*')}
    )
    assert again.status_code == 200


def test_a_page_that_is_not_there_waits_for_it(server: Server) -> None:
    found = server.get('/nowhere.html')
    assert found.status_code == 404
    assert 'There is no such page' in found.text
    assert SCRIPT in found.text


def test_no_file_outside_the_output_is_sent(server: Server, made: Build) -> None:
    secret = made.out.parent / 'secret.txt'
    secret.write_text('a secret')
    for path in ('/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', f'/{secret}'):
        answer = raw(server, path)
        assert b'a secret' not in answer
        assert b' 404 ' in answer.splitlines()[0]


def test_an_edit_reloads_the_pages_that_show_it(server: Server, made: Build) -> None:
    def edit() -> None:
        made.replace(GAZETTE, '{1: 4/5', '{1: 1/5')

    states = server.after(edit, '/episodes/01-departure.html')
    assert next(state for state in states if state['reload'])
    assert '1/5' in server.get('/episodes/01-departure.html').text
    states.close()


def test_other_pages_stay(server: Server, made: Build) -> None:
    def edit() -> None:
        made.replace('characters/oren.md', 'He carries the map.\n', 'He carries no map.\n')

    for state in server.after(edit, '/reviews/herald.html'):
        assert not state['reload']
        if state['settled']:
            break


def test_problems_are_told_until_they_are_mended(server: Server, made: Build) -> None:
    made.replace(GAZETTE, 'Ann Lee walks along.', 'See {episode}`9`.')
    state = server.wait('/', lambda state: state['problems'])
    assert state['problems'] == [
        {
            'place': 'reviews/gazette.md:22:15',
            'message': "there is no episode '9'",
            'code': 'dangling-link',
            'about': '',
        }
    ]
    assert server.settled()['problems'] == state['problems']
    made.replace(GAZETTE, 'See {episode}`9`.', 'Ann Lee walks along.')
    assert server.wait('/', lambda state: not state['problems'])


def test_a_new_page_comes_into_being(server: Server, made: Build) -> None:
    def edit() -> None:
        made.edit('episodes/03-bread.md', SMALL['episodes/02-dust.md'].replace('2', '3'))

    states = server.after(edit, '/episodes/03-bread.html')
    assert next(state for state in states if state['reload'])
    assert server.get('/episodes/03-bread.html').status_code == 200
    states.close()
    server.settled()


def test_settings_that_break_are_told_and_can_be_mended(wiki: Callable[..., Build]) -> None:
    made = wiki(SMALL)
    with serve(made) as server:
        settings = (made.source / 'conf.py').read_text('utf-8')
        made.write('conf.py', settings + 'oh no\n')
        state = server.wait('/', lambda state: state['failure'])
        assert 'SyntaxError' in state['failure'] or 'syntax error' in state['failure']
        assert server.get('/').status_code == 200
        made.write('conf.py', settings.replace('Test wiki', 'Mended wiki'))
        state = server.wait('/', lambda state: not state['failure'])
        assert 'Mended wiki' in server.get('/').text


def test_an_exception_in_a_build_is_told_and_can_be_mended(wiki: Callable[..., Build]) -> None:
    crash = (
        '\ndef _crash(app, docname, content):\n'
        "    if 'CRASH' in content[0]:\n"
        "        raise RuntimeError('a crash of its own')\n\n"
        "def setup(app):\n    app.connect('source-read', _crash)\n"
    )
    made = wiki(SMALL)
    made.write('conf.py', (made.source / 'conf.py').read_text('utf-8') + crash)
    with serve(made) as server:
        made.replace(GAZETTE, 'Ann Lee', 'CRASH')
        state = server.wait('/', lambda state: state['failure'])
        assert 'a crash of its own' in state['failure']
        made.replace(GAZETTE, 'CRASH', 'Ann Leigh')
        server.wait('/', lambda state: state['settled'] and not state['failure'])
        assert 'Ann Leigh' in server.get('/reviews/gazette.html').text
    ours = made.tree()
    assert ours == made.clean().tree()


# -- the board --------------------------------------------------------------------------


def test_addresses_lead_to_files() -> None:
    assert output_file('/') == 'index.html'
    assert output_file('/a/b.html') == 'a/b.html'
    assert output_file('/a/') == 'a/index.html'


def test_a_browser_that_comes_back_is_told_what_it_missed() -> None:
    board = Broadcaster()
    start = board.number
    board.publish(BuildResult(frozenset({'a.html'})))
    board.publish(BuildResult(frozenset({'b.html'})))
    assert board.state_since(start, 'a.html')['reload']
    assert not board.state_since(start + 1, 'a.html')['reload']
    assert board.state_since(start + 1, 'b.html')['reload']
    assert not board.state_since(start, 'c.html')['reload']
    board.publish(BuildResult(None))
    assert board.state_since(start + 2, 'c.html')['reload']


def test_a_browser_of_an_earlier_server_reloads() -> None:
    board = Broadcaster()
    assert board.state_since(board.number - 1000, 'a.html')['reload']
    assert board.state_since(board.number + 1000, 'a.html')['reload']
    assert not board.state_since(board.number, 'a.html')['reload']


def test_a_browser_that_missed_too_much_reloads() -> None:
    board = Broadcaster()
    start = board.number
    for _ in range(600):
        board.publish(BuildResult(frozenset({'b.html'})))
    assert board.state_since(start, 'a.html')['reload']
    assert not board.state_since(start + 300, 'a.html')['reload']


def test_problems_stay_while_there_is_no_build() -> None:
    board = Broadcaster()
    board.publish(BuildResult(notices=(Notice('a.md', 3, 0, 'wrong', 'score', 'b.html#c'),)))
    board.publish(BuildResult(failure='broken'))
    state = board.state_since(board.number, 'a.html')
    assert state['failure'] == 'broken'
    told = {'place': 'a.md:3', 'message': 'wrong', 'code': 'score', 'about': 'b.html#c'}
    assert state['problems'] == [told]
