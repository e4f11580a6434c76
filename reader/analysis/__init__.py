"""Documents to layers: mentions, entities, summaries."""
