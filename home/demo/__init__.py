"""Demo content: prose in three languages, drawings, and people to log in as.

Nothing else in the project may depend on it.
"""
