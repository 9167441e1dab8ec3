"""Panels: what pages show beside their own words. Each is a view of the corpus and its drawing."""
