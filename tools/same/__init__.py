"""Regression test for refactoring: the code at hand and that of a revision, on the same input."""
