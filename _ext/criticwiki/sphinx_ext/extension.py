"""Registration with Sphinx: builders, transforms, and every event handler in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from criticwiki.panel_registry import forget_added
from criticwiki.sphinx_ext.html.assets import add_styles, forget_tags

from .added_panels import note_panels
from .books import (
    AddSpoilerNotice,
    ArrangePrint,
    IndexPages,
    MarkSpoilers,
    PrintPageNumbers,
    add_latex_style,
)
from .builders import WikiDirectoryHTMLBuilder, WikiHTMLBuilder, introduce_builders
from .config import load_catalogs, refuse_wrong_settings, setup_config
from .data_files import write_data, write_sitemap
from .directives import setup_directives, setup_nodes
from .domain import WikiDomain, note_change, pack
from .epub import WikiEpubBuilder, set_cover
from .footnotes import note_closed_calls, setup_footnotes
from .generated_pages import prepare_site, write_generated
from .guard import Guard, restrict_parsers
from .heading_ids import NameHeadings, make_headings_places
from .html.furo import OneIdPerTable, add_templates
from .html.not_found import set_prefix
from .html.pages import finish_page, prepare_page, print_head_tags
from .html.progress import add_progress_script
from .incremental import IncrementalBuild
from .linkcheck import WikiLinkChecker
from .lock import BuildLock
from .memory import BuildMemory, forget_documents
from .patches import OneLineDomain
from .plot import FoldPlot
from .reading import (
    Worker,
    load_readers,
    note_page,
    parents_of_removed,
    read_replaced,
    renumbered,
    take_front_matter,
)
from .recovery import (
    damaged_doctrees,
    drop_damaged_build_info,
    drop_damaged_environment,
    fail_where_nothing_is_written,
    remove_stale_static_files,
    save_doctree_checksums,
    save_environment_checksum,
)
from .search import write_index
from .spoiler_appendix import LeadIntoAppendix
from .transforms import (
    ApplyToctreeCuts,
    DrawWiki,
    HideSpoilerTitles,
    KeepFootnotesInSpoilers,
    MarkLinks,
    ReplaceUnknownFootnotes,
    SetYearApostrophes,
    break_footnote_cycles,
    break_toctree_cycles,
    disable_features_that_leak,
)
from .translation import front_matter_text, offer_front_matter
from .warnings import PersistentWarnings, suppress_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from sphinx.application import Sphinx

    Handler: TypeAlias = Callable[..., Any]

BUILDERS: Final[tuple[Any, ...]] = (
    WikiHTMLBuilder,
    WikiDirectoryHTMLBuilder,
    WikiEpubBuilder,
    WikiLinkChecker,
)
TRANSFORMS: Final = (
    NameHeadings, KeepFootnotesInSpoilers, FoldPlot, MarkLinks, HideSpoilerTitles,
    ReplaceUnknownFootnotes, SetYearApostrophes,
)  # fmt: skip
POST_TRANSFORMS: Final = (
    ApplyToctreeCuts,
    DrawWiki,
    MarkSpoilers,
    AddSpoilerNotice,
    ArrangePrint,
    IndexPages,
    LeadIntoAppendix,
    PrintPageNumbers,
    OneIdPerTable,
)
OWN_EVENTS: Final = (
    'wiki-comparing',  # (app, docname), before a page is looked at
    'wiki-compared',  # (app, Comparison)
)


def events() -> tuple[tuple[str, int, tuple[Handler, ...]], ...]:
    """Event, priority, and handlers in the order of their calls, in the order of a build.

    The priority is Sphinx's own 500 unless somebody else's handler forces another. Some handlers
    belong to objects that live as long as the application.
    """
    guard, memory, worker = Guard(), BuildMemory(), Worker()
    incremental_build, warned = IncrementalBuild(), PersistentWarnings()
    lock = BuildLock()
    memory.watch_process()
    return (
        # before anything is read that another build may write
        ('config-inited', 0, (lock.take,)),
        (
            'config-inited',
            500,
            (
                load_catalogs,
                note_panels,
                suppress_duplicates,
                disable_features_that_leak,
                make_headings_places,
                add_templates,
                set_prefix,
                set_cover,
                add_latex_style,
                introduce_builders,
            ),
        ),
        # before and after other extensions change settings
        ('config-inited', 1, (refuse_wrong_settings, guard.note_settings)),
        ('config-inited', 900, (guard.restrict_settings, drop_damaged_environment)),
        # Sphinx loads the environment next
        ('config-inited', 1000, (memory.before_loading,)),
        # before MyST and others (500) read the settings
        ('builder-inited', 100, (restrict_parsers,)),
        (
            'builder-inited',
            500,
            (
                prepare_site,
                offer_front_matter,
                memory.begin,
                add_styles,
                add_progress_script,
                save_doctree_checksums,
                fail_where_nothing_is_written,
                drop_damaged_build_info,
                remove_stale_static_files,
                print_head_tags,
                guard.copy_without,
            ),
        ),
        (
            'env-get-outdated',
            500,
            (read_replaced, renumbered, parents_of_removed, warned.read_again, damaged_doctrees),
        ),
        ('env-before-read-docs', 500, (load_readers, worker.before_all, warned.note_reading)),
        # before collectors of Sphinx (500) forget the page
        ('env-purge-doc', 100, (note_change,)),
        ('env-purge-doc', 500, (memory.between_pages,)),
        # before any handler asks for pages in a worker
        ('source-read', 1, (worker.begin,)),
        # after extensions that change the source, just before the parser has it
        ('source-read', 900, (take_front_matter,)),
        # before the page is recorded, which is before collectors of Sphinx (500) see what is
        # withheld from them
        ('doctree-read', 300, (break_footnote_cycles, note_closed_calls)),
        ('doctree-read', 400, (note_page,)),
        # after all that take something over from the worker
        ('env-merge-info', 10_000, (memory.after_worker,)),
        # before anything follows toctrees
        ('env-updated', 10, (break_toctree_cycles,)),
        ('env-updated', 100, (forget_documents,)),
        ('env-updated', 400, (guard.tell,)),
        ('env-updated', 500, (incremental_build.decide,)),
        # after all that ask for the corpus; Sphinx saves the environment next
        ('env-updated', 900, (pack,)),
        # Sphinx has just saved the environment
        ('env-check-consistency', 1, (save_environment_checksum,)),
        ('write-started', 500, (memory.before_writing, forget_tags)),
        (
            'doctree-resolved',
            500,
            (incremental_build.note_written, warned.note_written, memory.between_pages),
        ),
        # before a book is packed
        ('html-collect-pages', 500, (write_generated, incremental_build.clear_book)),
        # after notfound.extension (400), which makes URLs absolute, and before furo (500)
        ('html-page-context', 450, (prepare_page,)),
        # after furo (500), and whatever else writes into a page
        ('html-page-context', 800, (finish_page,)),
        # before others use memory, and before the record of the build is written
        ('build-finished', 100, (memory.end,)),
        ('build-finished', 400, (write_data, write_sitemap)),
        ('build-finished', 500, (incremental_build.keep, warned.keep, write_index)),
        # after all that write
        ('build-finished', 10_000, (lock.free,)),
    )


def setup(app: Sphinx) -> None:
    """Register everything."""
    forget_added()
    setup_config(app)
    for builder in BUILDERS:
        app.add_builder(builder, override=True)
    app.add_domain(WikiDomain)
    app.add_domain(OneLineDomain, override=True)
    setup_nodes(app)
    app.add_node(front_matter_text)
    setup_directives(app)
    setup_footnotes(app)
    for transform in TRANSFORMS:
        app.add_transform(transform)
    for post_transform in POST_TRANSFORMS:
        app.add_post_transform(post_transform)
    for event in OWN_EVENTS:
        app.add_event(event)
    for event, priority, handlers in events():
        for handler in handlers:
            app.connect(event, handler, priority)
