"""A proposed skill names the member who proposed it."""

from cms.core.personal_data import Rule

RULES: dict[str, Rule] = {
    # The word is common property once it is there; only its proposer is forgotten.
    "profiles.Skill": Rule(("slug", "status", "proposed_at"), "anonymise"),
}
