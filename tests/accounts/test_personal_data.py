"""Every table with rows about a person says what becomes of them."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from cms.core.personal_data import Rule
from community.accounts.personal_data import all_rules, personal_models

# No relation leads to these from an account, and yet they are about it.
WITHOUT_RELATION = {"sessions.Session"}


def test_every_model_about_a_person_has_a_rule_and_no_rule_is_left_over():
    rules = all_rules()

    assert personal_models(rules) | WITHOUT_RELATION == set(rules)


def test_the_walk_sees_direct_and_indirect_relations():
    found = personal_models(all_rules())

    assert found >= {
        "accounts.User",
        "account.EmailAddress",
        "account.EmailConfirmation",  # by way of the address
        "faq.FaqEntryPage",  # its own column
        "wagtailcore.Page",
        "wagtailcore.PageLogEntry",
    }
    assert "news.NewsPage" not in found, "has only the columns of its page"


def test_the_walk_needs_no_rule_to_find_a_model():
    assert "faq.FaqEntryPage" in personal_models({})


@pytest.mark.parametrize("label", sorted(all_rules()))
def test_rule_names_a_model_and_fields_that_there_are(label):
    model = apps.get_model(label)

    for name in all_rules()[label].export:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            pytest.fail(f"{label} has no field {name}.")


def test_nothing_is_kept_without_a_reason():
    with pytest.raises(ValueError, match="reason"):
        Rule(export=(), erasure="keep")
    with pytest.raises(ValueError, match="reason"):
        Rule(export=(), erasure="erase", reason="Because.")


def test_no_two_apps_rule_one_model(monkeypatch):
    monkeypatch.setattr(
        "cms.faq.personal_data.RULES", {"accounts.User": Rule((), "erase")}
    )

    with pytest.raises(ValueError, match=r"accounts\.User"):
        all_rules()
