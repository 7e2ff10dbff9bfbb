"""What members write when they want to join."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.networks.models import LONGEST_REQUEST, JoinRequest, Membership


class RequestForm(forms.ModelForm):
    class Meta:
        model = JoinRequest
        fields = ("text",)
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_REQUEST})
        }


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
