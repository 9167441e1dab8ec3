"""A wiki that is built while it is edited: `python -m criticwiki.live`.

One process serves the pages and watches the files; another holds the Sphinx application, so
that pages are served while it builds, and new code is met by a new process.
"""
