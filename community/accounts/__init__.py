"""Accounts: who somebody is, how they sign up, log in and are reached.

Not what they tell about themselves; that is `community.profiles`.
"""
