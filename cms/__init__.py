"""The project itself and what editors write: library, FAQ, news.

It wires every app together (settings, URLs, API). It is not the place for what
members do; that lives in `community` and `spaces`.
"""
