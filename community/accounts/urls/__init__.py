"""Addresses of the account, and of what a member decides about their data."""
