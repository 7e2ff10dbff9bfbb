"""What of the networks is a person's own, and what becomes of it."""

from cms.core.personal_data import Activity, Rule

RULES: dict[str, Rule] = {
    "networks.Membership": Rule(("network", "role", "joined_at"), "erase"),
    "networks.JoinRequest": Rule(("network", "text", "state", "created_at"), "erase"),
    "networks.Invitation": Rule(("network", "created_at"), "erase"),
}
EFFECTS = ("community.networks.actions.forget_member",)
ACTIVITIES = (
    Activity(
        name="Profession networks",
        purpose="Members join the network of their profession.",
        basis="Performance of the agreement with members (GDPR Article 6(1)(b)).",
        people="Members.",
        recipients="Other members, as far as the profile of the member allows it; those in"
        " charge of a network: everyone, as far as their profile allows it.",
        retention="Until the member leaves the network or erases the account.",
    ),
)
