"""Cache of views: the decorator that computes a function of a corpus once for each corpus."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from criticwiki.corpus.corpus import Corpus

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
    old: Corpus, new: Corpus, views: Mapping[Callable[..., Any], Callable[[Any], bool]]
) -> None:
    """Give a later state those of some views of an earlier one whose subjects are wanted."""
    wanted = {getattr(view, '__wrapped__', view): test for view, test in views.items()}
    for key, made in old.memo.items():
        test = wanted.get(key[0])
        if test and test(key[1]):
            new.memo[key] = made


def keep_whole(old: Corpus, new: Corpus, view: Callable[[Corpus], Any]) -> None:
    """Give a later state a view of the whole of an earlier one, if it was made."""
    key = (getattr(view, '__wrapped__', view),)
    if key in old.memo:
        new.memo[key] = old.memo[key]


def remember(corpus: Corpus, view: Callable[[Corpus], View], made: View) -> None:
    """Give a view of the whole corpus where it is known without being made."""
    corpus.memo[(getattr(view, '__wrapped__', view),)] = made
