"""Entry point for web servers that speak WSGI."""

import os

from django.core.wsgi import get_wsgi_application

from cms import postgres

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
postgres.ensure_server()
application = get_wsgi_application()
