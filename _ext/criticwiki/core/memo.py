"""Views are made once for each corpus, which never changes."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from criticwiki.core.corpus import Corpus

Options = ParamSpec('Options')
View = TypeVar('View')


def remembered(
    make: Callable[Concatenate[Corpus, Options], View],
) -> Callable[Concatenate[Corpus, Options], View]:
    """Make a view once for each corpus: many pages show it."""

    @wraps(make)
    def view(corpus: Corpus, /, *args: Options.args, **options: Options.kwargs) -> View:
        key = (make, *(getattr(arg, 'docname', arg) for arg in args))
        if key not in corpus.memo:
            corpus.memo[key] = make(corpus, *args, **options)
        found: View = corpus.memo[key]
        return found

    return view


def keep(
    old: Corpus,
    new: Corpus,
    view: Callable[Concatenate[Corpus, Options], View],
    wanted: Callable[[Any], bool],
) -> None:
    """Give a later state the views of an earlier one whose subjects are `wanted`."""
    make = getattr(view, '__wrapped__', view)
    new.memo.update(
        (key, made) for key, made in old.memo.items() if key[0] is make and wanted(key[1])
    )


def remember(corpus: Corpus, view: Callable[[Corpus], View], made: View) -> None:
    """Give a view of the whole corpus where it is known without being made."""
    corpus.memo[(getattr(view, '__wrapped__', view),)] = made
