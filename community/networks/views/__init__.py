"""Screens of the networks; the page of one is `community.forums.views.front`."""
