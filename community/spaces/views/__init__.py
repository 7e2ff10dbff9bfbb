"""Screens of the spaces."""
