"""The versions of what analyses give: what is kept of another one is made again.

They stand alone, so that asking whether something is current imports no analysis.
"""

ANALYSIS_VERSION = 6
"""Raised whenever the same text and model would give other mentions."""

SUMMARY_VERSION = 6
"""Raised whenever the same text would give another summary."""
