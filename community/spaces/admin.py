"""What the editors' admin asks when a space or a resource is changed: who looks after it,
public holidays, and whether somebody has read which bookings the change breaks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import EditView

from community.accounts.models import User
from community.spaces.actions import (
    BookingsBrokenError,
    give_role,
    guarded,
    import_holidays,
    take_role,
)
from community.spaces.conflicts import too_many_for
from community.spaces.models import Booking, Resource, Space, SpaceRole

MOST_TOLD = 20
_ROLES = {
    "managers": SpaceRole.Role.MANAGER,
    "hosts": SpaceRole.Role.HOST,
    "viewers": SpaceRole.Role.VIEWER,
}


def told(bookings: list[Booking]) -> list[str]:
    """A line for each, by the clocks of the space; of very many the first."""
    lines = []
    for one in bookings[:MOST_TOLD]:
        zone = one.resource.space.zone_info
        start, end = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
        lines.append(
            f"{start:%d.%m.%Y %H:%M}\N{EN DASH}{end:%H:%M}, {one.resource.name}"
        )
    if len(bookings) > MOST_TOLD:
        number = len(bookings) - MOST_TOLD
        more = ngettext(
            "and %(number)s more booking", "and %(number)s more bookings", number
        )
        lines.append(more % {"number": number})
    return lines


class GuardedForm(WagtailAdminModelForm):
    """Hours may be changed under bookings by who has read the list of these."""

    acknowledged = forms.CharField(
        label=gettext_lazy("Change the hours although these bookings do not fit"),
        help_text=gettext_lazy("The guests are not told: write to them, or cancel."),
        required=False,
    )
    is_asked = False

    def ask(self, broken: BookingsBrokenError) -> None:
        """Shows the list with a box to tick; only ticking it makes the change."""
        self.is_asked = True
        field = self.fields["acknowledged"]
        field.widget = forms.CheckboxInput(attrs={"value": broken.digest})
        self.data = self.data.copy()
        self.data.pop(self.add_prefix("acknowledged"), None)
        lines = told([one.booking for one in broken.found])
        self.add_error("acknowledged", [str(broken), *lines])


class AcknowledgedPanel(FieldPanel):
    """Shown only when there is something to acknowledge."""

    def __init__(self, field_name: str = "acknowledged", **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and getattr(self.form, "is_asked", False)


class GuardedEditView(EditView):
    """Saves, looks at the bookings, and takes it back when somebody should read first."""

    def form_valid(self, form: Any) -> HttpResponse:
        space = form.instance
        if isinstance(space, Resource):
            space = space.space
        acknowledged = form.cleaned_data.get("acknowledged", "")
        try:
            # (the view's own transaction lies inside, so it is undone, too)
            with guarded(space, acknowledged):
                self.form = form
                self.object = self.save_instance()
        except BookingsBrokenError as broken:
            form.ask(broken)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        response: HttpResponse = self.save_action()
        return self.run_after_hook() or response


def _addresses(role: str) -> forms.CharField:
    return forms.CharField(
        label=role,
        help_text=gettext_lazy("E-mail addresses of members, one in each line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SpaceForm(GuardedForm):
    managers = _addresses(gettext_lazy("Managers"))
    hosts = _addresses(gettext_lazy("Hosts"))
    viewers = _addresses(gettext_lazy("Viewers"))
    holidays = forms.BooleanField(
        label=gettext_lazy("Close on public holidays now"),
        help_text=gettext_lazy(
            "Takes over the days of the reviewed list; what people wrote stays."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            rows = SpaceRole.objects.filter(space=self.instance).select_related("user")
            for name, role in _ROLES.items():
                mails = sorted(one.user.email for one in rows if one.role == role)
                self.fields[name].initial = "\n".join(mails)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        self.people: dict[User, str] = {}
        for name, role in _ROLES.items():
            for mail in values.get(name, "").split():
                found = User.objects.filter(email__iexact=mail, is_active=True).first()
                if found is None:
                    message = _("There is no member with the address %(email)s.")
                    self.add_error(name, message % {"email": mail})
                elif self.people.setdefault(found, role) != role:
                    message = _("%(email)s has another role already.")
                    self.add_error(name, message % {"email": mail})
        return values

    @transaction.atomic
    def save(self, commit: bool = True) -> Space:
        space: Space = super().save(commit)
        if commit:
            self._save_roles(space)
            if self.cleaned_data["holidays"]:
                import_holidays(space)
        return space

    def _save_roles(self, space: Space) -> None:
        rows = SpaceRole.objects.filter(space=space).select_related("user")
        before = {one.user: one.role for one in rows}
        for user in before.keys() - self.people.keys():
            take_role(user, space)
        for user, role in self.people.items():
            if before.get(user) != role:
                give_role(user, space, role)


class ResourceForm(GuardedForm):
    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        if not self.instance.pk or not values.get("capacity"):
            return values
        before = Resource.objects.select_related("space").get(pk=self.instance.pk)
        space = values.get("space", before.space)
        if space != before.space and before.bookings.exists():
            message = _("It has bookings: found another one in the other space.")
            self.add_error("space", message)
        is_shared = values.get("is_shared", before.is_shared)
        now = timezone.now()
        large = too_many_for(before, values["capacity"], is_shared, now)
        if large:
            message = ngettext(
                "%(number)s booking would have no room any more.",
                "%(number)s bookings would have no room any more.",
                len(large),
            )
            first = message % {"number": len(large)}
            self.add_error("capacity", ValidationError([first, *told(large)]))
        return values
