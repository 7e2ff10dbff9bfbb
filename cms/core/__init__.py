"""What all page types share: base page, blocks, languages, addresses, API pieces.

It knows no page type by name and no member; library, FAQ, news and home build on it.
"""
