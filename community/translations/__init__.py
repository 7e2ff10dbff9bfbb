"""The language of what members write, and its translations.

Not the languages of the site's own pages: those are `cms`.
"""
