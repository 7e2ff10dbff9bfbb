"""Jobs in the editors' admin: what waits, what runs, and what was given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tasks import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult, get_date_max

from cms.core.actions import note_privileged
from cms.core.jobs import dead_letters
from cms.core.jobs.declared import rules_of
from cms.core.jobs.outcomes import attempts_of
from cms.core.limits import client_network
from cms.core.models import PeriodicRun
from cms.core.permissions import can_keep_jobs

ON_A_PAGE = 50
# A job that nobody begins for so long: there is no worker.
PATIENCE = timedelta(minutes=10)
STATES: dict[str, tuple[str | Promise, Q]] = {
    "failed": (gettext_lazy("Given up"), Q(status=Status.FAILED)),
    "open": (
        gettext_lazy("Not done yet"),
        Q(status__in=[Status.READY, Status.RUNNING]),
    ),
    "done": (gettext_lazy("Done"), Q(status=Status.SUCCESSFUL)),
}


@dataclass
class Line:
    """One job as the list shows it."""

    row: DBTaskResult
    now: datetime

    @property
    def name(self) -> str:
        return str(self.row.task_path).rsplit(".", 1)[-1]

    @property
    def state(self) -> str:
        if self.row.status == Status.READY:
            return _("waits to be tried again") if self.attempts else _("waits")
        named = {
            Status.RUNNING: _("is being done"),
            Status.FAILED: _("given up"),
            Status.SUCCESSFUL: _("done"),
        }
        return named[Status(self.row.status)]

    @property
    def attempts(self) -> int:
        return attempts_of(self.row)

    @property
    def most(self) -> int | None:
        """How often it is tried; None for a job that this version does not know."""
        try:
            return rules_of(import_string(self.row.task_path)).attempts
        except ImportError:
            return None

    @property
    def next_try(self) -> datetime | None:
        is_set = self.row.status == Status.READY and self.row.run_after < get_date_max()
        return self.row.run_after if is_set else None

    @property
    def error(self) -> str:
        return str(self.row.exception_class_path).rsplit(".", 1)[-1]


@never_cache
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    _keepers_only(request)
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in STATES else "failed"
    after = _place(request.GET.get("after", ""))
    rows = list(_page(STATES[chosen][1], after))
    last = rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else None
    now = timezone.now()
    context = {
        "header_title": _("Jobs"),
        "header_icon": "tasks",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Jobs")},
        ],
        "states": [(code, words) for code, (words, _q) in STATES.items()],
        "chosen": chosen,
        "lines": [Line(row, now) for row in rows[:ON_A_PAGE]],
        "is_first": after is None,
        "after": f"{last.enqueued_at.isoformat()}_{last.pk}" if last else "",
        "is_stuck": is_stuck(),
        "periodic": PeriodicRun.objects.order_by("name"),
    }
    return render(request, "core/admin/jobs.html", context)


@require_POST
def try_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    _keepers_only(request)
    try:
        row = dead_letters.try_again(str(pk))
    except dead_letters.NotGivenUpError:
        return _gone(request)
    _note(request, "job-again", row)
    messages.success(request, _("The job is tried again."))
    return redirect("jobs_admin:jobs")


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    _keepers_only(request)
    try:
        row = dead_letters.discard(str(pk))
    except dead_letters.NotGivenUpError:
        return _gone(request)
    _note(request, "job-discarded", row)
    messages.success(request, _("The job is discarded."))
    return redirect("jobs_admin:jobs")


def number_given_up() -> int:
    return DBTaskResult.objects.failed().count()


def is_stuck() -> bool:
    """Whether a job that may begin has waited for long: no worker is at work."""
    late = timezone.now() - PATIENCE
    waits = DBTaskResult.objects.filter(status=Status.READY, enqueued_at__lt=late)
    return waits.filter(Q(run_after=get_date_max()) | Q(run_after__lt=late)).exists()


def _keepers_only(request: HttpRequest) -> None:
    if not can_keep_jobs(request.user):
        raise PermissionDenied


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This job is not given up any more."))
    return redirect("jobs_admin:jobs")


def _note(request: HttpRequest, action: str, row: DBTaskResult) -> None:
    note_privileged(
        request.user,
        action,
        target=f"{row.task_path} {row.pk}",
        network=client_network(request),
    )


def _page(chosen: Q, after: tuple[datetime, UUID] | None) -> "QuerySet[DBTaskResult]":
    found = DBTaskResult.objects.filter(chosen)
    if after is not None:
        moment, pk = after
        older = Q(enqueued_at__lt=moment) | Q(enqueued_at=moment, pk__lt=pk)
        found = found.filter(older)
    return found.order_by("-enqueued_at", "-pk")[: ON_A_PAGE + 1]


def _place(text: str) -> tuple[datetime, UUID] | None:
    """(enqueued at, id) of the last row before; None for what is no place."""
    moment, _sign, number = text.partition("_")
    try:
        when, pk = datetime.fromisoformat(moment), UUID(number)
    except ValueError:
        return None
    return (when, pk) if when.tzinfo else None
