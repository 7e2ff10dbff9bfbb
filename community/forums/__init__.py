"""Forums of the networks: topics, posts, what each member has read of them.

Not who is told of it: `notify` names what happened and to whom, and no more.
"""
