"""The house around the content: home page, standing pages, menus, design, demo content.

It shows what other apps hold; it holds no records of its own.
"""
