"""Subtitles: what is said in a film or a call, with the times at which it is said."""
