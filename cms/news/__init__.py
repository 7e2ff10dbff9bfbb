"""News: the index by year and category, the items, a feed for each language."""
