"""Screens of people and profiles."""
