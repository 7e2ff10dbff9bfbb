"""Fixtures that tests of every app use."""

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import trans_real
from wagtail.models import Site

from cms import postgres
from cms.core.rows.memo import forget

pytest_plugins = ["tests.plugin_database"]


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    postgres.ensure_server(durable=False)


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    call_command("compile_catalogues")
    # Another worker may have compiled them after this one read what was there.
    trans_real._translations.clear()
    trans_real._default = None


@pytest.fixture(autouse=True)
def _forget() -> None:
    """What is kept in the process must not pass from one test to the next."""
    cache.clear()
    forget()
    Site.clear_site_root_paths_cache()


@pytest.fixture
def english() -> Iterator[None]:
    """Messages in English, whatever language the test before left behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def cms_tree(db):
    """Languages, a home in each, site, groups, and the index pages in all languages.

    Returns the tree by name and language: `cms_tree["news", "sq"]`.
    """
    from tests.factories.tree import load_tree  # noqa: PLC0415 (needs the app registry)

    return load_tree()
