"""One filter for the library's list screen and for its API."""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cms.library import identifiers
from cms.library.models import Subject, Work, WorkFile
from cms.library.models.works import FIRST_YEAR, LAST_YEAR
from cms.library.permissions import openable_by

MAX_QUERY_LENGTH = 256


class YearField(forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "min_value": FIRST_YEAR, "max_value": LAST_YEAR})


class YearFilter(django_filters.Filter):
    field_class = YearField


class DoiField(forms.CharField):
    def clean(self, value):
        value = super().clean(value)
        return identifiers.doi(value) if value else value


class DoiFilter(django_filters.Filter):
    field_class = DoiField


class WorkFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Search"), method="filter_text", max_length=MAX_QUERY_LENGTH
    )
    type = django_filters.MultipleChoiceFilter(
        field_name="kind", label=_("Type"), choices=Work.Kind.choices
    )
    subject = django_filters.ModelChoiceFilter(
        label=_("Subject"),
        queryset=lambda request: Subject.objects.with_labels(),
        to_field_name="code",
        method="filter_subject",
        empty_label=_("All subjects"),
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=settings.LANGUAGES,
        method="filter_language",
        empty_label=_("All languages"),
    )
    year_min = YearFilter(field_name="year", lookup_expr="gte", label=_("From year"))
    year_max = YearFilter(field_name="year", lookup_expr="lte", label=_("To year"))

    contributor = django_filters.CharFilter(
        label=_("Author, editor or translator"),
        method="filter_contributor",
        max_length=MAX_QUERY_LENGTH,
    )
    access = django_filters.ChoiceFilter(
        label=_("Access"), choices=Work.Access.choices, empty_label=_("Any access")
    )
    has_file = django_filters.ChoiceFilter(
        label=_("With a file that you may open"),
        choices=[("true", _("With a file")), ("false", _("Without a file"))],
        method="filter_has_file",
        empty_label=_("With or without a file"),
    )
    doi = DoiFilter(label="DOI", max_length=identifiers.MAX_LENGTH)
    updated_since = django_filters.IsoDateTimeFilter(
        label=_("Changed since"), method="filter_updated_since"
    )

    class Meta:
        model = Work
        fields: list[str] = []

    def filter_text(self, works, name, value):
        return works.matching(value, self.request.user)

    def filter_subject(self, works, name, subject):
        below = Subject.objects.with_descendants(subject.code)
        return works.filter(
            pk__in=Work.subjects.through.objects.filter(subject__in=below).values(
                "work"
            )
        )

    def filter_contributor(self, works, name, value):
        return works.with_contributor(value)

    def filter_has_file(self, works, name, value):
        files = Exists(WorkFile.objects.filter(work=OuterRef("pk")))
        condition = Q(files) & openable_by(self.request.user)
        return works.filter(condition if value == "true" else ~condition)

    def filter_updated_since(self, works, name, moment):
        return works.updated_since(moment, self.request.user)

    def filter_language(self, works, name, code):
        return works.in_language(code, self.request.user)
