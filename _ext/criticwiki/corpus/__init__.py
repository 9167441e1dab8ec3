"""Corpus: all pages together, with ids, names, backlinks, critics, and what an edit invalidates."""
