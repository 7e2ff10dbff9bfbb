"""HTML and htmx screens of the forums. Everything reads and posts without JavaScript."""
