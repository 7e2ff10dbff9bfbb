"""Two reports in the editors' admin: what readers say, and what waits for review.

Each shows the languages in which the person may change questions and answers.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from cms.core.languages import NAMES
from cms.core.tables import defused
from cms.faq.actions import mark_reviewed
from cms.faq.forms import ReportForm
from cms.faq.models import FaqEntryPage, FaqFeedback, FaqTopicPage
from cms.faq.permissions import can_publish, languages_edited_by

COMMENTS = 3
STEP = Page.steplen
SORTS: dict[str, Callable[["Row"], Any]] = {
    "unhelpful": lambda row: (-row.no, row.share),
    "share": lambda row: (row.share, -row.total),
    "answers": lambda row: -row.total,
    "newest": lambda row: -row.latest.timestamp(),
}


@dataclass
class Row:
    """What readers said of one text; `share` is the part of helpful ones, 0 to 1."""

    entry: FaqEntryPage
    language: str
    yes: int
    no: int
    latest: datetime
    comments: list[FaqFeedback]

    @property
    def total(self) -> int:
        return self.yes + self.no

    @property
    def share(self) -> float:
        return self.yes / self.total

    @property
    def percent(self) -> int:
        return round(100 * self.share)


def languages_or_refusal(request: HttpRequest) -> list[str]:
    codes = languages_edited_by(request.user)
    if not codes:
        raise PermissionDenied
    return codes


def _header(title: str, icon: str) -> dict[str, Any]:
    """The narrow header that Wagtail's own screens have."""
    home = {
        "url": reverse("wagtailadmin_home"),
        "label": _("Home"),
    }
    return {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [home, {"url": "", "label": title}],
    }


@require_safe
def helpfulness(request: HttpRequest) -> HttpResponse:
    """“Was it helpful?”: counts and latest comments of each text, also as CSV."""
    codes = languages_or_refusal(request)
    form = ReportForm(codes, request.GET)
    rows = _rows(codes, form) if form.is_valid() else []
    if request.GET.get("export") == "csv" and form.is_valid():
        return _csv(rows)
    query = request.GET.copy()
    query["export"] = "csv"
    context = {
        **_header(_("Was it helpful?"), "help"),
        "columns": [
            _("Question"),
            _("Language"),
            _("Helpful"),
            _("Not helpful"),
            _("Share of helpful"),
            _("Last answer"),
            _("Latest comments"),
        ],
        "nothing": _("No reader has answered yet, or none fits this choice."),
        "form": form,
        "rows": rows,
        "csv_query": query.urlencode(),
    }
    return render(request, "faq/admin/helpfulness.html", context)


def _rows(codes: list[str], form: ReportForm) -> list[Row]:
    chosen = form.cleaned_data
    said = FaqFeedback.objects.in_languages(
        [chosen["language"]] if chosen["language"] else codes
    )
    if chosen["days"]:
        said = said.since(timezone.now() - timedelta(days=int(chosen["days"])))
    entries = _entries(said, chosen["topic"])
    said = said.filter(key__in={key for key, _code in entries})
    latest = {
        (key, code): moment
        for key, code, moment in said.order_by()
        .values_list("key", "locale")
        .annotate(latest=Max("created_at"))
    }
    comments: dict[tuple[UUID, str], list[FaqFeedback]] = {}
    for one in said.latest_comments(COMMENTS):
        comments.setdefault((one.key, one.locale), []).append(one)
    rows = [
        Row(entries[t], NAMES[t[1]], yes, no, latest[t], comments.get(t, []))
        for t, (yes, no) in said.counted().items()
        if t in entries and t in latest
    ]
    return sorted(rows, key=SORTS[chosen["sort"] or "unhelpful"])


def _entries(said: Any, topic: str) -> dict[tuple[UUID, str], FaqEntryPage]:
    """The texts that were spoken of, by key and language; of one topic where asked."""
    found = FaqEntryPage.objects.filter(
        translation_key__in=said.order_by().values("key").distinct(), alias_of=None
    )
    if topic:
        topics = FaqTopicPage.objects.filter(translation_key=topic)
        found = found.below(topics)
    entries = found.defer_streamfields().select_related("locale")
    return {(e.translation_key, e.locale.language_code): e for e in entries}


def _csv(rows: list[Row]) -> HttpResponse:
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="helpful.csv"'
    return response


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(rows: list[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # The mark by which spreadsheets know UTF-8.
    yield "\ufeff" + writer.writerow(
        [
            _("Question"),
            _("Language"),
            _("Helpful"),
            _("Not helpful"),
            _("Share in percent"),
            _("Last answer"),
            _("Latest comments"),
        ]
    )
    for row in rows:
        comments = "\n".join(one.comment for one in row.comments)
        cells = [row.entry.title, row.language, row.yes, row.no, row.percent]
        moment = timezone.localtime(row.latest).isoformat(timespec="minutes")
        yield writer.writerow([defused(cell) for cell in (*cells, moment, comments)])


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Answers that wait for review, the longest overdue first."""
    codes = languages_or_refusal(request)
    entries = list(overdue_in(codes))
    topics = dict(
        FaqTopicPage.objects.filter(
            path__in={entry.path[:-STEP] for entry in entries}
        ).values_list("path", "title")
    )
    rows = [
        {
            "entry": entry,
            "topic": topics.get(entry.path[:-STEP], ""),
            "may_review": can_publish(request.user, entry),
        }
        for entry in entries
    ]
    context = {
        **_header(_("Overdue reviews"), "time"),
        "columns": [
            _("Question"),
            _("Topic"),
            _("Last reviewed"),
            _("Due"),
            _("Responsible"),
            _("Review"),
        ],
        "nothing": _("Every answer has been reviewed in time."),
        "rows": rows,
    }
    return render(request, "faq/admin/reviews.html", context)


@require_POST
def reviewed_today(request: HttpRequest, key: UUID) -> HttpResponse:
    """The button of the report."""
    codes = languages_or_refusal(request)
    entry = overdue_in(codes).filter(translation_key=key).first()
    if entry is None:
        raise Http404
    if not can_publish(request.user, entry):
        raise PermissionDenied
    mark_reviewed(key, by=request.user, on=timezone.localdate())
    words = _("“%(title)s” was reviewed today.") % {"title": entry.title}
    messages.success(request, words)
    return redirect("faq_reports:reviews")


def overdue_in(codes: list[str]) -> Any:
    """Overdue entries, each once, whose source text is in one of these languages."""
    entries = FaqEntryPage.objects.live_sources().overdue(timezone.localdate())
    return (
        entries.filter(locale__language_code__in=codes)
        .defer_streamfields()
        .select_related("locale", "responsible")
    )
