"""Corpus: index of all pages, automatic links, critics, templates, and invalidation."""
