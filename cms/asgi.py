"""Entry point for web servers that speak ASGI."""

import os

from django.core.asgi import get_asgi_application

from cms import postgres

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
postgres.ensure_server()
application = get_asgi_application()
