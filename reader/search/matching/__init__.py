"""Which stretches of a text a search lights, and find in one document."""
