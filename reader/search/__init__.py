"""Search: `engine` answers a search line with ranked hits."""
