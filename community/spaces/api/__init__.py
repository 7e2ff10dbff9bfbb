"""Spaces in the API: what everybody may know, and bookings and visits of members."""
