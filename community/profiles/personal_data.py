"""What of profiles is a person's own, and what becomes of it."""

from cms.core.personal_data import Activity, Rule

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
ACTIVITIES = (
    Activity(
        name="Profiles and the directory",
        purpose="Professionals of the diaspora and of Kosovo are found by their profession,"
        " by those whom they have chosen.",
        basis="Explicit consent (GDPR Articles 6(1)(a) and 9(2)(a)): being listed can reveal"
        " ethnic origin. Swiss FADP Article 6(7); Kosovo Law No. 06/L-082.",
        people="Members.",
        recipients="Of each field those whom the member has chosen: everyone, members, networks,"
        " partner organisations, the organisation.",
        retention="Until the member erases an entry or the account. Withdrawn consent takes the"
        " profile out of the directory at once.",
    ),
    Activity(
        name="Log of what staff saw and took",
        purpose="The organisation can answer who of its staff was shown which profile, and who"
        " took rows of the directory away, and why.",
        basis="Legal obligation to account for it (GDPR Articles 5(2), 6(1)(c) and 32).",
        people="Members, and staff who looked.",
        recipients="The member, without the names of staff; administrators.",
        retention="Looks at a profile: as long as the profile. Exports: without limit; who made"
        " one is forgotten when that account is erased.",
        models=("profiles.DisclosureLog", "profiles.ExportLog"),
    ),
)
