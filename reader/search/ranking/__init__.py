"""What a query stands for in a corpus, what it demands, and which passage answers it best."""
