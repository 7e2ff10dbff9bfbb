"""Named reads of this app."""

from community.profiles.querysets.suggestions import Suggestion
from community.profiles.querysets.taxonomy import (
    LabelQuerySet,
    OccupationQuerySet,
    SkillQuerySet,
)

__all__ = ["LabelQuerySet", "OccupationQuerySet", "SkillQuerySet", "Suggestion"]
