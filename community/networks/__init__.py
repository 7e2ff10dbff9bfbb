"""Networks of professions: who belongs to which, and in which role.

Not what they talk about: that is `forums` and `chat`.
"""
