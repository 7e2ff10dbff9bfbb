"""Profiles: what members do and can, in words that three languages share.

Not who they are and how they log in; that is `community.accounts`.
"""
