"""What can be done with a wiki from the command line, without Sphinx."""
