"""The pictures of CONTRIBUTING: a page with a mistake in `make live`, and a review that counts."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from live_server import serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

ROOT: Final = Path(__file__).resolve().parent.parent
SIZE: Final = (1000, 620)
ASPECTS: Final = 'aspect-by-aspect'
REVIEW: Final = """\
---
review:
  headline: A season to argue about
  outlet: The Outlet
  author: null
  url: https://example.org/review
  published: 2024-04-12
  covers: %s
  score: 7/10
  aspects:
    story: {stance: mixed, says: Likes where it goes more than how.}
    themes: {stance: praise, says: Finds the questions worth asking.}
    pacing: {stance: criticism, says: Jumps ahead and leaves out the steps between.}
    leads: {stance: praise, says: Enjoys the two of them together.}
    music: {stance: praise, says: Hears the score as one of its strengths.}
  summary: An example of a review, for a picture.
---

# A season to argue about

What this critic likes is the company of the two leads. What it misses are the steps between one
place and the next.
"""


class Copy(NamedTuple):
    """The folders of a copy of the wiki."""

    source: Path
    out: Path
    doctrees: Path


def take_contributing(browser: Browser, picture_of: Callable[[Page], bytes]) -> dict[str, bytes]:
    """Pictures by their names, of a copy of the wiki that is edited."""
    with TemporaryDirectory() as folder:
        source = _copy(Path(folder, 'wiki'))
        _count_one_more(source / 'index.md')
        page_file = source / 'reviews' / 'some-outlet-season-1.md'
        page_file.write_text(REVIEW % '1-15', 'utf-8')
        wiki = Copy(source, Path(folder, 'out'), Path(folder, 'doctrees'))
        with serve(wiki) as server:
            context = browser.new_context(
                viewport={'width': SIZE[0], 'height': SIZE[1]},
                color_scheme='light',
                reduced_motion='reduce',
            )
            page = context.new_page()
            page.goto(f'{server.address}reviews/some-outlet-season-1.html')
            page.locator('criticwiki-live li').first.wait_for()
            wrong = picture_of(page)
            page_file.write_text(REVIEW % '1-13', 'utf-8')
            server.wait('/', lambda state: state['settled'] and not state['problems'])
            page.goto(f'{server.address}consensus.html#{ASPECTS}')
            page.locator('criticwiki-live li').first.wait_for(state='detached')
            right = picture_of(page)
            context.close()
    return {'contributing-live': wrong, 'contributing-consensus': right}


def _count_one_more(index: Path) -> None:
    """Say that the verdict holds for a further critic; else that would be a problem of its own."""
    text = index.read_text('utf-8')
    text = re.sub(r'(?<=verdict_critics: )\d+', lambda found: f'{int(found[0]) + 1}', text)
    index.write_text(text, 'utf-8')


def _copy(target: Path) -> Path:
    names = subprocess.run(
        ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout.decode()  # fmt: skip
    for name in filter(None, names.split('\0')):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target
