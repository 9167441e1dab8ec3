"""Tables of what a command saw, which it keeps in a page of docs/ between two marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

BEGIN: Final = '<!-- seen -->\n'
END: Final = '<!-- end -->'


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, a line each for the head and the rows."""
    lines = [head, ['---'] * len(head), *rows]
    return ''.join(f'| {" | ".join(line)} |\n' for line in lines)


def keep_table(page: Path, table: str) -> None:
    """Put a table between the marks of a page, in place of the one that is there."""
    before, _, rest = page.read_text('utf-8').partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f'{before}{BEGIN}{table}{END}{after}', 'utf-8', newline='\n')
