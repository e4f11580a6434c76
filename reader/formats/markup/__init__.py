"""Markup languages but Markdown: reStructuredText."""
