"""Exported data: wiki.json and its schema, scores.csv, the Atom feed, JSON-LD."""
