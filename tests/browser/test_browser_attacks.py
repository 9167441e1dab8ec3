"""Every page of the attacks in a browser: nothing of a stranger's runs, asks or frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

import pytest
from attacks import PAGES

from serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attacked import Attacked
    from playwright.sync_api import Page

HARM: Final = """() => {
    const harm = [];
    if (window.__pwned !== undefined) harm.push('ran');
    for (const element of document.querySelectorAll('*')) {
        for (const {name, value} of element.attributes) {
            if (name.startsWith('on')) harm.push(`${element.tagName} ${name}`);
            if (['href', 'src', 'action', 'xlink:href'].includes(name)
                && /^[\\s\\0-\\x20]*(javascript|vbscript|data:text|file):/i.test(value))
                harm.push(`${element.tagName} ${value}`);
        }
    }
    for (const element of document.querySelectorAll(
        'iframe, frame, object, embed, base, meta[http-equiv=refresh]'))
        harm.push(element.tagName);
    for (const element of document.querySelectorAll('script, style')) {
        const isData = element.type === 'application/ld+json' && !/[<>&]/.test(element.textContent)
            && JSON.parse(element.textContent);
        if (element.textContent.includes('__pwned') && !isData) harm.push(element.outerHTML);
    }
    for (const form of document.forms)
        if (new URL(form.action).origin !== location.origin) harm.push(form.outerHTML);
    return harm;
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope='module')
def attacked_site(attacked: Attacked) -> Iterator[str]:
    with serve(attacked.build.out) as address:
        yield address


def test_nothing_of_a_stranger_runs(page: Page, attacked: Attacked, attacked_site: str) -> None:
    asked: list[str] = []
    page.on('dialog', lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    def request(sent: Any) -> None:
        address = urlsplit(sent.url)
        if address.scheme not in {'data', 'blob'} and address.hostname != '127.0.0.1':
            asked.append(sent.url)

    page.on('request', request)
    files = sorted(
        file.relative_to(attacked.build.out) for file in attacked.build.out.rglob('*.html')
    )
    seen = {file.as_posix().removesuffix('.html') for file in files}
    assert seen >= PAGES.keys()
    found = {}
    for file in files:
        page.goto(attacked_site + quote(file.as_posix()))
        if violation := page.evaluate(HARM):
            found[file.as_posix()] = violation
    assert (found, asked) == ({}, [])
    drawings = [f for f in attacked.build.out.rglob('*.svg') if '_images' in f.parts]
    assert not [f for f in drawings if 'script' in f.read_text('utf-8')]


def test_the_browser_would_have_run_it(page: Page, attacked_site: str) -> None:
    """The same look at a page finds what is there."""
    page.goto(f'{attacked_site}attacks/script.html')
    page.evaluate("""() => {
        document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.__pwned=1">');
        return new Promise((done) => { document.images[document.images.length - 1]
            .addEventListener('error', done); });
    }""")
    assert set(page.evaluate(HARM)) == {'ran', 'IMG onerror'}
