"""Widgets that draw and route keys; what they show is decided elsewhere."""
