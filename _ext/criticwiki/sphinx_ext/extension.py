"""What the extension registers with Sphinx: a table of contents of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .builders import WikiDirectoryHTMLBuilder, WikiHTMLBuilder
from .config import setup_config
from .data_files import write_data
from .directives import setup_directives
from .domain import WikiDomain, note_change, pack
from .generated_pages import prepare_site, write_generated
from .guard import Guard, hold_parsers
from .html.assets import add_styles, forget_tags
from .html.body import add_progress_script
from .html.furo import OneIdPerTable, add_templates
from .html.pages import finish_page, prepare_page
from .html.search import write_pages_file
from .incremental import Freshness
from .memory import Lean, forget_documents
from .nodes import setup_nodes
from .patches import KeepFootnotes, LeaveUnknown, OneLineDomain
from .reading import (
    Worker,
    load_readers,
    note_page,
    parents_of_removed,
    read_replaced,
    take_front_matter,
)
from .search import remember_stems
from .spoilers import CloseLinks, MarkLinks, keep_hidden_words_in
from .transforms import (
    DrawWiki,
    LeaveOutSurplus,
    MarkSpoilers,
    cut_circles,
    open_footnotes,
)
from .warnings import Lasting, tell_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from sphinx.application import Sphinx

    Handler: TypeAlias = Callable[..., Any]

BUILDERS: Final[tuple[Any, ...]] = (WikiHTMLBuilder, WikiDirectoryHTMLBuilder)
TRANSFORMS: Final = (KeepFootnotes, MarkLinks, CloseLinks, LeaveUnknown)
POST_TRANSFORMS: Final = (LeaveOutSurplus, DrawWiki, MarkSpoilers, OneIdPerTable)
OWN_EVENTS: Final = (
    'wiki-comparing',  # (app, docname), before a page is looked at
    'wiki-compared',  # (app, Comparison)
)


class At(NamedTuple):
    """Handlers with a priority that others of Sphinx or another extension force."""

    priority: int
    handlers: tuple[Handler, ...]


def at(priority: int, *handlers: Handler) -> At:
    """Handlers of one event and priority, called in this order."""
    return At(priority, handlers)


def events() -> tuple[tuple[str, tuple[At, ...]], ...]:
    """Handlers of every event in the order of a build, and of calls; 500 is Sphinx's default.

    Some belong to objects that live as long as the application.
    """
    guard, memory, worker = Guard(), Lean(), Worker()
    freshness, warned = Freshness(), Lasting()
    memory.watch_process()
    return (
        (
            'config-inited',
            (
                at(500, tell_once, remember_stems, keep_hidden_words_in, add_templates),
                at(900, guard.hold_settings),  # after other extensions have changed settings
                at(1000, memory.before_loading),  # the environment is loaded next
            ),
        ),
        (
            'builder-inited',
            (
                at(100, hold_parsers),  # before MyST and others (500) read the settings
                at(500, prepare_site, memory.begin, add_styles, add_progress_script),
                at(500, guard.copy_without),
            ),
        ),
        (
            'env-get-outdated',
            (at(500, read_replaced, parents_of_removed, warned.read_again),),
        ),
        (
            'env-before-read-docs',
            (at(500, load_readers, worker.before_all, warned.note_reading),),
        ),
        (
            'env-purge-doc',
            (
                at(100, note_change),  # before collectors of Sphinx (500) forget the page
                at(500, memory.between_pages),
            ),
        ),
        (
            'source-read',
            (
                at(1, worker.begin),  # before any handler asks the environment for pages
                at(900, take_front_matter),  # after extensions that make the source
            ),
        ),
        (
            'doctree-read',
            (
                at(300, open_footnotes),
                at(400, note_page),  # collectors of Sphinx (500) must not see what is withheld
            ),
        ),
        (
            'env-merge-info',
            (at(10_000, memory.after_worker),),  # after all that take over from the worker
        ),
        (
            'env-updated',
            (
                at(10, cut_circles),  # before whatever follows toctrees
                at(100, forget_documents),
                at(400, guard.tell),
                at(500, freshness.decide),
                at(900, pack),  # after all that ask for the pages: Sphinx saves them next
            ),
        ),
        ('write-started', (at(500, memory.before_writing, forget_tags),)),
        (
            'doctree-resolved',
            (at(500, freshness.note_written, warned.note_written, memory.between_pages),),
        ),
        ('html-collect-pages', (at(500, write_generated),)),
        (
            'html-page-context',
            (
                at(450, prepare_page),  # after notfound.extension (400) and before furo (500)
                at(550, finish_page),  # after furo
            ),
        ),
        (
            'build-finished',
            (
                at(100, memory.end),
                at(400, write_data),
                at(500, freshness.keep, warned.keep, write_pages_file),
            ),
        ),
    )


def setup(app: Sphinx) -> None:
    """Register everything."""
    setup_config(app)
    for builder in BUILDERS:
        app.add_builder(builder, override=True)
    app.add_domain(WikiDomain)
    app.add_domain(OneLineDomain, override=True)
    setup_nodes(app)
    setup_directives(app)
    for transform in TRANSFORMS:
        app.add_transform(transform)
    for post_transform in POST_TRANSFORMS:
        app.add_post_transform(post_transform)
    for event in OWN_EVENTS:
        app.add_event(event)
    for event, groups in events():
        for priority, handlers in groups:
            for handler in handlers:
                app.connect(event, handler, priority)
