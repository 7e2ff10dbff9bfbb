"""What of the content belongs to a person, and what becomes of it.

Each app says so for its own tables in a module of this name; this one also speaks for
Wagtail's. `community.accounts.personal_data` gathers them all.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Rule:
    """What a model holds about a person.

    `export`: names of the fields that are handed out to the person on request.
    `erasure`: what erasing the account does to the rows: 'erase' deletes them, 'anonymise'
    empties what names the person, 'keep' leaves them as they are.
    `reason`: why they may be kept, and for how long; empty unless they are.
    Raises ValueError when a row is kept without a reason.
    """

    export: tuple[str, ...]
    erasure: Literal["erase", "anonymise", "keep"]
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.erasure == "keep") != bool(self.reason):
            raise ValueError("A reason stands with what is kept, and only there.")


@dataclass(frozen=True)
class Activity:
    """A line of the record of processing activities (GDPR Article 30).

    In an app's `ACTIVITIES`. `models` are labels; the one without any is about all other
    models of the app. Texts are sentences for a supervisory authority, in English.
    """

    name: str
    purpose: str
    basis: str
    people: str
    recipients: str
    retention: str
    models: tuple[str, ...] = ()


# The account itself is emptied and stays as a number, so rows that point to it name
# nobody any more.
_WORK = (
    "Work for the organisation, kept with the page. It points to the emptied account."
)
_TRACE = (
    "Shows who published what, kept with the page. It points to the emptied account."
)
_UNUSED = "The table stays empty: core has its own images and documents."

RULES: dict[str, Rule] = {
    "core.SiteDocument": Rule(("title", "created_at", "file"), "keep", _WORK),
    "core.SiteImage": Rule(
        ("title", "description", "source", "created_at", "file"), "keep", _WORK
    ),
    "wagtail_localize.SegmentOverride": Rule(
        ("data_json", "updated_at"), "keep", _WORK
    ),
    "wagtail_localize.StringTranslation": Rule(("data", "updated_at"), "keep", _WORK),
    "wagtailadmin.EditingSession": Rule(("last_seen_at",), "erase"),
    "wagtailadmin.FormState": Rule(("data",), "erase"),
    "wagtailcore.APIToken": Rule(("name", "created"), "erase"),
    "wagtailcore.Comment": Rule(("text", "created_at"), "keep", _WORK),
    "wagtailcore.CommentReply": Rule(("text", "created_at"), "keep", _WORK),
    # An entry about an account bears its name as the label.
    "wagtailcore.ModelLogEntry": Rule(("timestamp", "action", "label"), "anonymise"),
    "wagtailcore.Page": Rule(("title", "first_published_at"), "keep", _WORK),
    "wagtailcore.PageLogEntry": Rule(("timestamp", "action", "label"), "keep", _TRACE),
    "wagtailcore.PageSubscription": Rule(("page", "comment_notifications"), "erase"),
    "wagtailcore.Revision": Rule(("created_at", "object_str"), "keep", _TRACE),
    "wagtailcore.TaskState": Rule(("finished_at", "status", "comment"), "keep", _TRACE),
    "wagtailcore.UploadedFile": Rule(("file",), "erase"),
    "wagtailcore.WorkflowState": Rule(("created_at", "status"), "keep", _TRACE),
    "wagtaildocs.Document": Rule(("title", "created_at"), "keep", _UNUSED),
    "wagtailimages.Image": Rule(("title", "created_at"), "keep", _UNUSED),
}

ACTIVITIES = (
    Activity(
        name="Editing the site",
        purpose="Writing, translating and publishing pages, pictures and documents, with a"
        " log of who did it.",
        basis="Performance of the work agreed with editors (GDPR Article 6(1)(b)) and the"
        " organisation's interest in knowing who published what (Article 6(1)(f)).",
        people="Editors, translators and administrators.",
        recipients="Other editors; the public sees what is published.",
        retention="As long as the page, picture or document. After an erasure the log points"
        " to an account that names nobody.",
    ),
)
