"""`make linkcheck` names the line of an address, and says in one line that there is no network."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wiki_build import Build

REVIEW = """\
---
review:
  headline: Sand in the gears
  outlet: Post
  author: null
  published: null
  covers: 1-2

  url: {address}/front
  summary: A word.
---

# Sand in the gears

The review is [here]({address}/here), and
there is [more]({address}/more).[^note]

[^note]: See [this]({address}/note).
"""


@pytest.fixture
def gone() -> Iterator[str]:
    """The address of a server that has no page."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(404)
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(('127.0.0.1', 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f'http://127.0.0.1:{server.server_port}'
        server.shutdown()
        thread.join()


def test_the_line_is_that_of_the_address(wiki: Callable[..., Build], gone: str) -> None:
    made = wiki(
        with_pages({'reviews/post.md': REVIEW.format(address=gone)}),
        builder='linkcheck',
        linkcheck_anchors=False,
    )
    places = {
        line.split(gone)[1].split()[0].rstrip(':'): line.split(': ')[0]
        for line in made.warnings
        if gone in line
    }
    assert places == {
        '/front': 'reviews/post.md:9',
        '/here': 'reviews/post.md:15',
        '/more': 'reviews/post.md:16',
        '/note': 'reviews/post.md:18',
    }
    assert made.returned == 1


def test_no_network_is_said_in_one_line(wiki: Callable[..., Build]) -> None:
    links = '\n'.join(f'* [a](https://host{number}.invalid/)' for number in range(5))
    index = f'---\nseries: {{title: Home, episodes: 2, aspects: {{}}}}\n---\n\n# Home\n\n{links}\n'
    made = wiki({'index.md': index}, builder='linkcheck')
    told = 'WARNING: no network: none of 5 hosts answers, so no address was checked'
    assert (made.returned, made.warnings) == (1, [told])
