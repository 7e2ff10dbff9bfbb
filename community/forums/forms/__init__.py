"""Input from people: topics, posts, filters, and what moderators decide."""

from community.forums.forms.filters import TopicFilter
from community.forums.forms.moderating import (
    CloseForm,
    HideForm,
    MergeForm,
    MoveForm,
    SlowForm,
    SplitForm,
)
from community.forums.forms.writing import EditForm, KindForm, ReplyForm, TopicForm

__all__ = [
    "CloseForm",
    "EditForm",
    "HideForm",
    "KindForm",
    "MergeForm",
    "MoveForm",
    "ReplyForm",
    "SlowForm",
    "SplitForm",
    "TopicFilter",
    "TopicForm",
]
