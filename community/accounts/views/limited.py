"""How often the account's screens may be used from one network, and for one address.

allauth has limits of its own, kept in the cache; they stay as a second net. These count
atomically and hold when the cache is down.
"""

import unicodedata
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from cms.core.limits import client_network, give_back, wait


class Rate(NamedTuple):
    """`most` times within `seconds` from one network; `each` times within
    `each_within` for what was typed into `field`. The name groups routes that share a
    count."""

    name: str
    most: int
    seconds: int = 60
    field: str = ""
    each: int = 0
    each_within: int = 60
    methods: tuple[str, ...] = ("POST",)


LOGIN = Rate("login", 30, field="login", each=10, each_within=300)
SIGN_UP = Rate("sign-up", 20, field="email", each=5)
RESET = Rate("reset", 20, field="email", each=5)
CODE = Rate("code", 20)
CONFIRM = Rate("confirm", 20)
TASK = Rate("task", 60, methods=("GET", "HEAD"))
PASSKEY = Rate("passkey", 30, methods=("GET", "POST"))
RATES = {
    "account-challenge": TASK,
    "account_change_password": CONFIRM,
    "account_confirm_login_code": CODE,
    "account_email": CONFIRM,
    "account_email_verification_sent": CODE,
    "account_login": LOGIN,
    "account_reauthenticate": CONFIRM,
    "account_reset_password": RESET,
    "account_reset_password_from_key": CONFIRM,
    "account_signup": SIGN_UP,
    "account_signup_by_passkey": SIGN_UP,
    "contact-claim": Rate("claim", 60, methods=("GET", "POST")),
    "contact-leave": Rate("claim", 60, methods=("GET", "POST")),
    "invitation": Rate("claim", 60, methods=("GET", "POST")),
    "invitation-leave": Rate("claim", 60, methods=("GET", "POST")),
    "account-invite": Rate("invite", 20),
    "mfa_activate_totp": CODE,
    "mfa_authenticate": CODE,
    "mfa_login_webauthn": PASSKEY,
    "mfa_reauthenticate": CODE,
    "mfa_reauthenticate_webauthn": CODE,
    "mfa_signup_webauthn": SIGN_UP,
    "openid_connect_callback": Rate("provider", 30, methods=("GET", "POST")),
    "openid_connect_login": Rate("provider", 30),
    "socialaccount_signup": SIGN_UP,
}
# The ways into an account. Together they have one budget for what does not lead in, so
# that who is refused at one does not go on at the next.
DOORS = frozenset(
    {
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_login",
        "account_reset_password",
        "account_reset_password_from_key",
        "account_signup",
        "account_signup_by_passkey",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_signup_webauthn",
        "openid_connect_callback",
        "socialaccount_signup",
    }
)
SHARED = Rate("doors", 60, seconds=600)
View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """Answers 429 with Retry-After where the route's rate is passed."""

    @wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.resolver_match.url_name if request.resolver_match else ""
        rate = RATES.get(name)
        if rate is None or request.method not in rate.methods:
            return view(request, *args, **kwargs)
        is_door = name in DOORS and request.method == "POST"
        if seconds := max(_waits(request, rate, is_door)):
            return _too_many(request, seconds)
        response = view(request, *args, **kwargs)
        if is_door and _leads_in(request, response):
            give_back(SHARED.name, client_network(request))
        return response

    return check


def _waits(request: HttpRequest, rate: Rate, is_door: bool) -> Iterator[int]:
    network = client_network(request)
    yield wait(rate.name, network, most=rate.most, seconds=rate.seconds)
    if is_door:
        yield wait(SHARED.name, network, most=SHARED.most, seconds=SHARED.seconds)
    typed = _spelling(request.POST.get(rate.field, "")) if rate.field else ""
    if typed:
        name = f"{rate.name}-{rate.field}"
        yield wait(name, typed, most=rate.each, seconds=rate.each_within)


def _spelling(typed: str) -> str:
    """One form for all spellings of an address: case, width, blanks, what is unseen."""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    unseen = ("Cc", "Cf", "Zs", "Zl", "Zp")
    return "".join(c for c in folded if unicodedata.category(c) not in unseen)


def _leads_in(request: HttpRequest, response: HttpResponse) -> bool:
    return request.user.is_authenticated and response.status_code < 400


def _too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    response = get_resolver().resolve_error_handler(429)(request)
    response.headers["Retry-After"] = str(seconds)
    return response
