"""An entry names the account that answers for it."""

from cms.core.personal_data import Rule

RULES: dict[str, Rule] = {
    # Whoever has left answers for nothing: the entry waits for somebody else.
    "faq.FaqEntryPage": Rule(("title", "last_reviewed"), "anonymise"),
    "faq.ReviewReminder": Rule(("sent_at",), "erase"),
}
