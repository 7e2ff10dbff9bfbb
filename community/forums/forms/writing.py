"""What members write. The actions judge the texts; here they are only taken apart."""

import datetime
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.languages import current
from community.forums.actions import PollPlan, PostPlan, TopicPlan
from community.forums.models import LONGEST_TITLE, Topic
from community.profiles.labels import spelling, tidy
from community.profiles.models import Label
from community.profiles.names import skill_name

MOST_SUGGESTED = 6
LONGEST_TAGS = 600


class TextForm(forms.Form):
    """A text with the number that its sender gave it."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def hidden_errors(self) -> list[str]:
        """What is wrong with fields that nobody sees."""
        return [text for one in self.hidden_fields() for text in one.errors]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())

    def refuse(self, why: ValidationError) -> None:
        """Put what an action says beside the fields that it names."""
        for name, messages in why.message_dict.items():
            known = name if name in self.fields else None
            self.add_error(
                "poll_options" if name == "poll" and not known else known, messages
            )


class PollForm(TextForm):
    """A text and, if wanted, a poll below it."""

    poll_question = forms.CharField(
        label=gettext_lazy("Question of the poll"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 200}),
    )
    poll_options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One on each line, two to twelve."),
    )
    poll_multiple = forms.BooleanField(
        label=gettext_lazy("More than one answer may be chosen"), required=False
    )
    poll_until = forms.DateField(
        label=gettext_lazy("Open until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def poll_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("poll_")]

    @property
    def has_poll(self) -> bool:
        """Something of a poll was typed, so that its part of the form stands open."""
        return any(one.data for one in self.poll_fields)

    def poll(self) -> PollPlan | None:
        asked = self.cleaned_data
        if not asked["poll_question"] and not asked["poll_options"]:
            return None
        until = asked["poll_until"]
        return PollPlan(
            asked["poll_question"],
            asked["poll_options"].splitlines(),
            is_multiple=asked["poll_multiple"],
            closes_at=_end_of(until) if until else None,
        )


class ReplyForm(PollForm):
    reply_to = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def plan(self) -> PostPlan:
        asked = self.cleaned_data
        return PostPlan(
            asked["text"],
            reply_to=asked["reply_to"],
            poll=self.poll(),
            client_id=asked["client_id"],
        )


class KindForm(forms.Form):
    """What a topic is called, of which kind it is and what it is about."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        widget=forms.TextInput(attrs={"maxlength": LONGEST_TITLE}),
        help_text=gettext_lazy("In a few words, so that others find it."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=Topic.Kind.choices,
        initial=Topic.Kind.DISCUSSION,
        widget=forms.RadioSelect,
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=LONGEST_TAGS,
        help_text=gettext_lazy(
            "Up to five subjects, in any language, with commas between them."
        ),
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [one for one in Topic.Kind.choices if one[0] in kinds]
        self.fields["kind"].choices = choices

    def clean_tags(self) -> list[str]:
        """Slugs of skills for the words that were typed."""
        words = [tidy(one) for one in self.cleaned_data["tags"].split(",")]
        return [_slug_of(one) for one in words if one]


class TopicForm(KindForm, PollForm):
    field_order = ("title", "kind", "tags", "text")

    def plan(self) -> TopicPlan:
        asked = self.cleaned_data
        return TopicPlan(
            title=asked["title"],
            text=asked["text"],
            kind=asked["kind"],
            tags=asked["tags"],
            poll=self.poll(),
            client_id=asked["client_id"],
        )


class EditForm(TextForm):
    """`seen`: how many edits the post had when it was opened."""

    seen = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )


def tags_like(text: str) -> list[tuple[str, str]]:
    """(slug, label) of tags that fit what somebody types."""
    found = Label.objects.suggested(text, current(), MOST_SUGGESTED, ["skill"])
    return [(one.key, skill_name(one.key) or one.label) for one in found]


def _slug_of(word: str) -> str:
    if skill_name(word):
        return word
    found = Label.objects.suggested(word[:80], current(), MOST_SUGGESTED, ["skill"])
    same = {one.key for one in found if spelling(one.matched) == spelling(word)}
    same |= {one.key for one in found if spelling(one.label) == spelling(word)}
    if not same:
        message = _("There is no tag “%(slug)s”.")
        raise forms.ValidationError(message % {"slug": word})
    return min(same)


def _end_of(day: datetime.date) -> datetime.datetime:
    """Midnight after this day where the member lives."""
    after = day + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(after, datetime.time.min))
