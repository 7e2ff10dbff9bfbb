"""Every write of the forums."""

from community.forums.actions.counting import recount
from community.forums.actions.drafts import forget_draft, keep_draft
from community.forums.actions.editing import edit_post, make_wiki
from community.forums.actions.images import forget_unused_images, keep_image
from community.forums.actions.languages import detect_language
from community.forums.actions.moderating import (
    accept_answer,
    close_topic,
    move_topic,
    open_topic,
    pin_topic,
    rename_topic,
    restore_post,
    restore_topic,
    slow_topic,
    take_away_post,
    take_away_topic,
    unpin_topic,
    withdraw_answer,
)
from community.forums.actions.polls import PollPlan, is_open, vote
from community.forums.actions.posting import (
    PostPlan,
    TopicPlan,
    reply,
    start_topic,
)
from community.forums.actions.reacting import react, take_back_reaction
from community.forums.actions.reading import (
    follow_forum,
    follow_topic,
    mark_all_read,
    mark_read,
    mark_unread_from,
)
from community.forums.actions.refusals import (
    CannotMoveError,
    EditedMeanwhileError,
    PollIsClosedError,
    RefusedError,
    SlowModeError,
    TooManyPicturesError,
    TooSoonError,
    TopicIsClosedError,
    TopicIsElsewhereError,
)
from community.forums.actions.renewing import render_old_posts
from community.forums.actions.rooms import forums_changed
from community.forums.actions.splitting import merge_topics, split_topic
from community.forums.actions.tagging import classify_topic
from community.forums.actions.texts import Prepared, editable, prepared

__all__ = [
    "CannotMoveError",
    "EditedMeanwhileError",
    "PollIsClosedError",
    "PollPlan",
    "PostPlan",
    "Prepared",
    "RefusedError",
    "SlowModeError",
    "TooManyPicturesError",
    "TooSoonError",
    "TopicIsClosedError",
    "TopicIsElsewhereError",
    "TopicPlan",
    "accept_answer",
    "classify_topic",
    "close_topic",
    "detect_language",
    "edit_post",
    "editable",
    "follow_forum",
    "follow_topic",
    "forget_draft",
    "forget_unused_images",
    "forums_changed",
    "is_open",
    "keep_draft",
    "keep_image",
    "make_wiki",
    "mark_all_read",
    "mark_read",
    "mark_unread_from",
    "merge_topics",
    "move_topic",
    "open_topic",
    "pin_topic",
    "prepared",
    "react",
    "recount",
    "rename_topic",
    "render_old_posts",
    "reply",
    "restore_post",
    "restore_topic",
    "slow_topic",
    "split_topic",
    "start_topic",
    "take_away_post",
    "take_away_topic",
    "take_back_reaction",
    "unpin_topic",
    "vote",
    "withdraw_answer",
]
