"""Handlers of the HTML builders: page context, assets, search page, theme furo."""
