"""The library: works (bibliographic records) and the pages that present them.

A `Work` is the same in all languages; what editors write about it are pages.
"""
