"""What members say of themselves, and the words they say it with."""

from community.profiles.models.labels import Label, LoadedTaxonomy
from community.profiles.models.taxonomy import Occupation, Skill, SkillGroup

__all__ = ["Label", "LoadedTaxonomy", "Occupation", "Skill", "SkillGroup"]
