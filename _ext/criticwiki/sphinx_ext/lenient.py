"""Reads a page that is no UTF-8 all the same, so that it is one problem and not the end.

Sphinx decodes files by the encoding in the settings of its environment, and stops at the
first that cannot be. The encoding named here replaces what is none; what has been replaced is
found, and told of, when the page is read.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

REPLACED: Final = '\N{REPLACEMENT CHARACTER}'
_NAME: Final = 'criticwiki_utf8'
_UTF8: Final = codecs.lookup('utf-8-sig')
_Decoder = _UTF8.incrementaldecoder


def read_leniently(env: BuildEnvironment) -> None:
    """Have Sphinx read on past what it cannot decode."""
    env.settings['input_encoding'] = _NAME


def _lenient_decoder(_errors: str = 'strict') -> codecs.IncrementalDecoder:
    return _Decoder('replace')


def _find(name: str) -> codecs.CodecInfo | None:
    if name != _NAME:
        return None
    return codecs.CodecInfo(
        _UTF8.encode,
        lambda data, _errors='strict': _UTF8.decode(data, 'replace'),
        incrementalencoder=_UTF8.incrementalencoder,
        incrementaldecoder=_lenient_decoder,  # type: ignore[arg-type]  # it wants a class
        name=_NAME,
    )


codecs.register(_find)
