"""Searches that members keep, and the mails about those who are new in them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from community.accounts.models import User
from community.profiles.models import SavedSearch
from community.profiles.notify import Line, send_search_alert

MOST_SEARCHES = 30
# (search, listed after, listed until) → the people to tell of
Find = Callable[[SavedSearch, datetime, datetime], list[Line]]


class TooManySearchesError(Exception):
    """A member keeps at most `MOST_SEARCHES`."""


@transaction.atomic
def save_search(user: User, name: str, query: str, alert: str) -> SavedSearch:
    """Keep a search; raises ValidationError by field, TooManySearchesError."""
    # One at a time for each member, so that the cap holds.
    User.objects.select_for_update().get(pk=user.pk)
    if SavedSearch.objects.filter(user=user).count() >= MOST_SEARCHES:
        raise TooManySearchesError
    search = SavedSearch(user=user, name=name, query=query, alert=alert)
    search.full_clean()
    search.save()
    return search


@transaction.atomic
def change_search(search: SavedSearch, name: str, alert: str) -> SavedSearch:
    """Raises ValidationError by field. Mails that begin again tell of who is new now."""
    if search.alert == SavedSearch.Alert.NONE != alert:
        search.told_until = timezone.now()
    search.name, search.alert = name, alert
    search.full_clean()
    search.save(update_fields=["name", "alert", "told_until"])
    return search


@transaction.atomic
def remove_search(search: SavedSearch) -> None:
    search.delete()


def send_alerts(now: datetime, find: Find) -> int:
    """Write to those whose searches are due; the number of mails.

    Daily ones are due when the last telling was before today, weekly ones when it was
    before this week's Monday: a run that failed is made up for, a second one is empty.
    """
    return sum(
        _tell(pk, now, since, find)
        for alert, since in _begins(now).items()
        for pk in _due(alert, since)
    )


def _begins(now: datetime) -> dict[str, datetime]:
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    return {SavedSearch.Alert.DAILY: today, SavedSearch.Alert.WEEKLY: monday}


def _due(alert: str, since: datetime) -> list[int]:
    due = SavedSearch.objects.filter(
        alert=alert, told_until__lt=since, user__is_active=True
    )
    return list(due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: int, now: datetime, since: datetime, find: Find) -> bool:
    """The mail leaves when it is stored that it did, so a second run sends none."""
    locked = SavedSearch.objects.select_for_update(of=("self",), skip_locked=True)
    search = locked.select_related("user").filter(pk=pk, told_until__lt=since).first()
    if search is None:
        return False
    lines = find(search, search.told_until, now)
    search.told_until = now
    search.save(update_fields=["told_until"])
    if lines:
        transaction.on_commit(lambda: send_search_alert(search, lines), robust=True)
    return bool(lines)
