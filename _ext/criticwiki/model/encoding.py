"""Pages are UTF-8; one that is not is told of at the first byte that shows it."""

from __future__ import annotations

from criticwiki.problems import Code, Problem


def decoded(content: str | bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, with line ends of one kind; problems have an empty path."""
    if isinstance(content, str):
        return _with_one_end(content), ()
    try:
        return _with_one_end(content.decode('utf-8')), ()
    except UnicodeDecodeError as error:
        before = _with_one_end(content[: error.start].decode('utf-8'))
        line = before.count('\n') + 1
        column = len(before) - before.rfind('\n')
        byte = content[error.start]
        message = f'the byte 0x{byte:02X} is no UTF-8; save the file in that encoding'
        problem = Problem('', line, column, Code.ENCODING, message)
        return _with_one_end(content.decode('utf-8', 'replace')), (problem,)


def _with_one_end(text: str) -> str:
    return text.replace('\r\n', '\n').replace('\r', '\n')
