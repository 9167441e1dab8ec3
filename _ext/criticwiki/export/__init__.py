"""Export: wiki.json and its JSON Schema, scores.csv, Atom feed, JSON-LD."""
