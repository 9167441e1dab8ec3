"""Checks: loads pages without Sphinx and tells every problem in and between them."""
