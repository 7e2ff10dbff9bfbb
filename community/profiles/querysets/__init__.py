"""Named reads of this app."""

from community.profiles.querysets.counting import counted
from community.profiles.querysets.directory import Directory
from community.profiles.querysets.disclosures import DisclosureQuerySet, ExportQuerySet
from community.profiles.querysets.profiles import (
    ProfileQuerySet,
    audience_of,
    directory_of,
    directory_towards,
    reader_of,
)
from community.profiles.querysets.shown_names import Shown, shown_names
from community.profiles.querysets.suggestions import Suggestion
from community.profiles.querysets.taxonomy import (
    LabelQuerySet,
    OccupationQuerySet,
    SkillQuerySet,
)
from community.profiles.querysets.trust import Said, said_of

__all__ = [
    "Directory",
    "DisclosureQuerySet",
    "ExportQuerySet",
    "LabelQuerySet",
    "OccupationQuerySet",
    "ProfileQuerySet",
    "Said",
    "Shown",
    "SkillQuerySet",
    "Suggestion",
    "audience_of",
    "counted",
    "directory_of",
    "directory_towards",
    "reader_of",
    "said_of",
    "shown_names",
]
