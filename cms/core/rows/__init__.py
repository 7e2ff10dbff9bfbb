"""The read model: who reads it (`circles`), how it is written and how it is read."""
