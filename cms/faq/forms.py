"""What readers tell us about an answer, and what editors ask of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.core.languages import NAMES, current
from cms.faq.models import FaqTopicPage

COMMENT_LENGTH = 1000


class FeedbackForm(forms.Form):
    """`answer` is the token of one's own earlier word, which is then changed."""

    locale = forms.ChoiceField(choices=settings.LANGUAGES)
    helpful = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
    )
    comment = forms.CharField(
        label=_("What was missing or unclear?"),
        help_text=_("Please write no names or addresses: nobody can answer you here."),
        max_length=COMMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer = forms.CharField(required=False, max_length=200)


class ReportForm(forms.Form):
    """Filters of the report on readers' answers."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    days = forms.ChoiceField(
        label=_("Period"),
        required=False,
        choices=[
            ("", _("All the time")),
            ("30", _("Last 30 days")),
            ("90", _("Last 90 days")),
            ("365", _("Last year")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("unhelpful", _("Most often not helpful")),
            ("share", _("Lowest share of helpful")),
            ("answers", _("Most answers")),
            ("newest", _("Newest answer")),
        ],
    )

    def __init__(self, codes: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = FaqTopicPage.objects.filter(alias_of=None).best_in(current())
        self.fields["topic"].choices = [
            ("", _("All topics")),
            *((str(t.translation_key), t.title) for t in topics.order_by("path")),
        ]
        self.fields["language"].choices = [
            ("", _("All languages")),
            *((code, NAMES[code]) for code in codes),
        ]
