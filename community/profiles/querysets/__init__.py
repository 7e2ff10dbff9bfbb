"""Named reads of this app."""

from community.profiles.querysets.taxonomy import (
    LabelQuerySet,
    OccupationQuerySet,
    SkillQuerySet,
    Suggestion,
)

__all__ = ["LabelQuerySet", "OccupationQuerySet", "SkillQuerySet", "Suggestion"]
