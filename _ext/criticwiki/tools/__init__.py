"""Subcommands of `python -m criticwiki`. They import no Sphinx."""
