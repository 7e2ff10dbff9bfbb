"""What members do: a plain package that holds small Django apps.

Not for what editors write (`cms`), nor for the places where members meet (`spaces`).
"""
