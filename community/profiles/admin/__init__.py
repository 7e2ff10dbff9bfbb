"""Screens of the editors' admin: skills and occupations, members, and their export."""
