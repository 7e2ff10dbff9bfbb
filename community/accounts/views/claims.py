"""By the link of a mail: what is held of somebody, deleting it, and joining with it."""

from allauth.account.utils import complete_signup
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.accounts.actions import (
    TAKEN,
    CannotAgreeError,
    HasAccountError,
    NoSuchContactError,
    TextHasChangedError,
    claim_for,
    contact_of,
    delete_contact,
    join_by_claim,
    note_opened,
)
from community.accounts.forms import ClaimForm, JoinForm
from community.accounts.models import ImportedContact, User
from community.accounts.notify import controller

READ = ["GET", "HEAD"]


@require_http_methods([*READ, "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Shows all that is held; posting the form joins, or takes over into the account.

    A used, old and invented link look the same.
    """
    contact = contact_of(token)
    if contact is None:
        return gone(request)
    note_opened(contact)
    if not request.user.is_authenticated and _has_account(contact):
        return _shown(request, token, contact)
    form = _form(request, contact)
    if request.method == "POST" and form.is_valid():
        answer = _claimed(request, token, form)
        if answer is not None:
            return answer
    return _shown(request, token, contact, form)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token is the proof
@require_http_methods([*READ, "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """One button; only posting deletes, since programs open the links of mails."""
    if contact_of(token) is None:
        return gone(request)
    if request.method != "POST":
        return render(request, "contacts/leave.html", {"token": token})
    try:
        delete_contact(token)
    except NoSuchContactError:
        return gone(request)
    return render(request, "contacts/left.html")


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "contacts/gone.html", status=404)


def _form(request: HttpRequest, contact: ImportedContact) -> ClaimForm:
    sent = request.POST if request.method == "POST" else None
    language = get_language() or ""
    if request.user.is_authenticated:
        return ClaimForm(sent, contact=contact, user=request.user, language=language)
    return JoinForm(sent, contact=contact, user=User(pk=0), language=language)


def _claimed(request: HttpRequest, token: str, form: ClaimForm) -> HttpResponse | None:
    """The answer to a form that holds; None when the form has to be shown again."""
    try:
        return _taken_over(request, token, form)
    except NoSuchContactError:
        return gone(request)
    except HasAccountError:
        return redirect("contact-claim", token=token)
    except TextHasChangedError:
        form.tell_changed()
    except CannotAgreeError as why:
        form.add_error(None, str(why))
    return None


def _taken_over(request: HttpRequest, token: str, form: ClaimForm) -> HttpResponse:
    told = {
        "take": form.cleaned_data["take"],
        "agree": form.agreed,
        "language": get_language() or "",
    }
    if request.user.is_authenticated:
        claim_for(request.user, token, **told)
        return redirect("profile:hub")
    user = join_by_claim(
        token,
        display_name=form.cleaned_data["display_name"],
        password=form.cleaned_data["password1"],
        **told,
    )
    return complete_signup(request, user, None, reverse("profile:start"))


def _has_account(contact: ImportedContact) -> bool:
    return User.objects.reached_by(contact.email).exists()


def _shown(
    request: HttpRequest,
    token: str,
    contact: ImportedContact,
    form: ClaimForm | None = None,
) -> HttpResponse:
    context = {
        "token": token,
        "contact": contact,
        "batch": contact.batch,
        "form": form,
        "controller": controller(),
        "taken": [name for name in TAKEN if getattr(contact, name)],
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "contacts/claim.html", context, status=status)
