"""Questions and answers: topics, and entries that each answer one question.

Not a forum: what members ask each other lives in `community.forums`.
"""
