"""Days without a place: why, and what is nearest to what was asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.spaces.calendar import (
    Alternative,
    Asked,
    Gap,
    Offer,
    Window,
    joined,
    local_of,
    next_free,
    wall_minute,
)
from community.spaces.calendar.segments import (
    on_grid_after,
    on_grid_before,
    rounded_out,
)
from community.spaces.models import DayException, Resource
from community.spaces.planning.shapes import Reason

_DAY = 24 * 60
MOST_TRIED = 12  # resources that are asked for other hours of a day


@dataclass(frozen=True)
class Gaps:
    """What is needed to tell of each of them. `near`: by day the resource on which one
    sits on the day before it, or else after it. moment: now, as the calendar counts."""

    resources: Mapping[int, Resource]
    offers: Sequence[Offer]
    asked: Mapping[date, Asked]
    near: Mapping[date, int]
    told: Mapping[int, DayException]
    wanted: int
    moment: int

    def why(self, gap: Gap) -> tuple[Reason, str]:
        asked = self.asked[gap.day]
        if asked.end <= self.moment:
            return "out_of_range", _("This day is over.")
        if not self.offers:
            return "out_of_range", _too_small(self.wanted)
        if gap.reason == "closed":
            told = self.told.get(gap.day.toordinal())
            return "closed", told.label if told else ""
        rows = [one for one in self.offers if not _terms_broken(one, asked)]
        if rows:
            return "full", ""
        return "out_of_range", self._broken(asked)

    def waited_for(self, gap: Gap) -> Alternative | None:
        """The times on the resource that has the most seats: there one comes free first.
        None when nothing is open all of the time."""
        asked, near = self.asked[gap.day], self.near.get(gap.day)
        found = [(one, edge) for one in self.offers if (edge := _edge(one, asked))]
        if not found:
            return None
        most, edge = max(found, key=lambda one: (one[0].seats, one[0].key == near))
        return Alternative(most.key, edge.start, edge.end)

    def alternatives(self, gap: Gap) -> list[Alternative]:
        """At most five."""
        asked, near = self.asked[gap.day], self.near.get(gap.day)
        found = [one for part in gap.alternatives if (one := self._on_grid(part))]
        found.sort(key=lambda one: (one.start - one.end, one.key != near, one.start))
        for other in self._other_hours(gap.day, asked, near):
            if other not in found:
                found.append(other)
        return found

    def _on_grid(self, part: Alternative) -> Alternative | None:
        """Shortened to stand on its grid; None when too little is left."""
        row = self.resources[part.key]
        grid = row.terms.grid(part.start, row.space.zone_info)
        start, end = on_grid_after(part.start, grid), on_grid_before(part.end, grid)
        if end - start < max(1, row.shortest):
            return None
        return Alternative(part.key, start, end)

    def _other_hours(
        self, day: date, asked: Asked, near: int | None
    ) -> Iterator[Alternative]:
        """As long as was asked for, or units, on the first resource that has any."""
        offers = sorted(self.offers, key=lambda one: one.key != near)
        for offer in offers[:MOST_TRIED]:
            found = self._free_on(day, asked, offer)
            if found:
                found.sort(key=lambda one: abs(one.start - asked.start))
                yield from found[:2]
                return

    def _free_on(self, day: date, asked: Asked, offer: Offer) -> list[Alternative]:
        row = self.resources[offer.key]
        zone = row.space.zone_info
        start = max(wall_minute(day, 0, zone).minute, offer.earliest)
        end = min(wall_minute(day, _DAY, zone).minute, offer.latest)
        windows = offer.windows if offer.whole else joined(offer.windows)
        wide = offer.buffer
        found = next_free(
            [one for one in windows if one[1] > start and one[0] < end],
            [
                one
                for one in offer.busy
                if one[1] + wide > start and one[0] - wide < end
            ],
            offer.seats,
            min(asked.end - asked.start, offer.longest),
            after=start,
            latest=end,
            wanted=offer.needs(self.wanted),
            buffer=wide,
            grid=row.terms.grid(start, zone),
            whole=offer.whole,
        )
        return [Alternative(offer.key, one.start, one.end) for one in found]

    def _broken(self, asked: Asked) -> str:
        """The same for all that is open then: too soon, too far away, too long."""
        length = asked.end - asked.start
        if all(asked.start < one.earliest for one in self.offers):
            return _("This is too soon to book.")
        if all(asked.end > one.latest for one in self.offers):
            latest = max(self.offers, key=lambda one: one.latest)
            zone = self.resources[latest.key].space.zone_info
            opens = asked.day - (local_of(latest.latest, zone).date() - self._today)
            words = _("Bookings for this day open on %(day)s.")
            return words % {"day": date_format(opens + timedelta(days=1), "j.n.Y")}
        if all(length > one.longest for one in self.offers):
            return _("These hours are longer than what can be booked at a time.")
        return _("These hours cannot be booked here.")

    @property
    def _today(self) -> date:
        row = next(iter(self.resources.values()))
        return local_of(self.moment, row.space.zone_info).date()


def _terms_broken(offer: Offer, asked: Asked) -> bool:
    if asked.start < offer.earliest or asked.end > offer.latest:
        return True
    length = asked.end - asked.start
    return not offer.whole and not offer.shortest <= length <= offer.longest


def _edge(offer: Offer, asked: Asked) -> Window | None:
    """From when to when it would be booked, were it free."""
    if _terms_broken(offer, asked):
        return None
    edge: Window | None = Window(asked.start, asked.end)
    if offer.whole:
        edge = rounded_out(offer.windows, asked.start, asked.end)
    if edge is None or edge.start < offer.earliest or edge.end > offer.latest:
        return None
    is_open = any(
        one[0] <= edge.start and edge.end <= one[1] for one in joined(offer.windows)
    )
    return edge if is_open else None


def _too_small(people: int) -> str:
    words = ngettext(
        "Nothing of this kind is let to %(count)s person here.",
        "Nothing of this kind is let to %(count)s people here.",
        people,
    )
    return words % {"count": people}
