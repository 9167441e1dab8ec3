"""What each panel says, as plain data: pure functions of the corpus.

Page, table, chart and JSON are made from these and from nothing else.
"""
