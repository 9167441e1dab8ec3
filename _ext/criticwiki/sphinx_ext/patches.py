"""Privates of other libraries: each class or function says which, and in which version.

For Sphinx 8.2 to 9.2, docutils 0.21 to 0.23 and MyST-Parser 5; lines are those of Sphinx 9.0.4.
A new version of one of them means a look at its section here, and `make matrix`. Three more modules
rest on privates: `html/furo.py` on the markup and the context of furo, `search.py` on Sphinx's
`IndexBuilder`, `warnings.py` on texts of messages.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from docutils import nodes
from docutils.parsers.rst.directives.body import Epigraph
from docutils.statemachine import StringList
from sphinx.directives.patches import Figure
from sphinx.domains.std import StandardDomain

from criticwiki.guard.files import glob_of
from criticwiki.text import in_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.build_phase import BuildPhase
    from sphinx.util.tags import Tags

# -- Sphinx: application and environment ---------------------------------------------------


def builder_of(env: BuildEnvironment) -> Builder:
    """Builder that uses an environment.

    `env.app`, which is deprecated, returns the same application, and nothing else does.
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L298
    """
    return application_of(env).builder


def application_of(owner: BuildEnvironment | Builder) -> Sphinx:
    """Application of an environment or a builder: `_app` since Sphinx 9, before it `app`."""
    return cast('Sphinx', vars(owner).get('_app') or owner.app)


def enter_phase(builder: Builder, phase: BuildPhase) -> None:
    """Tell Sphinx what a build does now, for its log and for those who listen.

    The phase is the builder's since Sphinx 9; before it was the application's, as `app.phase`,
    which can still be read.
    https://github.com/sphinx-doc/sphinx/blob/v8.2.0/sphinx/application.py#L199
    """
    holder: Any = builder if hasattr(builder, 'phase') else application_of(builder)
    holder.phase = phase


def resolved_doctree(builder: Builder, docname: str, tags: Tags) -> nodes.document:
    """Document of a page, with its references resolved.

    The tags are asked for since Sphinx 9; before it they were the application's.
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L668
    """
    resolve: Callable[..., nodes.document] = builder.env.get_and_resolve_doctree
    more = {'tags': tags} if hasattr(builder, 'phase') else {}
    return resolve(docname, builder, **more)


_DOCTREE_CACHES: Final = ('_write_doc_doctree_cache', '_pickled_doctree_cache')
"""Private caches of the environment; one that does not exist is skipped."""


def drop_doctrees(env: BuildEnvironment) -> None:
    """Clear the caches of doctrees: Sphinx drops a doctree only when it writes the page.

    They are read again when they are asked for:
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L149
    """
    for name in _DOCTREE_CACHES:
        getattr(env, name, {}).clear()


def drop_master_doctree(env: BuildEnvironment) -> None:
    """Drop the document of the root, which an environment keeps for its whole life.

    Sphinx means it for one build, and never asks whether the page has been read anew.
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L665
    """
    env.__dict__.pop('master_doctree', None)


_TREES: Final = ('titles', 'longtitles', 'tocs')
"""Attributes of the environment with nodes of each page."""


def forget_pages(env: BuildEnvironment) -> None:
    """Let a worker forget the nodes of pages that it has not read.

    Sphinx has each worker send the whole environment, with all that others read before:
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/__init__.py#L612
    """
    for name in _TREES:
        getattr(env, name).clear()


def empty(env: BuildEnvironment) -> None:
    """Empty an environment that a worker has sent, which Sphinx does not use again.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/__init__.py#L617
    """
    vars(env).clear()


_CODEC: Final = 'criticwiki_utf8'
_UTF8: Final = codecs.lookup('utf-8-sig')
_Decoder = _UTF8.incrementaldecoder


def read_leniently(env: BuildEnvironment) -> None:
    """Have Sphinx replace bytes that are not UTF-8, on which `Builder.read_doc` fails.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/__init__.py#L644
    """
    env.settings['input_encoding'] = _CODEC


def _lenient_decoder(_errors: str = 'strict') -> codecs.IncrementalDecoder:
    return _Decoder('replace')


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name != _CODEC:
        return None
    return codecs.CodecInfo(
        _UTF8.encode,
        lambda data, _errors='strict': _UTF8.decode(data, 'replace'),
        incrementalencoder=_UTF8.incrementalencoder,
        incrementaldecoder=_lenient_decoder,  # type: ignore[arg-type]  # it wants a class
        name=_CODEC,
    )


codecs.register(_find_codec)


# -- Sphinx: HTML builders -----------------------------------------------------------------

Assets: TypeAlias = 'tuple[list[Any], list[Any]]'


def assets_of(builder: StandaloneHTMLBuilder) -> Assets:
    """Copies of the style sheets and scripts of all pages."""
    return builder._css_files.copy(), builder._js_files.copy()


def restore_assets(builder: StandaloneHTMLBuilder, assets: Assets) -> None:
    """Restore the style sheets and scripts of all pages.

    Sphinx does so after each page, but not after one within which a build was cut off.
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L149
    """
    builder._css_files[:], builder._js_files[:] = assets


_COPIED: Final = {
    'html_static_path': 'copy_html_static_files',
    'html_extra_path': 'copy_extra_files',
}
"""Settings of static files, with the method that copies them."""


def copy_static_files_without(
    builder: Builder, names: Mapping[str, Mapping[str, Sequence[str]]]
) -> None:
    """Have a builder copy each static folder without the files of these names.

    `names` is by setting and entry of it.

    Sphinx asks `exclude_patterns` by the path below the folder, so a name of one folder would
    be left out of all, those of themes and extensions as well.
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L868
    """
    for setting, method in _COPIED.items():
        if copy := getattr(builder, method, None):
            setattr(builder, method, partial(_copy, builder, setting, copy, names[setting]))


def _copy(
    builder: Builder,
    setting: str,
    copy: Callable[..., None],
    names: Mapping[str, Sequence[str]],
    *context: object,
) -> None:
    """Copy the entries of a setting, one after the other."""
    config = builder.config
    entries, excluded = config[setting], config['exclude_patterns']
    try:
        for entry in entries:
            left_out = names.get(os.fspath(entry), ())
            patterns = [
                glob_of(name if '/' in name else f'./{name}', composed=False) for name in left_out
            ]
            config[setting] = [entry]
            config['exclude_patterns'] = [*excluded, *patterns]
            copy(*context)
    finally:
        config[setting] = entries
        config['exclude_patterns'] = excluded


# -- Sphinx: inventory ---------------------------------------------------------------------

Entry: TypeAlias = tuple[str, str, str, str, str, int]
"""Name, title, type, docname, anchor and priority, as a domain gives them."""

_READ_AS: Final = re.compile(r'(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)')


def entries(objects: Iterable[Entry], domain: str) -> Iterator[Entry]:
    """Objects with name and title in one line each, without those that would be misread.

    Sphinx writes a line for each object, whatever is in its name, and passes over lines that it
    cannot read: https://github.com/sphinx-doc/sphinx/issues/8825
    The pattern is that of `InventoryFile._loads_v2`:
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/inventory.py#L96
    """
    for name, title, kind, docname, anchor, priority in objects:
        one = in_one_line(name)
        read = _READ_AS.match(f'{one} {domain}:{kind} {priority} x x')
        if read and read.group(1, 2) == (one, f'{domain}:{kind}'):
            yield one, in_one_line(str(title)) or one, kind, docname, anchor, priority


class OneLineDomain(StandardDomain):
    """Sphinx's domain `std` of labels, terms and documents, fit for the inventory."""

    _last: _LastDoctree | None = None

    def get_objects(self) -> Iterator[Entry]:
        """Objects of Sphinx, each fit for a line of the inventory."""
        return entries(super().get_objects(), self.name)

    def _resolve_numref_xref(self, env: BuildEnvironment, *arguments: Any) -> Any:
        """Resolve a `{numref}`, for each of which Sphinx loads the whole page of the figure.

        https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/domains/std/__init__.py#L1105
        """
        if self._last is None or not self._last.is_of(env):
            self._last = _LastDoctree(env)
        return super()._resolve_numref_xref(cast('BuildEnvironment', self._last), *arguments)


