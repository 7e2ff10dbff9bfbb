"""A plan for a visit, from what the tables say."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from community.spaces.actions import Ask, VisitWish
from community.spaces.calendar import (
    Asked,
    Gap,
    Offer,
    Plan,
    PlannedDay,
    moment_of,
    utc_minute,
    visit_plan,
)
from community.spaces.models import Resource
from community.spaces.permissions import can_see_space
from community.spaces.planning.gaps import Gaps
from community.spaces.planning.offers import asked_of, offers_of, wanted_of
from community.spaces.planning.shapes import (
    PlanGap,
    PlannedStay,
    VisitPlan,
)
from community.spaces.timetable import told_of


def plan_visit(
    user: Any, wish: VisitWish, now: datetime | None = None, *, only: int | None = None
) -> VisitPlan:
    """A place for each day with the fewest moves: desks before rooms, unless kinds are
    chosen, and what needs no approval before what does. Times are those of the space,
    made wider to its grid. A space that the user does not see offers nothing. `only`:
    the number of the one resource with which to plan.

    Four statements, however many resources and days; numbers, not objects, are reckoned
    with.
    """
    moment = now or timezone.now()
    is_seen = can_see_space(user, wish.space)
    resources = wanted_of(wish, only) if is_seen else {}
    asked = asked_of(wish, resources)
    days = [one for one in asked if one.start < one.end]
    skipped = [
        PlanGap(one.day, "out_of_range", _("Clocks skip these hours on this day."))
        for one in asked
        if one.start >= one.end
    ]
    if not days:
        return VisitPlan(gaps=skipped)
    offers = offers_of(wish, resources, days, moment)
    plan = visit_plan(days, offers, wanted=wish.party_size)
    told = _Told(wish, resources, days, offers, plan)
    gaps = [*skipped, *told.gaps(utc_minute(moment))]
    return VisitPlan(
        days=told.stays(),
        moves=plan.moves,
        singles=told.singles(),
        gaps=sorted(gaps, key=lambda one: one.day),
    )


class _Told:
    """A plan of numbers, told with resources and moments."""

    def __init__(
        self,
        wish: VisitWish,
        resources: dict[int, Resource],
        days: Sequence[Asked],
        offers: Sequence[Offer],
        plan: Plan,
    ) -> None:
        self.wish, self.resources, self.plan = wish, resources, plan
        self.days, self.offers = days, offers

    def ask(self, key: int, start: int, end: int) -> Ask:
        people, note = self.wish.party_size, self.wish.note
        resource = self.resources[key]
        return Ask(resource, moment_of(start), moment_of(end), people, note)

    def stays(self) -> list[PlannedStay]:
        keys = [one.key for one in self.plan.days]
        moved = [False, *(one != other for one, other in pairwise(keys))]
        return [
            PlannedStay(one.day, self.ask(one.key, one.start, one.end), has_moved)
            for one, has_moved in zip(self.plan.days, moved, strict=False)
        ]

    def singles(self) -> list[Resource]:
        """A holiday, when nothing is open, does no harm to them."""
        left = [set(self.plan.free[one.day]) for one in self.plan.days]
        every = set.intersection(*left) if left else set()
        return [self.resources[one.key] for one in self.offers if one.key in every]

    def gaps(self, moment: int) -> list[PlanGap]:
        if not self.plan.gaps:
            return []
        told = Gaps(
            self.resources,
            self.offers,
            {one.day: one for one in self.days},
            _near(self.plan.gaps, self.plan.days),
            told_of(self.wish.space, self.days[0].day, self.days[-1].day)[None],
            self.wish.party_size,
            moment,
        )
        found = []
        for gap in self.plan.gaps:
            reason, label = told.why(gap)
            parts = [self.ask(*part) for part in told.alternatives(gap)]
            most = told.waited_for(gap) if reason == "full" else None
            wait = self.ask(*most) if most else None
            found.append(PlanGap(gap.day, reason, label, parts, wait))
        return found


def _near(gaps: Iterable[Gap], days: Sequence[PlannedDay]) -> dict[date, int]:
    """By day of a gap where one sits on the day before it, or else on the next."""
    found = {}
    for gap in gaps:
        before = [one.key for one in days if one.day < gap.day]
        after = [one.key for one in days if one.day > gap.day]
        if before or after:
            found[gap.day] = before[-1] if before else after[0]
    return found
