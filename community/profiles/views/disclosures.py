"""Who of the organisation's staff looked at one's own profile, and why."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.profiles.models import DisclosureLog, ExportLog

ON_A_PAGE = 50


@login_required
@never_cache
@require_safe
def disclosures(request: HttpRequest) -> HttpResponse:
    """The newest first. Names of staff are not told; the organisation answers for them."""
    looks = DisclosureLog.objects.visible_to(request.user)
    page = Paginator(looks, ON_A_PAGE).get_page(request.GET.get("p"))
    exports = ExportLog.objects.visible_to(request.user)[:ON_A_PAGE]
    context = {"looks": page, "exports": exports}
    return render(request, "profiles/disclosures.html", context)
