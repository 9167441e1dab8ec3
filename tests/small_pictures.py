"""The smallest picture of each format that pages may show, as bytes."""

from __future__ import annotations

from typing import Final

SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>'
PNG: Final = bytes.fromhex(
    '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489'
    '0000000d49444154789c63f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082'
)
GIF: Final = (
    b'GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;'
)
JPEG: Final = (
    b'\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0'
    b'\xff\xda\0\x08\1\1\0\0\x3f\0\xd2\xcf\x20\xff\0\xff\xd9'
)
WEBP: Final = b'RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0'
AVIF: Final = b'\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\0\0\x0cmetaword\0\0\0\x09mdat\1'
SMALLEST: Final = {
    'png': PNG, 'gif': GIF, 'jpg': JPEG, 'jpeg': JPEG, 'webp': WEBP, 'avif': AVIF, 'svg': SVG,
}  # fmt: skip
"""The smallest picture by how the name of its file ends."""
