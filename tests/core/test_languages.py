"""The chain of languages that a reader is offered."""

import pytest
from django.utils import translation

from cms.core.languages import CODES, best, chain, current


def test_each_chain_begins_with_the_readers_language_and_holds_all():
    chains = {code: chain(code) for code in CODES}

    assert chains == {
        "sq": ("sq", "en", "de"),
        "en": ("en", "sq", "de"),
        "de": ("de", "en", "sq"),
    }


@pytest.mark.parametrize(
    ("wanted", "available", "expected"),
    [
        ("de", ["sq", "en", "de"], "de"),
        ("de", ["sq", "en"], "en"),
        ("en", ["de", "sq"], "sq"),
        ("sq", ["de"], "de"),
        ("sq", ["fr"], None),
        ("sq", [], None),
    ],
)
def test_best_is_the_first_of_the_chain_that_exists(wanted, available, expected):
    assert best(wanted, available) == expected


@pytest.mark.parametrize(
    ("active", "expected"), [("de", "de"), ("de-at", "de"), ("fr", "sq"), (None, "sq")]
)
def test_current_is_always_a_language_of_the_site(active, expected):
    before = translation.get_language()
    try:
        translation.activate(active) if active else translation.deactivate_all()
        assert current() == expected
    finally:
        translation.activate(before)
