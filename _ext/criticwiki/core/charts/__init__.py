"""Where the marks of charts stand: plain geometry, without words, colours or markup.

What lies across is in per cent of the plot's width, which only a reader's screen knows;
what lies down is in pixels, and so is text, which must not shrink on a phone.
"""
