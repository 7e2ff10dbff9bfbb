"""What members write when they want to join, and how staff found a network."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from community.networks.models import LONGEST_REQUEST, JoinRequest, Membership
from community.profiles.models import Occupation


class RequestForm(forms.ModelForm):
    class Meta:
        model = JoinRequest
        fields = ("text",)
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_REQUEST})
        }


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class NetworkForm(WagtailAdminModelForm):
    """Occupations with their codes, so that a group stands before what is in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["occupations"]
        field.queryset = Occupation.objects.order_by("code").with_names()
        field.widget.attrs["size"] = 12
