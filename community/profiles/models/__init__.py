"""What members say of themselves, and the words they say it with."""

from community.profiles.models.index import FacetCount, ProfileIndex
from community.profiles.models.labels import Label, LoadedTaxonomy
from community.profiles.models.parts import (
    Education,
    Experience,
    LanguageSkill,
    Licence,
    ProfileLink,
    ProfileSkill,
    Visit,
)
from community.profiles.models.profiles import Profile
from community.profiles.models.searches import DisclosureLog, ExportLog, SavedSearch
from community.profiles.models.taxonomy import Occupation, Skill, SkillGroup
from community.profiles.models.trust import Endorsement, Vouch

__all__ = [
    "DisclosureLog",
    "Education",
    "Endorsement",
    "Experience",
    "ExportLog",
    "FacetCount",
    "Label",
    "LanguageSkill",
    "Licence",
    "LoadedTaxonomy",
    "Occupation",
    "Profile",
    "ProfileIndex",
    "ProfileLink",
    "ProfileSkill",
    "SavedSearch",
    "Skill",
    "SkillGroup",
    "Visit",
    "Vouch",
]
