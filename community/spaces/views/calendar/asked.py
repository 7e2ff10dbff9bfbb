"""Which days of a space's calendar an address asks for, and the addresses around it.

What an address says wrongly is told and left out: a link with a slip in it still leads to
the calendar.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from community.spaces.models import Resource

WEEK, MONTH, AGENDA, DAY = "week", "month", "agenda", "day"
VIEWS = (WEEK, MONTH, AGENDA, DAY)
# Nothing is kept of older weeks, and nothing can be booked later: crawlers stop here.
BACK, AHEAD = timedelta(days=62), timedelta(days=372)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """A view of some days, all days being dates of the space."""

    path: str
    today: date
    view: str = WEEK
    day: date = date.min
    resource: Resource | None = None
    kind: str = ""
    problems: tuple[str, ...] = field(default=(), compare=False)

    @property
    def first(self) -> date:
        if self.view == WEEK:
            return self.day - timedelta(days=self.day.weekday())
        if self.view == MONTH:
            return self.day.replace(day=1)
        return self.day

    @property
    def last(self) -> date:
        """The last day that is shown, itself included."""
        if self.view == DAY:
            return self.first
        if self.view == MONTH:
            return _next_month(self.first) - _DAY
        return self.first + _WEEK - _DAY

    @property
    def before(self) -> "Asked | None":
        """The days before these; None where the calendar begins."""
        day = self.first - _DAY if self.view in (DAY, MONTH) else self.first - _WEEK
        is_there = self.first > self.today - BACK
        return replace(self, day=day) if is_there else None

    @property
    def after(self) -> "Asked | None":
        is_there = self.last < self.today + AHEAD
        return replace(self, day=self.last + _DAY) if is_there else None

    @property
    def now(self) -> "Asked":
        return replace(self, day=self.today)

    @property
    def is_now(self) -> bool:
        return self.first <= self.today <= self.last

    @property
    def url(self) -> str:
        asked = {"view": self.view, "date": self.day.isoformat()}
        if self.resource is not None:
            asked["resource"] = str(self.resource.pk)
        if self.kind:
            asked["kind"] = self.kind
        return f"{self.path}?{urlencode(asked)}"

    @property
    def ways(self) -> dict[str, "Asked"]:
        """The same days in each view."""
        return {view: replace(self, view=view) for view in VIEWS}

    @property
    def everything(self) -> "Asked":
        return replace(self, resource=None, kind="")

    @property
    def week(self) -> "Asked":
        return replace(self, view=WEEK)

    def on(self, day: date, view: str = DAY) -> "Asked":
        return replace(self, view=view, day=day)

    def of(self, resource: Resource) -> "Asked":
        return replace(self, resource=resource, kind="")

    def narrowed(self, resources: list[Resource]) -> list[Resource]:
        if self.resource is not None:
            return [self.resource]
        return [one for one in resources if self.kind in ("", one.kind)]


def asked_of(
    query: QueryDict, path: str, today: date, resources: list[Resource]
) -> Asked:
    """What the address asks for; this week of all resources where it asks for nothing."""
    problems: list[str] = []
    view = query.get("view") or WEEK
    if view not in VIEWS:
        view = WEEK
        problems.append(_("The calendar has no such view. This is the week."))
    resource, kind = _wanted(query, resources, problems)
    return Asked(
        path=path,
        today=today,
        view=view,
        day=_day(query, today, problems),
        resource=resource,
        kind=kind,
        problems=tuple(problems),
    )


def _day(query: QueryDict, today: date, problems: list[str]) -> date:
    text = query.get("date", "")
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problems.append(_("There is no such day. Here is today."))
        return today
    if not today - BACK <= day <= today + AHEAD:
        problems.append(_("The calendar does not reach to that day. Here is today."))
        return today
    return day


def _wanted(
    query: QueryDict, resources: list[Resource], problems: list[str]
) -> tuple[Resource | None, str]:
    """One resource, or all of a kind, or all."""
    number = query.get("resource", "")
    if number:
        for one in resources:
            if str(one.pk) == number:
                return one, ""
        problems.append(_("That desk or room is not let here. Here are all."))
        return None, ""
    kind = query.get("kind", "")
    if kind and kind not in {one.kind for one in resources}:
        problems.append(_("Nothing of that kind is let here. Here is everything."))
        kind = ""
    return None, kind


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
