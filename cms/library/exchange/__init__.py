"""Doors through which records leave and enter: citations, exports, imports."""
