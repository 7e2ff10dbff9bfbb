"""Endpoints of this app, registered in `cms.api`."""
