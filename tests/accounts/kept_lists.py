"""What is held back from a copy of one's data, and what outlives an erasure, and why."""

# (label of the model, field): why a person's copy does not have it.
NOT_EXPORTED: dict[tuple[str, str], str] = {}

# (table, column): why the marker may be there after the erasure.
RETAINED: dict[tuple[str, str], str] = {}
