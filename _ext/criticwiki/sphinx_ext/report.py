"""Every problem, every build, in order of place: a second run never hides one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from criticwiki.problems import Problem

_logger = logging.getLogger(__name__)


def report(found: list[Problem]) -> None:
    """Log problems as warnings, so that `-W` fails on them and settings can silence them."""
    for problem in found:
        _logger.warning(
            '%s',
            problem.message,
            location=problem.place,
            type='wiki',
            subtype=problem.code.value,
        )
