"""Every page of `_build/html`, judged by the Nu HTML checker."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from node_tools import NotHereError, node_tool
from prepare import ROOT, install

SITE: Final = ROOT / '_build' / 'html'
CHECKER: Final = 'vnu-jar@26.9.27'


def _java() -> str:
    found = shutil.which('java')
    if found is None:
        reason = install(['default-jre-headless'], 'Java')
        found = shutil.which('java')
        if found is None:
            raise NotHereError(f'no Java here, and {reason or "it does not start"}')
    return found


def errors(site: Path) -> list[str]:
    """What is wrong, a line for each place."""
    jar = node_tool(CHECKER, 'build/dist/vnu.jar')
    options = ['--skip-non-html', '--errors-only', '--format', 'gnu']
    done = subprocess.run(
        [_java(), '-jar', str(jar), *options, str(site)],
        capture_output=True,
        text=True,
        encoding='utf-8',
        check=False,
    )
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    if done.returncode and not lines:
        raise NotHereError('the checker does not start')
    return lines


def main(site: Path = SITE) -> str | None:
    """Print what is wrong; the last line where there is anything, or where nothing could run."""
    pages = sum(1 for _ in site.rglob('*.html'))
    if not pages:
        return f'not validated: there is no site in {site}; run `make html` first'
    try:
        found = errors(site.resolve())
    except NotHereError as reason:
        return f'not validated: {reason}'
    print(*found, sep='\n', end='\n' if found else '')
    if found:
        return f'{len(found)} errors on {pages} pages'
    print(f'{pages} pages, no error')
    return None


if __name__ == '__main__':
    sys.exit(main(*map(Path, sys.argv[1:2])))
