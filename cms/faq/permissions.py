"""Who looks after the answers, and who sees what readers say about them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import F, Value
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.core.languages import CODES
from cms.faq.models import FaqEntryPage, FaqIndexPage

_HOME = 2 * Page.steplen  # length of the tree path of a language's home


def languages_edited_by(user: Any) -> list[str]:
    """Codes of the languages in which this person may change questions and answers."""
    policy = PagePermissionPolicy(FaqIndexPage)
    found = {
        index.locale.language_code
        for index in FaqIndexPage.objects.select_related("locale")
        if policy.user_has_permission_for_instance(user, "change", index)
    }
    return [code for code in CODES if code in found]


def can_publish(user: Any, entry: FaqEntryPage) -> bool:
    return entry.permissions_for_user(user).can_publish()


def reviewers_of(entry: FaqEntryPage) -> list[Any]:
    """The person responsible, else the editors of the language of the entry.

    Whoever has left is responsible for nothing.
    """
    person = entry.responsible
    if person is not None and person.is_active and person.email:
        return [person]
    groups = _publishers(entry)
    return list(
        get_user_model()
        .objects.filter(is_active=True, groups__in=groups)
        .exclude(email="")
        .distinct()
        .order_by("pk")
    )


def _publishers(entry: FaqEntryPage) -> set[int]:
    """Groups that publish this entry: those of its language alone, where there are any.

    Moderators publish in every language; they are asked when nobody else is.
    """
    granted = GroupPagePermission.objects.filter(permission__codename="publish_page")
    here = granted.annotate(here=Value(entry.path)).filter(
        here__startswith=F("page__path")
    )
    may = set(here.values_list("group", flat=True))
    elsewhere = granted.exclude(page__path__startswith=entry.path[:_HOME])
    local = may - set(elsewhere.values_list("group", flat=True))
    staffed = Group.objects.filter(pk__in=local, user__is_active=True)
    return local if staffed.exists() else may
