"""Model of one page: front matter, field types, scores, text. Does not import Sphinx."""
