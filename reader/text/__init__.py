"""The text and positions in it: pure, standard library only."""
