"""OIDC_PROVIDERS: what operators write, and what they are told when it is wrong."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings import providers

GOOD = {
    "id": "house",
    "name": "House",
    "server_url": "https://login.example.org/realms/one",
    "client_id": "diaspora",
    "secret": "s",
}


def test_nothing_means_no_provider():
    assert providers.read("") == []


def test_a_provider_may_be_asked_at_its_own_host_and_those_named():
    [found] = providers.read(json.dumps([{**GOOD, "hosts": ["Token.example.org"]}]))

    assert found.origins == ["https://login.example.org", "https://token.example.org"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{", "not JSON"),
        ("{}", "a JSON list"),
        ("[1]", "entry 1: must be an object"),
        ([{**GOOD, "secret": " "}], "needs a text for secret"),
        ([{"id": "x"}], "needs a text for name, server_url, client_id, secret"),
        ([{**GOOD, "id": "A B"}], "small letters"),
        ([{**GOOD, "server_url": "http://login.example.org"}], "https://"),
        ([{**GOOD, "server_url": "https://u:p@login.example.org"}], "https://"),
        ([{**GOOD, "scope": "all"}], "unknown keys: scope"),
        ([{**GOOD, "hosts": "a"}], "list of host names"),
        ([GOOD, GOOD], "'house' stands twice"),
    ],
)
def test_a_mistake_is_named(value, words):
    text = value if isinstance(value, str) else json.dumps(value)

    with pytest.raises(ImproperlyConfigured, match=words):
        providers.read(text)
