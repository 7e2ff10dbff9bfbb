"""On one's own machine: `make run` and manage.py use this unless told otherwise."""

import secrets

from cms.settings import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import VAR_DIR


def _kept_secret() -> str:
    """Return this machine's key, made at the first start: logins outlive a restart."""
    file = VAR_DIR / "secret_key"
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="ascii") as new:
            file.chmod(0o600)
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii")


# Off, so that a missing page looks as it does to visitors.
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", default="") or _kept_secret()
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", default=("localhost", "127.0.0.1", "[::1]"))

# The demo content brings logins with known passwords.
DEMO_ALLOWED = True

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = "Diaspora Professionals <post@example.org>"

# Static files straight from the apps: nothing to collect after a change.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# What goes wrong is told in the terminal; a missing page is not.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
