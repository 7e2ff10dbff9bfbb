from django.forms.renderers import TemplatesSetting


class SiteFormRenderer(TemplatesSetting):
    """Fields with label, help and errors beside them, in our design."""

    field_template_name = "components/field.html"
    form_template_name = "components/form.html"
