"""HTML: a tree within limits, one walk that turns it into blocks, and pages as documents."""
