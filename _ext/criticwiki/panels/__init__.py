"""Panels: generated parts of pages. Each is a view of the corpus with its drawing."""
