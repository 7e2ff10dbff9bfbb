"""What every way of running the site has in common."""

from pathlib import Path

from cms import postgres
from cms.settings import env, people
from cms.settings.api import *  # noqa: F403
from cms.settings.jobs import *  # noqa: F403
from cms.settings.people import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR", default=str(BASE_DIR / "var")))

SITE_URL = env.text("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "home",
    "community.forums",
    "community.networks",
    "community.spaces",
    "community.profiles",
    "community.accounts",
    "cms.news",
    "cms.faq",
    "cms.library",
    "cms.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "community.accounts.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "community.accounts.apps.SessionListConfig",
    "django_tasks_db",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.core.middleware.database_outage",
    "cms.core.middleware.security_headers",
    "cms.core.middleware.public_reads",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.core.middleware.input_guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.core.middleware.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "community.accounts.middleware.member_preferences",
    "community.accounts.middleware.session_in_use",
    "community.accounts.middleware.admin_entrance",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.core.middleware.admin_transaction",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site",
            ],
            "builtins": ["home.templatetags.icons"],
        },
    },
]
FORM_RENDERER = "home.forms.SiteFormRenderer"

DATABASES = {
    "default": postgres.database_settings(env.text("DATABASE_URL", default=""))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", default="")
CACHES = {
    "default": (
        {
            "BACKEND": "cms.core.caches.PatientRedisCache",
            "LOCATION": REDIS_URL,
            # Seconds; a page must not wait longer for what it can do without.
            "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # What is kept for each member must not push out what limits count.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    )
}

# People: cms/settings/people.py; the API: cms/settings/api.py ------------------------------------------
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.split(":", 1)[0]

# Languages ----------------------------------------------------------------
LANGUAGE_CODE = "sq"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("sq", "Shqip"),
    ("en", "English"),
    ("de", "Deutsch"),
]
# When a text is missing in the reader's language, these are tried in turn.
CONTENT_FALLBACKS = {"sq": ("en", "de"), "en": ("sq", "de"), "de": ("en", "sq")}
# Ours first; then the admin of Wagtail in Albanian, which Wagtail itself does not have.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "home" / "locale_admin"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Belgrade"  # Kosovo's zone in tzdata
RECURRENCE_USE_TZ = False  # dates that come again are local dates
LANGUAGE_COOKIE_SAMESITE = "Lax"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("sq", "Shqip"),
    ("en", "English"),
    ("de", "Deutsch"),
]
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DEFAULT_TRANSLATION_MODE = "synced"

# The editors' admin ---------------------------------------------------------
WAGTAIL_SITE_NAME = "Diaspora Professionals"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = people.LOGIN_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = people.LOGIN_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        # PostgreSQL's default configuration would stem Albanian as English.
        "SEARCH_CONFIG": "simple",
    }
}

# Files ----------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Originals and documents are reached through permission-checked views only; the
# renditions made from them are the only files that a web server may hand out.
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = "/media/"
# No part of a backup: it tells which accounts a backup must not bring back.
TOMBSTONES_FILE = env.text("TOMBSTONES_FILE", default=str(VAR_DIR / "tombstones.jsonl"))
RENDITIONS_ROOT = MEDIA_ROOT / "public"
PRIVATE_MEDIA_ROOT = MEDIA_ROOT / "private"
# Locations are text: Wagtail hands them to background tasks as JSON.
# With nginx in front: its internal location for PRIVATE_MEDIA_ROOT, such as "/_files/".
X_ACCEL_REDIRECT = env.text("X_ACCEL_REDIRECT", default="")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_MEDIA_ROOT), "base_url": None},
    },
    "renditions": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(RENDITIONS_ROOT), "base_url": MEDIA_URL},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.core.forms.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.core.forms.DocumentForm"
WAGTAILDOCS_DOCUMENT_MODEL = "core.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "epub", "odt", "pdf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILEMBEDS_FINDERS = []
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A StreamField page with many blocks posts thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# What another app does at once when a consent is given or withdrawn.
# Who listens to what happens in forums (`community.forums.notify`).
HAPPENINGS: tuple[str, ...] = ()
# Tells whether a reader and the owner of a profile are in one circle (`profiles`).
SHARED_CIRCLE = "community.networks.querysets.shares_a_network"
# What other apps offer members on the page of a person.
PERSON_OFFERS = ("community.networks.views.inviting.offer",)
CONSENT_EFFECTS = {
    "directory": "community.profiles.actions.follow_directory_consent",
    "partners": "community.profiles.actions.follow_partners_consent",
}

# Safety (headers and CSP: cms/core/middleware) --------------------------------
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin's preview panel frames our own pages
SESSION_ENGINE = "cms.core.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "home.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []
ADMIN_PATH = "/admin/"
# Addresses without a language prefix: an unknown one is a 404, never a redirect.
LANGUAGE_NEUTRAL_PATHS = (
    ADMIN_PATH,
    MEDIA_URL,
    STATIC_URL,
    "/documents/",
    "/originals/",
    "/forum-images/",
    "/healthz",
    "/oidc/",
    "/readyz",
)
DEMO_ALLOWED = False  # its passwords are known; dev and test switch it on
