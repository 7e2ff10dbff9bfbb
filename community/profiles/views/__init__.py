"""Screens of the directory and of one's own profile."""
