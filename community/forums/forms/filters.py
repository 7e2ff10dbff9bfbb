"""What lists of topics can be narrowed by."""

from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from community.forums.models import Topic

EVERY = "all"  # in place of a language: those that the member reads are no filter then


class TopicFilter(forms.Form):
    """Everything optional; `language` is asked several times."""

    view = forms.ChoiceField(
        required=False, choices=[(one, one) for one in ("latest", "new", "unread")]
    )
    language = forms.MultipleChoiceField(
        label=_("Language"),
        required=False,
        choices=[*settings.LANGUAGES, (EVERY, EVERY)],
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *Topic.Kind.choices],
    )
    tag = forms.SlugField(label=_("Tag"), required=False, max_length=100)
    unanswered = forms.BooleanField(
        label=_("Questions without an accepted answer"), required=False
    )

    @classmethod
    def of(cls, query: QueryDict) -> "TopicFilter":
        """The filter of this address; without a question always the same one."""
        return cls(query) if query else _nothing()

    def asked(self) -> dict[str, Any]:
        """What is understood of it; what is not narrows nothing."""
        self.is_valid()
        return self.cleaned_data


@cache
def _nothing() -> TopicFilter:
    return TopicFilter({})
