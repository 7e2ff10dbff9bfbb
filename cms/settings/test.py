"""For the tests: nothing leaves the process, nothing outlives it."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A database server of their own, kept between runs. Processes that a test starts
# inherit the variable, so they use the same server.
os.environ["VAR_DIR"] = str(Path(__file__).resolve().parents[2] / "var" / "tests")
# Tests ask more often than people.
os.environ["API_RATE"] = "1000000"
# Unless a test starts workers.
os.environ.setdefault("JOBS", "inline")

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES, STORAGES

SECRET_KEY = "only-for-tests-" + "0123456789" * 4
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO_ALLOWED = True
# Databases are dropped between tests; a kept connection would stand in the way.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# The real hasher takes a tenth of a second for each login.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "Diaspora Professionals <post@example.org>"

# One folder for each process, so that parallel workers never meet.
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="diaspora-test-media-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
TOMBSTONES_FILE = str(MEDIA_ROOT / "tombstones.jsonl")
RENDITIONS_ROOT = MEDIA_ROOT / "public"
PRIVATE_MEDIA_ROOT = MEDIA_ROOT / "private"
STORAGES["default"]["OPTIONS"]["location"] = str(PRIVATE_MEDIA_ROOT)
STORAGES["renditions"]["OPTIONS"]["location"] = str(RENDITIONS_ROOT)

STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
