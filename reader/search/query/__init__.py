"""The search line: its grammar, and what it demands of a row in a list."""
