"""What a plan is made of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from community.spaces.actions import Ask
from community.spaces.models import Resource

Reason = Literal["closed", "full", "out_of_range"]


@dataclass(frozen=True)
class PlannedStay:
    """has_moved: it is another resource than on the day before that has a place."""

    day: date
    ask: Ask
    has_moved: bool = False


@dataclass(frozen=True)
class PlanGap:
    """A day without a place. label: why, in the reader's language; '' where nobody wrote
    it. alternatives: parts of the asked time, the longest first; then other hours.
    wait: where all is taken, what one may wait for, any of its kind."""

    day: date
    reason: Reason
    label: str = ""
    alternatives: list[Ask] = field(default_factory=list)
    wait: Ask | None = None


@dataclass(frozen=True)
class VisitPlan:
    """moves: how often one goes to another resource. singles: what is free on all days
    on which anything is, the best first."""

    days: list[PlannedStay] = field(default_factory=list)
    moves: int = 0
    singles: list[Resource] = field(default_factory=list)
    gaps: list[PlanGap] = field(default_factory=list)
