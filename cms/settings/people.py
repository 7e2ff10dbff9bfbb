"""Accounts, passwords, second factors and login (allauth)."""

from typing import Any

from cms.settings import env
from cms.settings.providers import Provider, read

AUTH_USER_MODEL = "accounts.User"
# Erased accounts are found again after a restore by hashes with this key; '' derives it
# from SECRET_KEY.
TOMBSTONES_KEY = env.text("TOMBSTONES_KEY", default="")
# Accounts that nobody uses: days without a sign, then days after the first mail; years
# for which proof of consent and of requests is kept.
RETENTION = {
    "inactive": 730,
    "second_mail": 30,
    "unlist": 60,
    "erase": 180,
    "proof_years": 3,
}
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] = {"user_attributes": ("display_name", "email")}
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account-overview"
ACCOUNT_SIGNUP_REDIRECT_URL = "profile:start"
ACCOUNT_ADAPTER = "community.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"community.accounts.forms.{form}"
    for name, form in {
        "add_email": "AddressForm",
        "change_password": "PasswordChangeForm",
        "confirm_email_verification_code": "AddressCodeForm",
        "login": "LoginForm",
        "reauthenticate": "ReauthenticationForm",
        "reset_password": "ResetForm",
        "reset_password_from_key": "NewPasswordForm",
        "set_password": "PasswordSetForm",
        "signup": "SignupForm",
    }.items()
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code is typed into the window that is open; a link would open a second one.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "homepage"
EMAIL_DOMAINS_ALLOWED = env.items("EMAIL_DOMAINS_ALLOWED")
EMAIL_DOMAINS_DENIED = env.items("EMAIL_DOMAINS_DENIED")
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a changed password or address, to its owner
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_REAUTHENTICATION_REQUIRED = (
    True  # before an address is added, removed, made main
)
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# How many proxies in front add the address they saw to X-Forwarded-For. Too few, and all
# visitors share the proxy's limits; too many, and visitors make up their addresses.
# By this one name for allauth and for cms.core.limits.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number(
    "TRUSTED_PROXIES", default=int(env.flag("TLS_PROXY", default=False))
)
# Contacts that the organisation holds ------------------------------------------
# Addresses to be left alone are remembered by this; it must never change. Without it,
# SECRET_KEY and its fallbacks serve.
ADDRESS_HASH_KEY = env.text("ADDRESS_HASH_KEY", default="")
CONTACT_TAKEN_OVER = "community.profiles.actions.take_contact"
CONTROLLER = "home.models.controller"

# Second factors and passkeys ------------------------------------------------
REQUIRE_MFA_FOR_STAFF = env.flag("REQUIRE_MFA_FOR_STAFF", default=False)
MFA_ADAPTER = "community.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
# A clock that is half a minute off still opens the account.
MFA_TOTP_TOLERANCE = 1
# Nobody is logged in without a confirmed address, and no further one is kept unconfirmed.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    name: f"community.accounts.forms.{form}"
    for name, form in {
        "activate_totp": "ActivateAppForm",
        "add_webauthn": "AddPasskeyForm",
        "authenticate": "SecondFactorForm",
        "edit_webauthn": "PasskeyNameForm",
        "reauthenticate": "SecondFactorAgainForm",
        "signup_webauthn": "FirstPasskeyForm",
    }.items()
}

# Accounts elsewhere (OpenID Connect) ------------------------------------------
SOCIALACCOUNT_ADAPTER = "community.accounts.adapter.ProviderAdapter"
SOCIALACCOUNT_FORMS = {"signup": "community.accounts.forms.ProviderSignupForm"}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5


def openid_connect(found: list[Provider]) -> dict[str, Any]:
    """What allauth reads as SOCIALACCOUNT_PROVIDERS."""
    apps = [
        {
            "provider_id": provider.id,
            "name": provider.name,
            "client_id": provider.client_id,
            "secret": provider.secret,
            "settings": {
                "server_url": provider.server_url,
                "origins": provider.origins,
            },
        }
        for provider in found
    ]
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}


SOCIALACCOUNT_PROVIDERS = openid_connect(read(env.text("OIDC_PROVIDERS", default="")))
