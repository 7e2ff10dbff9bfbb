"""Entry point for web servers that speak WSGI."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from cms import postgres
from cms.answer_cache import AnswerCache
from cms.core.rows.version import seen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
postgres.ensure_server()
site = get_wsgi_application()
application = AnswerCache(
    site,
    seen,
    session_cookie=settings.SESSION_COOKIE_NAME,
    prefixes=("/api/v1/", *(f"/{code}/" for code, _name in settings.LANGUAGES)),
    # (members' calendars, which programs read by a secret address without a session)
    private=tuple(f"/{code}/spaces/mine/" for code, _name in settings.LANGUAGES),
)
# What lives as long as the process is not looked through for cycles time and again: that
# held up one answer in twenty for a tenth of a second.
list(get_resolver().url_patterns)
gc.collect()
gc.freeze()
