"""Security policy: what a page from a stranger may hold, for the check and for the build."""
