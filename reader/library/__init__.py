"""One folder of briefings as one thing."""
