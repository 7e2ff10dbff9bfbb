"""Template words for form fields."""

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field's control with the classes of the design; the widget's own are kept."""
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    classes = [own, _class_of(widget), "is-invalid" if field.errors else ""]
    # A placeholder says what the label says, in grey, until one types: left out.
    return field.as_widget(
        attrs={"class": " ".join(filter(None, classes)), "placeholder": False}
    )


def _class_of(widget: forms.Widget) -> str:
    if isinstance(
        widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple
    ):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """True for a single box, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_list(field: BoundField) -> bool:
    """True for a list of boxes or of radio buttons, which need a legend."""
    return isinstance(
        field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple
    )
