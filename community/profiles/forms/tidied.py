"""Text as it was meant: composed letters, single spaces, nothing that cannot be seen."""

from typing import Any

from django import forms
from django.http import QueryDict

from community.profiles.labels import tidy, tidy_lines


class TidiedForm(forms.BaseForm):
    """Abstract. Every text of the form is tidied before its length is judged."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) is forms.CharField:
                lines = isinstance(field.widget, forms.Textarea)
                field.to_python = _tidying(field.to_python, lines=lines)


def _tidying(to_python, *, lines: bool):
    return lambda value: (tidy_lines if lines else tidy)(to_python(value))


def as_typed(form_class: type[forms.BaseForm], data: QueryDict, **kwargs: Any) -> Any:
    """The form as the member left it, unjudged: after a button that does something else."""
    blank = form_class(**kwargs)
    initial = {
        name: field.widget.value_from_datadict(data, {}, blank.add_prefix(name))
        for name, field in blank.fields.items()
        if not isinstance(field.widget, forms.FileInput)
    }
    return form_class(initial=initial, **kwargs)
