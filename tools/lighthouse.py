"""What Lighthouse says of pages of `_build/html` on a phone, served packed and kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from node_tools import NotHereError, node_tool
from prepare import FLAGS, ROOT, find_chromium, why_no_browser
from serving import serve

SITE: Final = ROOT / '_build' / 'html'
LIGHTHOUSE: Final = 'lighthouse@12.8.2'
PAGES: Final = {
    'index.html': '',
    'episodes/09-the-ones-who-visited.html': '',
    'consensus.html': '',
    'search.html?q=music': 'is-crawlable',
}
"""Pages, and the audit that one is not judged by: Sphinx keeps results out of search engines."""
LEAST: Final = {'performance': 100, 'accessibility': 100, 'best-practices': 100, 'seo': 100}
TURNS: Final = 5
"""Performance is measured, and the best turn is the one that other work disturbed least."""


def judged(
    address: str, chromium: str, node: str, tool: Path, unjudged: str
) -> tuple[dict[str, int], list[str]]:
    """The scores of a page, and the audits that it does not pass."""
    flags = ' '.join(('--headless=new', *FLAGS, f'--user-data-dir={tempfile.mkdtemp()}'))
    command = [
        *(node, str(tool), address, '--quiet', '--output=json'),
        *(f'--only-categories={",".join(LEAST)}', f'--chrome-flags={flags}'),
        *([f'--skip-audits={unjudged}'] if unjudged else []),
    ]
    done = subprocess.run(
        command,
        env={**os.environ, 'CHROME_PATH': chromium},
        capture_output=True,
        text=True,
        encoding='utf-8',
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ['no reason given']
        raise NotHereError(f'Lighthouse failed: {said[-1]}')
    report = json.loads(done.stdout)
    audits = (one for one in report['audits'].values() if one['score'] is not None)
    speed = report['environment']['benchmarkIndex']
    slow = [f'this machine is too slow or too busy to measure: {speed:.0f} of 1000'] * (
        speed < 1000
    )
    weak = slow + [
        f'{one["id"]} {one.get("displayValue", "")}' for one in audits if one['score'] < 0.9
    ]
    return {name: round(100 * report['categories'][name]['score']) for name in LEAST}, weak


def main(site: Path = SITE) -> str | None:
    """Print the scores; a line where one is too low, or where it cannot run."""
    chromium, node = find_chromium(), shutil.which('node')
    if chromium is None:
        return why_no_browser() or 'not measured: there is no Chromium here'
    low = []
    try:
        tool = node_tool(LIGHTHOUSE, 'cli/index.js')
        assert node
        with serve(site) as address:
            for page, unjudged in PAGES.items():
                best: dict[str, int] = {}
                weak: list[str] = []
                for _ in range(TURNS):
                    found, weak = judged(f'{address}{page}', chromium, node, tool, unjudged)
                    best = {name: max(found[name], best.get(name, 0)) for name in LEAST}
                    if all(best[name] >= least for name, least in LEAST.items()):
                        break
                print(page, *(f'{name} {score}' for name, score in best.items()), flush=True)
                if short := [f'{page} {name}' for name in LEAST if best[name] < LEAST[name]]:
                    print(*(f'    {audit}' for audit in weak), sep='\n', flush=True)
                    low += short
    except NotHereError as reason:
        return f'not measured: {reason}'
    return f'too low: {", ".join(low)}' if low else None


if __name__ == '__main__':
    sys.exit(main(*map(Path, sys.argv[1:2])))
