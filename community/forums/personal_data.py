"""What of the forums is a person's own, and what becomes of it.

Posts stay when somebody leaves: others have answered them. They point to the emptied
account and appear as those of a former member; nothing is rewritten.
"""

from cms.core.personal_data import Activity, Rule

_TALK = (
    "Part of a conversation of many (GDPR Article 17(3)(a)); it points to the emptied"
    " account, which names nobody, as long as the topic stands."
)

RULES: dict[str, Rule] = {
    "forums.Topic": Rule(
        ("title", "kind", "language", "state", "excerpt", "created_at"), "keep", _TALK
    ),
    "forums.Post": Rule(
        ("number", "raw", "language", "state", "reactions", "created_at", "edited_at"),
        "keep",
        _TALK,
    ),
    "forums.PostRevision": Rule(("raw", "title", "created_at"), "keep", _TALK),
    "forums.PostImage": Rule(("file", "created_at"), "keep", _TALK),
    "forums.TopicEvent": Rule(
        ("kind", "detail", "reason", "created_at"), "keep", _TALK
    ),
    "forums.Reaction": Rule(("kind", "created_at"), "erase"),
    "forums.PollVote": Rule(("option", "created_at"), "erase"),
    "forums.TopicUser": Rule(
        ("topic", "last_read", "is_kept_unread", "level", "seen_at"), "erase"
    ),
    "forums.ForumUser": Rule(("forum", "level"), "erase"),
    "forums.UserReadState": Rule(("oldest_unread",), "erase"),
    "forums.Draft": Rule(("key", "title", "raw", "updated_at"), "erase"),
}
EFFECTS = ("community.forums.actions.forgetting.forget_member",)
ACTIVITIES = (
    Activity(
        name="Forums",
        purpose="Members of a profession network discuss, ask and answer in public or among"
        " themselves.",
        basis="Performance of the agreement with members (GDPR Article 6(1)(b)); what a member"
        " says of themselves, by their own publication (Article 9(2)(e)).",
        people="Members who write, react, vote or follow; people who are named in posts.",
        recipients="Readers of the network: everyone where it is public, else its members.",
        retention="Posts: as long as the topic, after an erasure without a name. Reactions,"
        " votes, drafts and what was read: until the account is erased.",
    ),
)
