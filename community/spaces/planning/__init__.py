"""Where a guest could sit on each day of a visit. Reads only: a plan holds nothing, and
what is booked from it is asked for again."""

from community.spaces.planning.plan import plan_visit
from community.spaces.planning.shapes import PlanGap, PlannedStay, VisitPlan

__all__ = ["PlanGap", "PlannedStay", "VisitPlan", "plan_visit"]
