"""Live preview `python -m criticwiki.live`: builds a wiki while it is edited.

One process serves the pages and watches the files. A second one holds the Sphinx application, so
that pages are served while it builds, and so that changed code is loaded by a new process.
"""
