"""What people do with their accounts, as requests of a test client."""

import re
from urllib.parse import urlsplit

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from tests.factories.people import PASSWORD

CODE = re.compile(r"^[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*$", re.MULTILINE)
CONFIRM = "/account/confirm-email/"
LINK = re.compile(r"https?://\S+")


def sign_up(client: Client, language: str = "en", **changes: str) -> HttpResponse:
    values = {
        "display_name": "Arta Krasniqi",
        "email": "arta@example.org",
        "password1": PASSWORD,
        **changes,
    }
    return client.post(f"/{language}/account/signup/", values)


def log_in(
    client: Client, email: str, password: str = PASSWORD, **more: str
) -> HttpResponse:
    values = {"login": email, "password": password, **more}
    return client.post("/en/account/login/", values)


def ask_for_reset(client: Client, email: str, language: str = "en") -> HttpResponse:
    return client.post(f"/{language}/account/password/reset/", {"email": email})


def link_in(message: mail.EmailMessage) -> str:
    """The first link of a mail, which is what it was sent for."""
    return LINK.findall(message.body)[0]


def code_in(message: mail.EmailMessage) -> str:
    """The code that stands on a line of its own."""
    return CODE.findall(message.body)[0]


def type_code(client: Client, code: str, language: str = "en") -> HttpResponse:
    return client.post(f"/{language}{CONFIRM}", {"code": code})


def path_in(message: mail.EmailMessage) -> str:
    return urlsplit(link_in(message)).path


def is_logged_in(client: Client) -> bool:
    return client.get("/en/account/").status_code == 200
