"""Web pages: page context, assets, theme furo."""
