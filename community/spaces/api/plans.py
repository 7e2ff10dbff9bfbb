"""Plans of visits as members of JSON."""

from collections.abc import Sequence
from typing import Any

from community.spaces.api.endpoints import told_part
from community.spaces.models import Space
from community.spaces.planning import PlanGap, VisitPlan

Members = dict[str, Any]


def told_plan(space: Space, plan: VisitPlan, locale: str) -> Members:
    return {
        "space": space.slug,
        "zone": space.zone,
        "moves": plan.moves,
        "days": [
            {
                "day": one.day,
                "has_moved": one.has_moved,
                **_part(one.ask, locale),
            }
            for one in plan.days
        ],
        "singles": [one.pk for one in plan.singles],
        "gaps": told_gaps(plan.gaps, locale),
    }


def told_gaps(gaps: Sequence[PlanGap], locale: str) -> list[Members]:
    return [
        {
            "day": one.day,
            "reason": one.reason,
            "label": str(one.label),
            "alternatives": [_part(ask, locale) for ask in one.alternatives],
            "waitlist": _part(one.wait, locale) if one.wait else None,
        }
        for one in gaps
    ]


def _part(ask: Any, locale: str) -> Members:
    return told_part(ask.resource, ask.starts_at, ask.ends_at, locale)
