"""How Sphinx shows what the core knows: the only package that imports Sphinx."""
