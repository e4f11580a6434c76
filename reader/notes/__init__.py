"""Notes: what they are, where they stand, how they leave."""
