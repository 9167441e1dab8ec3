"""Checks: load pages without Sphinx, and report problems in and between them."""
