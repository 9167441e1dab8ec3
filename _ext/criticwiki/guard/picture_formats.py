"""Formats of pictures: what a file is by its bytes, how large it is, and where it ends."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_PIXELS: Final = 100_000_000
"""Four bytes each are what a browser takes to show a picture, however small its file is."""
_MAX_PARTS: Final = 100_000
"""Parts of a picture that are walked; the largest that may be shown has a fifth of it."""
_HEAD: Final = 1024
"""Bytes from which a format is told."""
_IN_STORE: Final = b'version https://git-lfs.github.com/'
_MARKER: Final = re.compile(rb'\xff[^\x00\xff\xd0-\xd7]')
"""What ends the pixels of a JPEG: neither a byte that is escaped nor one to start anew at."""
_PIXELS: Final = 0xDA
_NO_FRAMES: Final = frozenset({0xC4, 0xC8, 0xCC})
"""Markers of a JPEG among those of a frame, whose size they do not say."""
_MAX_JPEGS: Final = 8
_NEXT_JPEG: Final = re.compile(rb'\0*(?=\xff\xd8\xff)')


class PictureError(Exception):
    """Error: bytes that no picture of the format has."""


class Size(NamedTuple):
    """Width and height in pixels; both are 0 where a format says them elsewhere."""

    width: int
    height: int


_UNKNOWN: Final = Size(0, 0)


class Format(NamedTuple):
    """A format of pictures."""

    name: str
    suffixes: tuple[str, ...]
    """How the names of its files end; the first is the usual one."""
    begins: re.Pattern[bytes]
    """The bytes that its files begin with."""
    walk: Callable[[BinaryIO], Size]
    """Walks a file up to the end of its picture, and returns the size."""


def pixel_violation(stream: BinaryIO, name: str) -> str | None:
    """What is wrong with the picture in a file of that name, or None."""
    head = stream.read(_HEAD)
    suffix = Path(name).suffix
    found = next((one for one in FORMATS if one.begins.match(head)), None)
    if found is None:
        return f'{name!r} {_unlike_a_picture(head, suffix)}'
    if suffix.lower() not in found.suffixes:
        cure = f'rename it to {name.removesuffix(suffix) + found.suffixes[0]!r}'
        return f'{name!r} is {found.name}, though its name ends with {suffix!r}; {cure}'
    try:
        stream.seek(0)
        size = found.walk(stream)
    except PictureError:
        return f'{name!r} is cut off or damaged; put the picture there again'
    if stream.read(1):
        return f'{name!r} goes on where its picture ends; save it anew as {found.name}'
    if size.width * size.height > MAX_PIXELS:
        shown = f'{size.width} by {size.height} pixels'
        return f'{name!r} has {shown}; browsers need too much memory for it'
    return None


def _unlike_a_picture(head: bytes, suffix: str) -> str:
    """What to say of a file that begins like no format."""
    if not head:
        return 'is empty; put the picture there again'
    if head.startswith(_IN_STORE):
        return 'only names a picture that Git LFS keeps; run git lfs pull before a build'
    kind = suffix[1:].upper()
    if b'<svg' in head and b'<html' not in head.lower():
        return f'is SVG, though its name ends with {suffix!r}; rename it, or save it as {kind}'
    return f'is no picture that a page can show; put one there, saved as {kind}'


def _take(stream: BinaryIO, count: int) -> bytes:
    """The next bytes.

    :raises PictureError: where the file ends before.
    """
    taken = stream.read(count)
    if len(taken) < count:
        raise PictureError
    return taken


def _skip(stream: BinaryIO, count: int) -> None:
    """Go on by as many bytes.

    :raises PictureError: where the file ends before.
    """
    if count > 0:
        stream.seek(count - 1, os.SEEK_CUR)
        _take(stream, 1)


def _walk_png(stream: BinaryIO) -> Size:
    _take(stream, 8)
    size = None
    for _ in range(_MAX_PARTS):
        length, kind = int.from_bytes(_take(stream, 4)), _take(stream, 4)
        if size is None:
            if kind != b'IHDR' or length != 13:
                raise PictureError
            size = Size(int.from_bytes(_take(stream, 4)), int.from_bytes(_take(stream, 4)))
            length -= 8
        _skip(stream, length + 4)
        if kind == b'IEND':
            return size
    raise PictureError


def _walk_gif(stream: BinaryIO) -> Size:
    _take(stream, 6)
    size = Size(*(int.from_bytes(_take(stream, 2), 'little') for _ in range(2)))
    _skip_palette(stream, _take(stream, 3)[0])
    parts = 0
    while (block := _take(stream, 1)) != b';':
        if block == b',':
            _skip_palette(stream, _take(stream, 9)[8])
        elif block != b'!':
            raise PictureError
        _take(stream, 1)
        while length := _take(stream, 1)[0]:
            _skip(stream, length)
            parts += 1
            if parts > _MAX_PARTS:
                raise PictureError
    return size


def _skip_palette(stream: BinaryIO, flags: int) -> None:
    if flags & 0x80:
        _skip(stream, 3 << (flags & 7) + 1)


def _walk_jpeg(stream: BinaryIO) -> Size:
    """Walk over the picture, and over those that cameras put behind it, such as of its depth."""
    content = stream.read()
    size, at = _jpeg_at(content, 0)
    for _ in range(_MAX_JPEGS):
        behind = _NEXT_JPEG.match(content, at)
        if behind is None:
            break
        at = _jpeg_at(content, behind.end())[1]
    stream.seek(at)
    return size


def _jpeg_at(content: bytes, at: int) -> tuple[Size, int]:
    """Size of the JPEG that begins there, and where it ends."""
    size = _UNKNOWN
    at += 2
    for _ in range(_MAX_PARTS):
        marker = content[at : at + 2]
        if marker == b'\xff\xd9':
            return size, at + 2
        if marker == b'\xff\xff':  # markers may be padded
            at += 1
            continue
        if len(marker) < 2 or marker[0] != 0xFF:
            break
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in _NO_FRAMES:
            height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
            size = Size(int.from_bytes(width), int.from_bytes(height))
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker[1] == _PIXELS:
            end = _MARKER.search(content, at)
            at = end.start() if end else len(content)
    raise PictureError


def _walk_webp(stream: BinaryIO) -> Size:
    _take(stream, 4)
    length = int.from_bytes(_take(stream, 4), 'little')
    _skip(stream, length)
    stream.read(length % 2)
    return _UNKNOWN


def _walk_avif(stream: BinaryIO) -> Size:
    """Walk over the boxes, of which any may be the last."""
    for _ in range(_MAX_PARTS):
        head = stream.read(8)
        if not head:
            return _UNKNOWN
        if len(head) < 8 or not head[4:].isascii():
            break
        length, begun = int.from_bytes(head[:4]), 8
        if length == 1:
            length, begun = int.from_bytes(_take(stream, 8)), 16
        if length == 0:  # up to the end of the file
            stream.seek(0, os.SEEK_END)
            return _UNKNOWN
        if length < begun:
            break
        _skip(stream, length - begun)
    raise PictureError


FORMATS: Final = (
    Format('PNG', ('.png',), re.compile(rb'\x89PNG\r\n\x1a\n'), _walk_png),
    Format('GIF', ('.gif',), re.compile(rb'GIF8[79]a'), _walk_gif),
    Format('JPEG', ('.jpg', '.jpeg'), re.compile(rb'\xff\xd8\xff'), _walk_jpeg),
    Format('WebP', ('.webp',), re.compile(rb'RIFF....WEBPVP8', re.DOTALL), _walk_webp),
    Format('AVIF', ('.avif',), re.compile(rb'....ftyp.{0,52}avi[fs]', re.DOTALL), _walk_avif),
)
"""The formats that pages may show, beside SVG."""
