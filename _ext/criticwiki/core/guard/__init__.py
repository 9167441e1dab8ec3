"""What no page may hold: the same rules for a check without Sphinx and for a build.

A page comes from anybody. What it may do is listed, and what is not on the list is refused
with a problem at its place; a page with such a problem is never given to the parser.
"""
