"""Markdown of one page without docutils: parser, directives, reader, lint."""
