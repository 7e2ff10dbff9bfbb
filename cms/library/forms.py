"""The form in which editors keep the record of a work."""

from django.db import transaction
from wagtail.admin.forms import WagtailAdminModelForm

from cms.library.actions import read_files_later
from cms.library.models import Work


class WorkForm(WagtailAdminModelForm):
    @transaction.atomic
    def save(self, commit: bool = True) -> Work:
        work = super().save(commit=commit)
        if commit:
            read_files_later(work)
        return work
