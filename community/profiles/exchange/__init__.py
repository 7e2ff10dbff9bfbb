"""Doors through which rows of the directory leave: files for the organisation's staff."""
