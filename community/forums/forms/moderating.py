"""What those who moderate say about a topic or a post."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forums.models import LONGEST_TITLE, Topic

LONGEST_REASON = 300
_TOPIC = re.compile(r"(?:\A|/topic/)([1-9][0-9]{0,17})(?:\Z|/)")
HOUR, DAY = 3600, 24 * 3600


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Everybody who reads the topic sees it."),
    )


class CloseForm(ReasonForm):
    pass


class HideForm(ReasonForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The author is told, and it stands in the topic."),
    )


class SlowForm(forms.Form):
    seconds = forms.TypedChoiceField(
        label=gettext_lazy("Between two posts of a member"),
        coerce=int,
        choices=[
            (0, gettext_lazy("No waiting")),
            (60, gettext_lazy("One minute")),
            (600, gettext_lazy("Ten minutes")),
            (HOUR, gettext_lazy("One hour")),
            (DAY, gettext_lazy("One day")),
        ],
    )


class ForumChoice(forms.ModelChoiceField):
    """A forum, told with its network."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_label=gettext_lazy("Choose a forum"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.network.name}: {obj.name}"


class MoveForm(forms.Form):
    """`forums`: those that whoever moves it moderates, too."""

    forum = ForumChoice(label=gettext_lazy("To the forum"), queryset=None)

    def __init__(self, *args: Any, forums: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].queryset = forums


class SplitForm(MoveForm):
    title = forms.CharField(
        label=gettext_lazy("Title of the new topic"),
        widget=forms.TextInput(attrs={"maxlength": LONGEST_TITLE}),
    )


class MergeForm(forms.Form):
    """`topics`: those into which this one may go."""

    into = forms.CharField(
        label=gettext_lazy("Into the topic"),
        max_length=500,
        help_text=gettext_lazy("Its address, or its number."),
    )

    def __init__(self, *args: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics

    def clean_into(self) -> Topic:
        found = _TOPIC.search(self.cleaned_data["into"].strip().split("?")[0])
        topic = self.topics.filter(pk=int(found[1])).first() if found else None
        if topic is None:
            raise forms.ValidationError(
                _("There is no topic of this address that you moderate.")
            )
        return topic
