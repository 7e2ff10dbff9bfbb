"""What of the spaces is a person's own, and what becomes of it."""

from cms.core.personal_data import Activity, Rule

RULES: dict[str, Rule] = {
    "spaces.SpaceRole": Rule(("space", "role", "created_at"), "erase"),
    # Occupancy is counted with them; whose they were, and notes, are forgotten.
    "spaces.Booking": Rule(
        (
            "uuid", "resource", "visit", "starts_at", "ends_at", "zone", "party_size",
            "state", "note", "created_at", "updated_at",
        ),
        "anonymise",
    ),
    "spaces.BookingEvent": Rule(
        ("booking", "action", "from_state", "to_state", "created_at"), "anonymise"
    ),
    "spaces.Block": Rule(
        ("resource", "starts_at", "ends_at", "reason", "created_at"), "anonymise"
    ),
    "spaces.Visit": Rule(
        ("uuid", "first", "last", "opens", "closes", "zone", "note", "created_at"),
        "erase",
    ),
    "spaces.WaitlistEntry": Rule(
        (
            "uuid", "resource", "is_any", "starts_at", "ends_at", "party_size", "note",
            "until", "state", "created_at", "updated_at",
        ),
        "erase",
    ),
    "spaces.IcsSource": Rule(("space", "resource", "name", "created_at"), "anonymise"),
    "spaces.FeedToken": Rule(("space", "created_at", "last_used_on"), "erase"),
}  # fmt: skip
EFFECTS = ("community.spaces.actions.forget_member",)
ACTIVITIES = (
    Activity(
        name="Co-working spaces",
        purpose="Members book desks and rooms and plan visits.",
        basis="Performance of the agreement with members (GDPR Article 6(1)(b)).",
        people="Members who book, and those who look after a space.",
        recipients="Managers of the space; its hosts on the day of the booking. Everyone sees"
        " how many seats are free, never who has the others.",
        retention="Bookings as long as the account; after an erasure they name nobody. Notes"
        " and visits go with the account. The history of a booking is kept for three years,"
        " who waited for a place for one year after that time.",
    ),
)
