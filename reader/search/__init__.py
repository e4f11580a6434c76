"""The search line, the vocabulary, the index and the ranking."""
