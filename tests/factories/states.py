"""What may happen to a page: closed to some, expired, planned for later."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

PASSWORD = "only for the board"


def close(page: Page, kind: str, groups: Iterable[Group] = ()) -> PageViewRestriction:
    """Close a page and all below it: `kind` is login, groups or password."""
    password = PASSWORD if kind == PageViewRestriction.PASSWORD else ""
    closing = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password=password
    )
    closing.groups.add(*groups)
    return closing


def expire(page: Page) -> None:
    """The page's time ran out a minute ago, and the clockwork has noticed."""
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save_revision().publish()
    Page.objects.filter(pk=page.pk).update(live=True, expired=False)
    call_command("publish_scheduled", verbosity=0)


def plan(page: Page, *, days: int) -> None:
    """An approved draft that goes live by itself in `days` days."""
    page.go_live_at = timezone.now() + timedelta(days=days)
    page.save_revision(approved_go_live_at=page.go_live_at)
    page.save()