class _LastDoctree:
    """An environment that keeps the doctree that was last asked for, as long as its file is."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self._docname = ''
        self._serialised: bytes | None = None
        self._doctree: nodes.document | None = None

    def is_of(self, env: BuildEnvironment) -> bool:
        return self._env is env

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)

    def get_doctree(self, docname: str) -> nodes.document:
        cached: dict[str, bytes] = getattr(self._env, _DOCTREE_CACHES[1], {})
        serialised = cached.get(docname)
        if self._doctree is None or docname != self._docname or serialised is not self._serialised:
            self._doctree = self._env.get_doctree(docname)
            self._docname, self._serialised = docname, cached.get(docname)
        return self._doctree


# -- Sphinx and docutils: directives that fail on nothing ----------------------------------


class FigureDirective(Figure):
    """A figure, which may have no caption; docutils fails on a blank line as its content.

    `Figure.run` in docutils/parsers/rst/directives/images.py takes the first of no nodes in 0.21,
    and reads the variable of a loop that has not run in 0.22.
    """

    def run(self) -> list[nodes.Node]:
        """Leave out content without a node."""
        try:
            return super().run()
        except (IndexError, UnboundLocalError):  # docutils 0.21, 0.22
            self.content = StringList()
            return super().run()


class EpigraphDirective(Epigraph):
    """An epigraph, left out if it is empty: Sphinx 9.0.4 replaces an empty quotation by nothing.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/transforms/__init__.py#L178
    """

    def run(self) -> list[nodes.Node]:
        """Leave out a quotation without content, on which that transform fails."""
        run = cast('Callable[[], list[nodes.Node]]', super().run)
        return [node for node in run() if node.children or not isinstance(node, nodes.block_quote)]


# -- sphinxext-rediraffe and sphinx-sitemap: builders ----------------------------------------


def pass_for_builders_of_sphinx(
    pages: type[StandaloneHTMLBuilder], folders: type[StandaloneHTMLBuilder]
) -> None:
    """Have extensions take two builders for `html` and `dirhtml` of Sphinx, which they replace.

    sphinxext-rediraffe 0.3.0 writes redirects only if `type(app.builder)` is one of Sphinx's,
    sphinx-sitemap 2.9.0 asks for the name of that type.
    """
    pages.__name__, folders.__name__ = 'StandaloneHTMLBuilder', 'DirectoryHTMLBuilder'
    if module := cast('Any', sys.modules.get('sphinxext.rediraffe')):
        module.StandaloneHTMLBuilder, module.DirectoryHTMLBuilder = pages, folders


# -- MyST: anchors -------------------------------------------------------------------------

MYST_ANCHORS: Final = 879
"""Priority of `ResolveAnchorIds`, which gives a link without words those of its target."""
MYST_LINK: Final = 'id_link'
"""Attribute of a reference that it resolves."""
MYST_SLUGS: Final = 'myst_slugs'
"""Key of the metadata of a page: the place of each name that `[](#name)` may lead to."""
