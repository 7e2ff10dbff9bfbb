"""What members say of themselves, and the words they say it with."""

from community.profiles.models.taxonomy import (
    Label,
    LoadedTaxonomy,
    Occupation,
    Skill,
    SkillGroup,
)

__all__ = ["Label", "LoadedTaxonomy", "Occupation", "Skill", "SkillGroup"]
