"""The directory's rows: what each audience may see of a profile, and nothing else."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.profiles.models.profiles import Profile
from community.profiles.querysets.question import FLAGS


class ProfileIndex(models.Model):
    """A listed profile as the readers of one or several audiences see it.

    For each profile and audience there is at most one row. Whatever is hidden from an
    audience is absent from its rows: nothing can find, count, sort or suggest by it.
    Written by `community.profiles.actions.index` alone, in the transaction of the change.

    `tokens` are the facets ('c=DE'), `doc` holds them and the folded words of all shown
    texts and labels, in all languages, with weights: A name, B headline and occupation,
    C skills, D the rest. `card` and `whole` are JSON objects.
    """

    profile = models.ForeignKey(Profile, related_name="rows", on_delete=models.CASCADE)
    slug = models.CharField(max_length=20)
    for_public = models.BooleanField(default=False)
    for_members = models.BooleanField(default=False)
    for_networks = models.BooleanField(default=False)
    for_partners = models.BooleanField(default=False)
    for_org = models.BooleanField(default=False)
    # Folded; '' where the name is hidden.
    name = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    tokens = ArrayField(models.CharField(max_length=120), default=list)
    # The tokens as numbers (`querysets.packed`), made by the database.
    facets = models.GeneratedField(
        expression=models.Func(models.F("tokens"), function="profiles_packed"),
        output_field=models.BinaryField(),
        db_persist=True,
    )
    # Pairs of the first and the last day of visits, in days since 1970-01-01.
    visits = ArrayField(
        ArrayField(models.IntegerField(), size=2), default=list, blank=True
    )
    doc = SearchVectorField()
    photo = models.CharField(max_length=200, blank=True)
    card = models.TextField()
    whole = models.TextField()

    class Meta:
        verbose_name = _("row of the directory")
        verbose_name_plural = _("rows of the directory")
        constraints = [
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(**{flag: True}),
                name=f"one_row_{flag}",
            )
            for flag in FLAGS.values()
        ]
        indexes = [
            GinIndex(fields=["doc"], name="profile_doc", fastupdate=False),
            models.Index(fields=["slug"], name="profile_slug"),
            *(
                models.Index(
                    models.F("since").desc(),
                    models.F("profile").desc(),
                    condition=Q(**{flag: True}),
                    name=f"newest_{flag}",
                )
                for flag in FLAGS.values()
            ),
            *(
                models.Index(
                    fields=["name", "profile"],
                    condition=Q(**{flag: True}),
                    name=f"by_name_{flag}",
                )
                for flag in FLAGS.values()
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class FacetCount(models.Model):
    """How many rows of an audience have a facet; '' counts all of them.

    Kept in the transaction of each change by `actions.index`, so that the numbers of an
    unfiltered directory cost one small read.
    """

    flag = models.CharField(max_length=12)
    token = models.CharField(max_length=120)
    number = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("count of the directory")
        verbose_name_plural = _("counts of the directory")
        constraints = [
            models.UniqueConstraint(fields=["flag", "token"], name="one_count_a_token")
        ]

    def __str__(self) -> str:
        return f"{self.flag} {self.token}: {self.number}"
