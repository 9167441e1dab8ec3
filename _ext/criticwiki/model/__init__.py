"""Model of one page: front matter, its fields and kinds, scores, prose. Imports no Sphinx."""
