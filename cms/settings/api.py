"""The API: Django REST framework and its description."""

from django.utils.translation import gettext_lazy as _

from cms.settings import env

# Requests to the API in a minute of one visitor's network, or of one member.
API_RATE = env.number("API_RATE", default=600)
# How many processes share what is counted.
WEB_WORKERS = max(1, env.number("WEB_WORKERS", default=1))

# The parsers stay DRF's own: the translation editor of wagtail-localize posts forms.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication"
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "cms.core.api.schema.ApiSchema",
    "DEFAULT_THROTTLE_CLASSES": ["cms.core.api.rate.ApiRate"],
    "EXCEPTION_HANDLER": "cms.core.api.problems.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Diaspora Professionals API",
    "DESCRIPTION": _("Library, questions and answers and news in three languages."),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "displayRequestDuration": True},
    # Reading needs no key, so the documentation must not show locks.
    "AUTHENTICATION_WHITELIST": [],
    "REDOC_DIST": "SIDECAR",
    "PREPROCESSING_HOOKS": ["cms.core.api.schema.only_public"],
    "ENUM_NAME_OVERRIDES": {
        "LocaleEnum": ["sq", "en", "de"],
        "AvailabilityEnum": ["none", "remote", "visit", "return"],
        "AudienceEnum": ["public", "members", "networks", "partners", "org"],
        "BookingStateEnum": [
            *("requested", "confirmed", "declined", "expired"),
            *("checked_in", "completed", "cancelled", "no_show"),
        ],
        "FollowLevelEnum": ["mute", "normal", "follow", "watch"],
        "KindEnum": ["occupation", "skill"],
        "LevelEnum": ["A1", "A2", "B1", "B2", "C1", "C2", "native"],
        "PostStateEnum": ["shown", "hidden", "deleted"],
        "ReactionEnum": ["thanks", "agree", "insight", "celebrate"],
        "ResourceKindEnum": ["hot_desks", "desk", "room", "event_area"],
        "TopicKindEnum": ["discussion", "question", "announcement"],
        "WaitStateEnum": ["waiting", "promoted", "left", "lapsed"],
    },
}
