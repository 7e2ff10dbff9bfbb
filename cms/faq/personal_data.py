"""An entry names the account that answers for it."""

from cms.core.personal_data import Activity, Rule

RULES: dict[str, Rule] = {
    # Whoever has left answers for nothing: the entry waits for somebody else.
    "faq.FaqEntryPage": Rule(("title", "last_reviewed"), "anonymise"),
    "faq.ReviewReminder": Rule(("sent_at",), "erase"),
}

ACTIVITIES = (
    Activity(
        name="Answering questions",
        purpose="Knowing who answers for an entry of the questions and answers, and reminding"
        " them to look at it again.",
        basis="Performance of the work agreed with editors (GDPR Article 6(1)(b)).",
        people="Editors.",
        recipients="Other editors.",
        retention="Until somebody else answers for the entry, or the account is erased.",
    ),
)
