"""Decorator that caches a function's result in its corpus; a pause of garbage collection."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from criticwiki.corpus.corpus import Corpus

Options = ParamSpec('Options')
View = TypeVar('View')


def cached_view(
    make: Callable[Concatenate[Corpus, Options], View],
) -> Callable[Concatenate[Corpus, Options], View]:
    """Decorator that computes a view once for each corpus: many pages show it."""

    @wraps(make)
    def view(corpus: Corpus, /, *args: Options.args, **options: Options.kwargs) -> View:
        stated = args[:-1] if args and args[-1] is None else args  # None is what is left out
        key = (make, *(getattr(arg, 'docname', arg) for arg in stated))
        if key not in corpus.view_cache:
            corpus.view_cache[key] = make(corpus, *args, **options)
        cached: View = corpus.view_cache[key]
        return cached

    return view


def copy_views(
    old: Corpus, new: Corpus, views: Mapping[Callable[..., Any], Callable[[Any], bool]]
) -> None:
    """Copy cached views to a later corpus, each where the test of its first argument holds."""
    tests = {getattr(view, '__wrapped__', view): test for view, test in views.items()}
    for key, cached in old.view_cache.items():
        test = tests.get(key[0])
        if test and test(key[1]):
            new.view_cache[key] = cached


def copy_view(old: Corpus, new: Corpus, view: Callable[[Corpus], Any]) -> None:
    """Copy a view without arguments to a later corpus, if it is cached."""
    key = (getattr(view, '__wrapped__', view),)
    if key in old.view_cache:
        new.view_cache[key] = old.view_cache[key]


def set_view(corpus: Corpus, view: Callable[[Corpus], View], value: View) -> None:
    """Put a view without arguments into the cache, where it is cheaper to derive than to make."""
    corpus.view_cache[(getattr(view, '__wrapped__', view),)] = value


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Context manager that pauses garbage collection while long-lived data is built.

    The collector would look through all pages again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
