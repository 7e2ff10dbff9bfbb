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
from community.forums.forms.writing import EditForm, ReplyForm, TitleForm, TopicForm

__all__ = [
    "CloseForm",
    "EditForm",
    "HideForm",
    "MergeForm",
    "MoveForm",
    "ReplyForm",
    "SlowForm",
    "SplitForm",
    "TitleForm",
    "TopicFilter",
    "TopicForm",
]
