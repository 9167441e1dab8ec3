"""What the wiki knows: pages, scores, names, links and what critics hold.

Nothing in this package imports Sphinx or docutils: the same code serves a build,
a check without a build, and any other front end.
"""
