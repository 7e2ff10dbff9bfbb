"""Measurements: what a request costs, beside the floor that the same machine allows.

`python -m bench` lists them. Not a place for tests: those are in `tests/bench`.
"""
