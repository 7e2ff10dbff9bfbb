"""Pieces that every endpoint of /api/v1/ is made of."""
