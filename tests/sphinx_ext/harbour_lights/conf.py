"""A second wiki, of a series that was never made: other folders, scores, aspects and theme."""

project = 'Harbour Lights'
author = 'the keepers'
copyright = 'the keepers'
version = release = '1'
language = 'en'
extensions = ['myst_parser', 'criticwiki']
myst_enable_extensions = ['colon_fence', 'deflist']
html_theme = 'alabaster'
html_copy_source = False
epub_show_urls = 'no'
latex_engine = 'xelatex'
criticwiki_folders = {'folgen': 'episode', 'figuren': 'character', 'kritiken': 'review'}
criticwiki_scales = {
    'anchors': {'unit': 'anchors', 'best': 4},
    'flags': {'steps': {'white flag': 100, 'red flag': 0}},
}
criticwiki_outlet_scales = {'The Tidewatch': '5 stars'}
