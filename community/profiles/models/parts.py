"""What a profile lists: stations, languages, skills, links, visits."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.profiles.countries import validate_language
from community.profiles.models.profiles import FIRST_YEAR, Profile

LAST_YEAR = 2100


def year_field(label: str, **options: object) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        **options,  # type: ignore[arg-type]
    )


class ProfilePart(models.Model):
    """Abstract. Belongs to one profile and goes with it."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE)

    class Meta:
        abstract = True


class Station(ProfilePart):
    """Abstract. Something with a beginning and perhaps an end."""

    start_year = year_field(_("from (year)"), null=True, blank=True)
    end_year = year_field(
        _("to (year)"),
        null=True,
        blank=True,
        help_text=_("Empty for what goes on."),
    )

    class Meta(ProfilePart.Meta):
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.start_year and self.end_year and self.end_year < self.start_year:
            message = _("The end lies before the beginning.")
            raise ValidationError({"end_year": message})


class Experience(Station):
    title = models.CharField(_("position"), max_length=120)
    organisation = models.CharField(_("employer"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    text = models.TextField(_("what you did"), max_length=1500, blank=True)

    class Meta:
        verbose_name = _("experience")
        verbose_name_plural = _("experience")
        ordering = [F("end_year").desc(nulls_first=True), "-start_year", "-id"]
        default_related_name = "experience"

    def __str__(self) -> str:
        return self.title


class Education(Station):
    degree = models.CharField(_("degree or course"), max_length=160)
    school = models.CharField(_("school or university"), max_length=160, blank=True)
    field = models.CharField(_("subject"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("education")
        verbose_name_plural = _("education")
        ordering = [F("end_year").desc(nulls_first=True), "-start_year", "-id"]
        default_related_name = "education"

    def __str__(self) -> str:
        return self.degree


class Licence(ProfilePart):
    """A right to practise, a certificate."""

    title = models.CharField(_("licence or certificate"), max_length=160)
    issuer = models.CharField(_("issued by"), max_length=160, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    year = year_field(_("year"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        ordering = ["-year", "-id"]
        default_related_name = "licences"

    def __str__(self) -> str:
        return self.title


class LanguageSkill(ProfilePart):
    """A language and how well it is spoken (Common European Framework)."""

    class Level(models.TextChoices):
        A1 = "A1", _("A1: first words")
        A2 = "A2", _("A2: everyday basics")
        B1 = "B1", _("B1: familiar matters")
        B2 = "B2", _("B2: independent")
        C1 = "C1", _("C1: fluent")
        C2 = "C2", _("C2: nearly native")
        NATIVE = "native", _("First language")

    language = models.CharField(
        _("language"), max_length=3, validators=[validate_language]
    )
    level = models.CharField(_("level"), max_length=6, choices=Level.choices)

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["id"]
        default_related_name = "languages"
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "language"],
                name="language_once_per_profile",
                violation_error_message=_("This language is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.level}"


class ProfileSkill(ProfilePart):
    """A skill that a member has, offers to others or looks for.

    `endorsements` is the number of `Endorsement` rows, counted as they come and go.
    """

    class Level(models.IntegerChoices):
        BASIC = 1, _("Basic")
        GOOD = 2, _("Good")
        EXPERT = 3, _("Expert")

    skill = models.ForeignKey(
        "profiles.Skill",
        verbose_name=_("skill"),
        related_name="holders",
        on_delete=models.PROTECT,
    )
    has = models.BooleanField(default=True)
    level = models.PositiveSmallIntegerField(
        _("level"), choices=Level.choices, default=Level.GOOD
    )
    offers = models.BooleanField(_("I can offer this"), default=False)
    seeks = models.BooleanField(_("I am looking for this"), default=False)
    endorsements = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("skill of a member")
        verbose_name_plural = _("skills of members")
        ordering = ["-level", "-endorsements", "id"]
        default_related_name = "skills"
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "skill"],
                name="skill_once_per_profile",
                violation_error_message=_("This skill is there already."),
            ),
            models.CheckConstraint(
                condition=Q(has=True) | Q(offers=True) | Q(seeks=True),
                name="skill_is_had_offered_or_sought",
            ),
        ]

    def __str__(self) -> str:
        return str(self.skill)


class ProfileLink(ProfilePart):
    """An address of the member elsewhere."""

    title = models.CharField(_("what it is"), max_length=60, blank=True)
    url = models.URLField(
        _("address"), max_length=300, validators=[URLValidator(["https", "http"])]
    )

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["id"]
        default_related_name = "links"

    def __str__(self) -> str:
        return self.title or self.url


class Visit(ProfilePart):
    """Days on which the member is in Kosovo, both included."""

    start = models.DateField(_("from"))
    end = models.DateField(_("to"))
    place = models.CharField(_("place"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["start", "id"]
        default_related_name = "visits"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="visit_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.start} to {self.end}"
