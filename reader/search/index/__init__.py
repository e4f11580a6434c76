"""The full-text index on the disk: what goes in, what it can be asked, how it is written and read."""
