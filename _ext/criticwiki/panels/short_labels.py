"""Short labels of reviews: what the sidebar and the list of critics call them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from criticwiki.cached_view import cached_view
from criticwiki.corpus.corpus import ReviewEntry
from criticwiki.i18n import _
from criticwiki.model.review import Review

from .common import critic_of
from .components import scope_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criticwiki.corpus.corpus import Corpus


@cached_view
def short_labels(corpus: Corpus) -> Mapping[str, str]:
    """Label of each review by docname: its own, or its critic, with the scope of one of several.

    A review without either is called by its title, and so is one that shares all of these.
    """
    reviews = [
        ReviewEntry(page, page.facts)
        for page in corpus.pages.values()
        if isinstance(page.facts, Review)
    ]
    names = {one.docname: one.facts.label or one.facts.critic or '' for one in reviews}
    count = Counter(names.values())
    scoped = {
        one.docname: _scoped(corpus, one, names[one.docname])
        for one in reviews
        if count[names[one.docname]] > 1
    }
    scoped_count = Counter(scoped.values())
    labels: dict[str, str] = {}
    for one in reviews:
        name = names[one.docname]
        label = name if count[name] == 1 else scoped[one.docname]
        unique = name and (count[name] == 1 or scoped_count[label] == 1)
        labels[one.docname] = label if unique else one.page.title or one.docname
    return labels


def _scoped(corpus: Corpus, review: ReviewEntry, name: str) -> str:
    scope = scope_label(critic_of(corpus, review))
    return _('%(critic)s, %(scope)s') % {'critic': name, 'scope': scope} if scope else name
