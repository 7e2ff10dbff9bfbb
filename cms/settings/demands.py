"""What a public site must be told before it may start."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings import env

# The measures of Django's own check security.W009.
KEY_LENGTH = 50
KEY_DIFFERENT = 12
KEY_OF_STARTPROJECT = "django-insecure"


def insist() -> None:
    """Raise ImproperlyConfigured that lists every missing or weak value at once."""
    problems = [*_secrets(), *_addresses(), *_mail(), *_machine()]
    if problems:
        lines = "".join(f"\n- {problem}" for problem in problems)
        raise ImproperlyConfigured(f"The site cannot start like this:{lines}")


def _secrets() -> Iterator[str]:
    key = env.text("SECRET_KEY", default="")
    if len(key) < KEY_LENGTH or len(set(key)) < KEY_DIFFERENT:
        yield (
            f"SECRET_KEY needs at least {KEY_LENGTH} characters,"
            f" {KEY_DIFFERENT} of them different."
        )
    if key.startswith(KEY_OF_STARTPROJECT):
        yield f"SECRET_KEY must not begin with {KEY_OF_STARTPROJECT}."


def _addresses() -> Iterator[str]:
    hosts = env.items("ALLOWED_HOSTS")
    if not hosts:
        yield "ALLOWED_HOSTS names no host: list the names of the site."
    if "*" in hosts:
        yield "ALLOWED_HOSTS must not be *: list the names of the site."
    site = urlsplit(env.text("SITE_URL", default=""))
    if site.scheme != "https" or not site.hostname:
        yield "SITE_URL must be the site's address and begin with https://."


def _mail() -> Iterator[str]:
    if not env.text("EMAIL_HOST", default=""):
        yield "EMAIL_HOST names no mail server."
    if "@" not in env.text("DEFAULT_FROM_EMAIL", default=""):
        yield "DEFAULT_FROM_EMAIL must be the address that the site writes from."
    user = env.text("EMAIL_HOST_USER", default="")
    password = env.text("EMAIL_HOST_PASSWORD", default="")
    if bool(user) != bool(password):
        yield "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD go together: set both or none."


def _machine() -> Iterator[str]:
    if not env.text("DATABASE_URL", default=""):
        yield "DATABASE_URL is not set: the embedded server is not for a public site."
    if not Path(env.text("MEDIA_ROOT", default="")).is_absolute():
        yield "MEDIA_ROOT must be the full path of the folder for uploaded files."
    workers = env.number("WEB_WORKERS", default=1)
    if workers > 1 and not env.text("REDIS_URL", default=""):
        yield "WEB_WORKERS above 1 needs REDIS_URL: the processes share limits by it."
