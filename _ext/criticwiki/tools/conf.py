"""Reads conf.py as Sphinx does, without Sphinx."""

from __future__ import annotations

import os
from contextlib import chdir
from typing import TYPE_CHECKING, Any

from criticwiki.config import Settings, settings_of

if TYPE_CHECKING:
    from pathlib import Path


class ConfError(Exception):
    """conf.py cannot be read; the message says where and why."""


def read_settings(source: Path) -> Settings:
    """The settings in the conf.py of a source folder, which is run.

    :raises ConfError: where it is not there, fails, or holds a setting that cannot be used.
    """
    file = source / 'conf.py'
    names: dict[str, Any] = {'__file__': os.fspath(file.resolve())}
    try:
        code = compile(file.read_bytes(), names['__file__'], 'exec')
        with chdir(source):
            exec(code, names)
        return settings_of(names)
    except OSError as error:
        raise ConfError(f'{file}: {error.strerror}') from error
    except ValueError as error:
        raise ConfError(f'{file}: {error}') from error
    except Exception as error:  # conf.py may do, and fail at, anything
        raise ConfError(f'{file}: {type(error).__name__}: {error}') from error
