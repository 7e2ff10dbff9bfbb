"""Endpoints of a member's own account."""
