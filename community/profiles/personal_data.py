"""What of profiles is a person's own, and what becomes of it."""

from cms.core.personal_data import Rule

RULES: dict[str, Rule] = {
    # The word is common property once it is there; only its proposer is forgotten.
    "profiles.Skill": Rule(("slug", "status", "proposed_at"), "anonymise"),
    "profiles.Profile": Rule(
        (
            "slug", "language", "name", "headline", "summary", "photo", "occupation",
            "position", "employer", "years", "country", "city", "origin",
            "availability", "hours_a_month", "phone", "show_email", "birth_year",
            "visibility", "listed_at", "partners_since", "verified_at", "step",
            "created_at", "updated_at",
        ),
        "erase",
    ),
    "profiles.Experience": Rule(
        ("title", "organisation", "place", "text", "start_year", "end_year"), "erase"
    ),
    "profiles.Education": Rule(
        ("degree", "school", "field", "start_year", "end_year"), "erase"
    ),
    "profiles.Licence": Rule(
        ("title", "issuer", "number", "year", "valid_until"), "erase"
    ),
    "profiles.LanguageSkill": Rule(("language", "level"), "erase"),
    "profiles.ProfileSkill": Rule(
        ("skill", "has", "level", "offers", "seeks", "endorsements"), "erase"
    ),
    "profiles.Endorsement": Rule(("created_at",), "erase"),
    "profiles.Vouch": Rule(("text", "created_at"), "erase"),
    "profiles.ProfileLink": Rule(("title", "url"), "erase"),
    "profiles.Visit": Rule(("start", "end", "place"), "erase"),
    # What the directory shows is made from the profile and goes with it.
    "profiles.ProfileIndex": Rule((), "erase"),
    "profiles.SavedSearch": Rule(
        ("name", "query", "alert", "told_until", "created_at"), "erase"
    ),
    "profiles.DisclosureLog": Rule(("reason", "created_at"), "erase"),
    # The organisation answers for what left it; only who took it is forgotten.
    "profiles.ExportLog": Rule(("reason", "format", "created_at"), "anonymise"),
}  # fmt: skip
EFFECTS = ("community.profiles.actions.forget_member",)
