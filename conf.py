"""Settings of this wiki. The extension's own are those that begin with `criticwiki_`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / '_ext'))

import criticwiki
from criticwiki.hosting import hosting

# -- What this wiki is ------------------------------------------------------------------

project = 'Metallic Rouge'
author = 'the editors of criticwiki'
copyright = 'the editors of criticwiki. Text CC BY-SA 4.0, code MIT'
criticwiki_license = 'https://creativecommons.org/licenses/by-sa/4.0/'  # of the text
version = release = criticwiki.__version__  # EPUB wants one
language = 'en'

# Where readers reach the site, and where editors reach its source. Read the Docs, GitHub, GitLab,
# Netlify and Cloudflare Pages say so themselves, and a fork's pages lead to the fork; what stands
# here is for other builds. WIKI_ADDRESS, WIKI_REPOSITORY and WIKI_BRANCH come before all.
host = hosting(repository='https://github.com/criticwiki/metallic-rouge', branch='main')
html_baseurl = host.address

# -- How pages are read -----------------------------------------------------------------

extensions = ['myst_parser', 'sphinx_design', 'notfound.extension', 'criticwiki']
exclude_patterns = [
    '.*',
    '_build',
    '_ext',
    'docs',
    'node_modules',
    'tests',
    'tools',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'README.md',
]
myst_enable_extensions = ['colon_fence', 'deflist']

# Anybody may send a page, so a page can do no harm. The extension holds these lines even where
# a conf.py forgets them.
criticwiki_guard = True  # what pages may use is listed; a page with anything else is not shown
criticwiki_directives: dict[str, list[str]] = {}  # further directives, each with its options
criticwiki_roles: list[str] = []  # further roles
criticwiki_files: list[str] = []  # what else of the static folders is published: 'terms.pdf'
source_suffix = {'.md': 'markdown'}  # reStructuredText could include files and run raw HTML
myst_disable_syntax = ['html_block', 'html_inline']  # no script, style, frame or form
myst_url_schemes = ['http', 'https', 'mailto']  # no address that runs, or reads a file

nitpicky = True  # Read the Docs passes no -n
suppress_warnings: list[str] = []

# -- How scores are read: the method page prints what stands here -------------------------

criticwiki_letters = {
    'A+': 100,
    'A': 100,
    'A-': 91,
    'B+': 83,
    'B': 75,
    'B-': 67,
    'C+': 58,
    'C': 50,
    'C-': 42,
    'D+': 33,
    'D': 25,
    'D-': 16,
    'F': 0,
}
# Other scales, by name: {'thumbs': {'steps': {'thumbs up': 100, 'thumbs down': 0}},
#                         'points': {'unit': 'points', 'best': 20},
#                         'marks': {'unit': '', 'best': 10}}, a bare number
criticwiki_scales: dict[str, dict[str, object]] = {}
# The scale of an outlet or a critic that prints scores without one: {'The Outlet': '4 stars'}
criticwiki_outlet_scales: dict[str, str] = {}
criticwiki_stars: int | None = None  # how many stars there are where nothing says so: 5

# Words that this wiki prefers, by the words of the pages: {'What links here': 'Named on'}
criticwiki_words: dict[str, str] = {}

# Optional checks: 'silence' tells sentences on what no source says.
criticwiki_checks = ['silence']

# Builds of pull requests are previews: search engines must not list them.
criticwiki_noindex = host.is_preview

# -- Web pages --------------------------------------------------------------------------

html_theme = 'furo'
html_title = 'Metallic Rouge: a review wiki'
html_short_title = 'Metallic Rouge'
html_static_path = ['_static']
html_css_files = ['palette.css']
html_logo = '_static/mark.svg'
html_favicon = '_static/favicon.svg'
criticwiki_card = 'card.png'  # what links to the wiki are shown with, 1200 by 630 pixels
html_copy_source = False  # a copy of the source would hold every spoiler in the open
html_show_sourcelink = False
html_show_search_summary = False  # excerpts would show what closed blocks hide
html_show_sphinx = True
html_use_index = False  # the glossary lists the same words, and search finds them
html_theme_options = {
    'source_edit_link': host.edit_link,
    'top_of_page_buttons': ['edit'] if host.edit_link else [],
    'navigation_with_keys': False,
}

# -- Books ------------------------------------------------------------------------------

epub_title = 'Metallic Rouge: a review wiki'
epub_identifier = html_baseurl or host.repository  # shelves tell books apart by it
epub_scheme = 'URL'
epub_uid = 'book'
epub_description = 'What critics made of the anime series Metallic Rouge, episode by episode.'
epub_publisher = epub_contributor = author
epub_tocscope = 'includehidden'  # every page is in the contents
epub_show_urls = 'no'
epub_exclude_files = ['.buildinfo.bak', 'search.html']
epub_use_index = False
latex_engine = 'xelatex'
latex_documents = [
    ('index', 'metallic-rouge.tex', 'Metallic Rouge: a review wiki', author, 'manual')
]
latex_elements = {
    'papersize': 'a4paper',
    # Sphinx asks for GNU FreeFont, which many systems lack: TeX Gyre, else Latin Modern.
    'fontpkg': r"""
\IfFontExistsTF{texgyrepagella-regular.otf}{
  \setmainfont{texgyrepagella}[
    Extension=.otf, UprightFont=*-regular, BoldFont=*-bold,
    ItalicFont=*-italic, BoldItalicFont=*-bolditalic]
  \setsansfont{texgyreheros}[
    Extension=.otf, UprightFont=*-regular, BoldFont=*-bold,
    ItalicFont=*-italic, BoldItalicFont=*-bolditalic]
}{}
""",
    'fncychap': '',
}
latex_show_urls = 'no'
latex_use_xindy = False  # makeindex is part of every TeX Live, xindy is not
linkcheck_timeout = 20
linkcheck_anchors = False
