"""Sphinx side: domain, directives, transforms, builders and event handlers."""
