import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english():
    """The words of this app's messages are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def consents(db):
    from community.accounts.actions import load_consents  # noqa: PLC0415

    load_consents()
