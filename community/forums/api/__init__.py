"""Forums in the API: what is read are `cards`, what is written are `actions`, as on the
screens. Not what a network is or who belongs to it.
"""
