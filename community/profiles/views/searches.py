"""Searches that a member keeps."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.profiles.actions import (
    MOST_SEARCHES,
    TooManySearchesError,
    change_search,
    remove_search,
    save_search,
)
from community.profiles.filters import Search, search_of
from community.profiles.models import SavedSearch
from community.profiles.narrowed import chips_of


class SearchForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ["name", "alert"]
        widgets = {"alert": forms.RadioSelect}


@login_required
@require_GET
def searches(request: HttpRequest) -> HttpResponse:
    found = SavedSearch.objects.filter(user=request.user)
    asked = [(one, search_of(QueryDict(one.query), request.user)) for one in found]
    rows = [(one, chips_of(search)) for one, search in asked]
    return render(request, "profiles/people/searches.html", {"searches": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """The search in the address, under a name."""
    search = search_of(request.GET, request.user)
    if not search.is_valid:
        return redirect(f"{reverse('people:list')}?{search.address}")
    form = SearchForm(_posted(request))
    if request.method == "POST" and form.is_valid() and _saved(request, form, search):
        messages.success(request, _("Your search is saved."))
        return redirect("people:searches")
    return _form(request, form, chips_of(search))


def _saved(request: HttpRequest, form: forms.ModelForm, search: Search) -> bool:
    values = form.cleaned_data
    try:
        save_search(request.user, values["name"], search.address, values["alert"])
    except ValidationError as wrong:
        form.add_error(None, wrong.messages[0])
    except TooManySearchesError:
        form.add_error(None, too_many())
    return form.is_valid()


def too_many() -> str:
    return _("You keep %(number)s searches already. Delete one first.") % {
        "number": MOST_SEARCHES
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, other mails."""
    found = get_object_or_404(SavedSearch, pk=pk, user=request.user)
    query = found.query
    # The form changes the instance that it is given, also when it refuses.
    form = SearchForm(_posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        stored = SavedSearch.objects.get(pk=pk)
        try:
            change_search(stored, form.cleaned_data["name"], form.cleaned_data["alert"])
        except ValidationError as wrong:
            form.add_error(None, wrong.messages[0])
        else:
            messages.success(request, _("Your search is changed."))
            return redirect("people:searches")
    chips = chips_of(search_of(QueryDict(query), request.user))
    return _form(request, form, chips, stored=found)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    remove_search(get_object_or_404(SavedSearch, pk=pk, user=request.user))
    messages.success(request, _("Your search is deleted."))
    return redirect("people:searches")


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _form(
    request: HttpRequest, form: forms.ModelForm, chips: list[Any], stored: Any = None
) -> HttpResponse:
    context = {"form": form, "chips": chips, "stored": stored}
    status = 422 if form.is_bound else 200
    return render(request, "profiles/people/search_form.html", context, status=status)
