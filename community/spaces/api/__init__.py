"""Spaces in the API: what everybody may know."""
