"""What is held back from a copy of one's data, and what outlives an erasure, and why."""

SECRET = "A secret that opens something; a copy passes through many hands."
WORK = "Part of the organisation's page or its translation, which is public or will be."
OTHERS = "Tells of others: what staff asked the directory for."
FILE = "Of a file of contacts that staff brought in for the organisation, about others."
OTHERS_TOO = (
    "Of the log of special rights, which may be of the member of staff who acted."
)
MACHINE = (
    "Says which part of a screen or a page is meant, not anything about the person."
)
UNUSED = "The table stays empty: core has its own images and documents."
ONCE = "Tells a program's request sent twice from two requests."
MADE = "Made from the text, which the copy has."
TALK = "Part of a conversation of many; nothing but the words themselves is left in it."
SOURCE = (
    "Of a calendar that a space reads: what its server said, for the next question."
)
PLACE = (
    "The space's, which goes on reading the calendar; whoever named it is forgotten."
)

# (label of the model, field): why a person's copy does not have it.
NOT_EXPORTED: dict[tuple[str, str], str] = {
    ("account.EmailConfirmation", "key"): SECRET,
    ("accounts.ImportBatch", "found"): FILE,
    ("accounts.ImportBatch", "mapping"): FILE,
    ("accounts.ImportBatch", "source"): FILE,
    ("accounts.ImportBatch", "titles"): FILE,
    ("accounts.PrivilegedAction", "network"): OTHERS_TOO,
    ("faq.FaqEntryPage", "folded"): WORK,
    ("faq.FaqEntryPage", "short_answer"): WORK,
    ("forums.Post", "html"): MADE,
    ("forums.Post", "refs"): MADE,
    ("forums.Topic", "slug"): MADE,
    ("mfa.Authenticator", "data"): SECRET,
    ("profiles.ExportLog", "filters"): OTHERS,
    ("profiles.Skill", "esco_uri"): WORK,
    ("socialaccount.SocialToken", "token"): SECRET,
    ("socialaccount.SocialToken", "token_secret"): SECRET,
    ("spaces.Block", "uid"): SOURCE,
    ("spaces.Booking", "idempotency_key"): ONCE,
    ("spaces.Booking", "request_hash"): ONCE,
    ("spaces.FeedToken", "digest"): SECRET,
    ("spaces.IcsSource", "address"): SECRET,
    ("spaces.IcsSource", "etag"): SOURCE,
    ("spaces.IcsSource", "modified"): SOURCE,
    ("spaces.Visit", "idempotency_key"): ONCE,
    ("spaces.Visit", "request_hash"): ONCE,
    ("usersessions.UserSession", "data"): MACHINE,
    ("usersessions.UserSession", "session_key"): SECRET,
    ("wagtail_localize.SegmentOverride", "field_error"): WORK,
    ("wagtail_localize.StringTranslation", "field_error"): WORK,
    ("wagtail_localize.StringTranslation", "tool_name"): WORK,
    ("wagtailcore.APIToken", "prefix"): SECRET,
    ("wagtailcore.Comment", "contentpath"): MACHINE,
    ("wagtailcore.Comment", "position"): MACHINE,
    ("wagtailcore.ModelLogEntry", "data"): WORK,
    ("wagtailcore.Page", "draft_title"): WORK,
    ("wagtailcore.Revision", "content"): WORK,
    ("wagtailcore.Page", "search_description"): WORK,
    ("wagtailcore.Page", "seo_title"): WORK,
    ("wagtailcore.PageLogEntry", "data"): WORK,
    ("wagtailimages.Image", "description"): UNUSED,
    ("wagtailusers.UserProfile", "dismissibles"): MACHINE,
}

TRACE = "Shows who did what to a page or a thing that is not theirs; names nobody now."
REASON = "A sentence of staff on why; the form asks them not to name the person."

# (table, column): why the marker may be there after the erasure.
RETAINED: dict[tuple[str, str], str] = {
    ("spaces_block", "reason"): REASON,
    ("spaces_block", "uid"): PLACE,
    ("spaces_icssource", "address"): PLACE,
    ("spaces_icssource", "etag"): PLACE,
    ("spaces_icssource", "modified"): PLACE,
    ("spaces_icssource", "name"): PLACE,
    ("forums_post", "html"): TALK,
    ("forums_post", "raw"): TALK,
    ("forums_post", "reactions"): TALK,
    ("forums_post", "refs"): TALK,
    ("forums_postrevision", "raw"): TALK,
    ("forums_postrevision", "title"): TALK,
    ("forums_topic", "excerpt"): TALK,
    ("forums_topic", "slug"): TALK,
    ("forums_topic", "title"): TALK,
    ("forums_topicevent", "detail"): TALK,
    ("forums_topicevent", "reason"): TALK,
    ("accounts_datarequest", "reason"): REASON,
    ("accounts_importbatch", "file_name"): FILE,
    ("accounts_importbatch", "found"): FILE,
    ("accounts_importbatch", "mapping"): FILE,
    ("accounts_importbatch", "source"): FILE,
    ("accounts_importbatch", "titles"): FILE,
    ("accounts_privilegedaction", "network"): TRACE,
    ("accounts_privilegedaction", "reason"): REASON,
    ("accounts_privilegedaction", "target"): TRACE,
    ("core_sitedocument", "title"): WORK,
    ("core_siteimage", "description"): WORK,
    ("core_siteimage", "source"): WORK,
    ("core_siteimage", "title"): WORK,
    ("faq_faqentrypage", "folded"): WORK,
    ("faq_faqentrypage", "short_answer"): WORK,
    ("profiles_exportlog", "filters"): TRACE,
    ("profiles_exportlog", "reason"): TRACE,
    ("profiles_skill", "esco_uri"): WORK,
    ("profiles_skill", "slug"): "A word for a skill, which others use too.",
    ("wagtail_localize_segmentoverride", "data_json"): WORK,
    ("wagtail_localize_segmentoverride", "field_error"): WORK,
    ("wagtail_localize_stringtranslation", "data"): WORK,
    ("wagtail_localize_stringtranslation", "field_error"): WORK,
    ("wagtail_localize_stringtranslation", "tool_name"): WORK,
    ("wagtailcore_comment", "contentpath"): MACHINE,
    ("wagtailcore_comment", "position"): MACHINE,
    ("wagtailcore_comment", "text"): TRACE,
    ("wagtailcore_commentreply", "text"): TRACE,
    ("wagtailcore_modellogentry", "action"): TRACE,
    ("wagtailcore_modellogentry", "data"): TRACE,
    ("wagtailcore_modellogentry", "label"): TRACE,
    ("wagtailcore_page", "draft_title"): WORK,
    ("wagtailcore_page", "search_description"): WORK,
    ("wagtailcore_page", "seo_title"): WORK,
    ("wagtailcore_page", "title"): WORK,
    ("wagtailcore_pagelogentry", "action"): TRACE,
    ("wagtailcore_pagelogentry", "data"): TRACE,
    ("wagtailcore_pagelogentry", "label"): TRACE,
    ("wagtailcore_revision", "content"): WORK,
    ("wagtailcore_revision", "object_str"): TRACE,
    ("wagtailcore_taskstate", "comment"): TRACE,
    ("wagtaildocs_document", "title"): UNUSED,
    ("wagtailimages_image", "description"): UNUSED,
    ("wagtailimages_image", "title"): UNUSED,
}
