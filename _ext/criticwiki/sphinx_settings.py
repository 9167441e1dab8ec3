"""Settings of Sphinx as conf.py writes them: misspelled names, and themes that are not there."""

from __future__ import annotations

import ast
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

_NAMES: Final = """
author copyright default_role exclude_patterns extensions figure_language_filename
highlight_language highlight_options include_patterns language locale_dirs master_doc
needs_extensions needs_sphinx nitpick_ignore nitpick_ignore_regex nitpicky numfig numfig_format
numfig_secnum_depth project project_copyright pygments_style release root_doc smartquotes
smartquotes_action smartquotes_excludes source_suffix suppress_warnings templates_path today
today_fmt tls_cacerts tls_verify user_agent version

html_additional_pages html_baseurl html_compact_lists html_context html_copy_source html_css_files
html_domain_indices html_extra_path html_favicon html_file_suffix html_js_files
html_last_updated_fmt html_last_updated_use_utc html_link_suffix html_logo html_math_renderer
html_output_encoding html_permalinks html_permalinks_icon html_scaled_image_link
html_search_language html_search_options html_search_scorer html_secnumber_suffix
html_short_title html_show_copyright html_show_search_summary html_show_sourcelink
html_show_sphinx html_sidebars html_sourcelink_suffix html_split_index html_static_path html_style
html_theme html_theme_options html_theme_path html_title html_use_index html_use_opensearch

epub_author epub_basename epub_contributor epub_copyright epub_cover epub_css_files
epub_description epub_exclude_files epub_fix_images epub_guide epub_identifier epub_language
epub_max_image_width epub_post_files epub_pre_files epub_publisher epub_scheme epub_show_urls
epub_theme epub_theme_options epub_title epub_tocdepth epub_tocdup epub_tocscope epub_uid
epub_use_index epub_version epub_writing_mode

latex_additional_files latex_appendices latex_docclass latex_documents latex_domain_indices
latex_elements latex_engine latex_logo latex_show_pagerefs latex_show_urls latex_table_style
latex_theme latex_theme_options latex_theme_path latex_toplevel_sectioning
latex_use_latex_multicolumn latex_use_xindy

linkcheck_allowed_redirects linkcheck_anchors linkcheck_anchors_ignore
linkcheck_anchors_ignore_for_url linkcheck_auth linkcheck_exclude_documents linkcheck_ignore
linkcheck_rate_limit_timeout linkcheck_report_timeouts_as_broken linkcheck_request_headers
linkcheck_retries linkcheck_timeout linkcheck_workers

myst_all_links_external myst_commonmark_only myst_disable_syntax myst_enable_checkboxes
myst_enable_extensions myst_fence_as_directive myst_footnote_transition myst_gfm_only
myst_heading_anchors myst_heading_slug_func myst_html_meta myst_links_external_new_tab
myst_number_code_blocks myst_ref_domains myst_sub_delimiters myst_substitutions
myst_title_to_header myst_url_schemes myst_words_per_minute
"""
SPHINX_SETTINGS: Final = frozenset(_NAMES.split())
"""Settings of Sphinx and of MyST that the conf.py of a wiki may have."""
_THEMES: Final = frozenset(
    {'agogo', 'basic', 'bizstyle', 'classic', 'default', 'epub', 'haiku', 'nature', 'nonav'}
    | {'pyramid', 'scrolls', 'sphinxdoc', 'traditional'}
)
"""Themes that Sphinx itself has."""


def require_spelling(
    content: bytes, values: Mapping[str, object], known: Container[str] = ()
) -> None:
    """Check that no name in conf.py is a setting of Sphinx with one slip.

    A name of its own may look like one: what is read again in conf.py, or stands beside the
    setting that it would mean, is none.

    :param content: what conf.py holds.
    :param values: the names that it defines.
    :param known: further settings, of other extensions.
    :raises ValueError: at the first that is misspelled.
    """
    names = [node for node in ast.walk(ast.parse(content)) if isinstance(node, ast.Name)]
    used = {node.id for node in names if not isinstance(node.ctx, ast.Store)}
    for name in dict.fromkeys(node.id for node in names if node.id in values):
        if name in used or name in SPHINX_SETTINGS or name in known:
            continue
        meant = next((one for one in sorted(SPHINX_SETTINGS) if _is_slip(name, one)), None)
        if meant and meant not in values:
            raise ValueError(f'there is no setting {name!r}; did you mean {meant!r}?')


_NONE: Final = ast.Constant(None)


def _is_slip(name: str, setting: str) -> bool:
    """Whether a letter is missing, too many, another one, or in the place of the next."""
    if abs(len(name) - len(setting)) > 1 or (name == f'{setting}s' and '_' not in name):
        return False  # several authors or versions are not a misspelled one
    begun = next((at for at, char in enumerate(setting) if name[at : at + 1] != char), len(setting))
    written, meant = name[begun:], setting[begun:]
    swapped = written[1::-1] + written[2:]
    return meant in {written[1:], swapped} or meant[1:] in {written, written[1:]}


def card_problems(content: bytes, card: str, address: str) -> Iterator[Problem]:
    """The problem of a picture for links in a wiki that has no address.

    An address that conf.py asks the environment for may be there in other builds.

    :param content: what conf.py holds.
    :param card: `criticwiki_card`, as it is set.
    :param address: `html_baseurl`, the same.
    """
    if not card or address:
        return
    nodes = list(ast.walk(ast.parse(content)))
    values = {
        target.id: node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    lines = {node.id: node.lineno for node in nodes if isinstance(node, ast.Name)}
    if isinstance(values.get('html_baseurl', _NONE), ast.Constant):
        message = (
            'criticwiki_card is shown nowhere, as programs find a picture by the address of the'
            " site; set that: html_baseurl = 'https://wiki.example/'"
        )
        yield Problem('conf.py', lines.get('criticwiki_card', 1), 1, Code.MISSING_KEY, message)


def require_theme(values: Mapping[str, Any], *, closed: bool) -> None:
    """Check that the theme of the site is installed.

    :param values: the names that conf.py defines.
    :param closed: whether all extensions are known; others may bring a theme.
    :raises ValueError: where it is not.
    """
    theme = values.get('html_theme')
    if not isinstance(theme, str) or theme in _THEMES or _is_package(theme):
        return
    themes = {*_THEMES, *entry_points(group='sphinx.html_themes').names}
    if theme in themes:
        return
    meant = next((one for one in sorted(themes) if _is_slip(theme, one)), None)
    if meant or (closed and 'setup' not in values and not values.get('html_theme_path')):
        cure = f'did you mean {meant!r}?' if meant else 'install its package, or name another'
        raise ValueError(f'html_theme: there is no theme {theme!r} here; {cure}')


def _is_package(theme: str) -> bool:
    """Whether there is a package of that name, which saves looking into all of them."""
    return theme.isidentifier() and find_spec(theme) is not None
