"""Occupations and skills by what somebody types, with and without script."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.languages import current
from community.profiles.actions import (
    TooManyProposalsError,
    UnusableLabelError,
    propose_skill,
    put_skill,
)
from community.profiles.labels import spelling, tidy
from community.profiles.models import Label, Occupation, Profile, ProfileSkill, Skill
from community.profiles.names import occupation_name
from community.profiles.querysets import Suggestion
from community.profiles.querysets.suggestions import LONGEST_QUERY, OCCUPATION, SKILL

MOST_CHOICES = 6
MOST_SKILLS = 60
WHICH = ("has", "offers", "seeks")


def choices_for(text: str, kind: str) -> list[Suggestion]:
    found: list[Suggestion] = Label.objects.suggested(
        text, current(), MOST_CHOICES, [kind]
    )
    return found


def exact_one(text: str, found: list[Suggestion]) -> Suggestion | None:
    """The only suggestion that reads like the text, in whatever language."""
    same = [one for one in found if spelling(text) == spelling(one.matched)]
    return same[0] if len(same) == 1 else None


class OccupationMixin(forms.Form):
    """A text and, where it fits several occupations, the choice among them."""

    occupation_text = forms.CharField(
        label=gettext_lazy("Occupation"),
        required=False,
        max_length=LONGEST_QUERY,
        help_text=gettext_lazy("In any language. Choose what fits from the list."),
    )
    occupation_choice = forms.CharField(required=False, max_length=4)
    choices: list[Suggestion]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.choices = []
        self.before = self.instance.occupation
        if self.before:
            name = occupation_name(self.before.code)
            self.initial.setdefault("occupation_text", name)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if "occupation_text" in cleaned:
            self.instance.occupation = self._chosen(
                cleaned["occupation_text"], cleaned.get("occupation_choice", "")
            )
            cleaned["occupation"] = self.instance.occupation
        return cleaned

    def _chosen(self, text: str, code: str) -> Occupation | None:
        if not text:
            return None
        if self.before and not code and text == occupation_name(self.before.code):
            return self.before
        self.choices = choices_for(text, OCCUPATION)
        exact = exact_one(text, self.choices)
        code = code or (exact.key if exact else "")
        if code in {one.key for one in self.choices}:
            self.choices = [one for one in self.choices if one.key == code]
            return Occupation.objects.with_labels().get(code=code)
        self.add_error(
            "occupation_text",
            _("Choose the occupation that fits best.")
            if self.choices
            else _("No occupation is called so. Try another word, in any language."),
        )
        return self.before


def acted_on(editors: "list[SkillEditor]", data: QueryDict) -> "SkillEditor | None":
    """The editor of which a button was pressed or a text was left, after it did it."""
    for editor in editors:
        editor.read(data)
        editor.save_levels(data)
    pressed = [one for one in editors if one.pressed(data)]
    typed = [one for one in editors if one.text]
    acting = next(iter(pressed or typed), None)
    if acting is not None:
        acting.act(data)
    return acting


@dataclass
class SkillEditor:
    """The skills that a member has, offers or seeks, and what was asked for them.

    It works by buttons within a larger form: `act` does what the pressed one says.
    """

    profile: Profile
    which: str
    text: str = ""
    found: list[Suggestion] = field(default_factory=list)
    error: str = ""
    note: str = ""
    is_swapped: bool = False

    @property
    def held(self) -> list[ProfileSkill]:
        held: Any = ProfileSkill.objects.filter(profile=self.profile)
        rows = held.filter(**{self.which: True}).select_related("skill")
        return list(rows.prefetch_related("skill__labels"))

    @property
    def levels(self) -> list[tuple[int, str]]:
        return list(ProfileSkill.Level.choices)

    @property
    def own(self) -> list[Skill]:
        """Skills that the member has and could offer by one click."""
        if self.which != "offers":
            return []
        rows = ProfileSkill.objects.filter(
            profile=self.profile, has=True, offers=False
        ).select_related("skill")
        return [one.skill for one in rows.prefetch_related("skill__labels")]

    @property
    def can_propose(self) -> bool:
        return bool(self.text) and not any(
            spelling(one.matched) == spelling(self.text) for one in self.found
        )

    def read(self, data: QueryDict) -> None:
        """Keep what was typed."""
        self.text = tidy(data.get(f"{self.which}-text", ""))[:LONGEST_QUERY]

    def pressed(self, data: QueryDict) -> str:
        """The button of this editor that was pressed, or ''."""
        names = ("pick", "propose", "remove", "add")
        return next((name for name in names if self._name(name) in data), "")

    def act(self, data: QueryDict) -> None:
        """Do what the pressed button says; without one, add what was typed."""
        pressed = self.pressed(data) or "add"
        self._doing(pressed)(data.get(self._name(pressed), ""))

    def _doing(self, pressed: str) -> Any:
        return {
            "pick": self._pick,
            "propose": self._propose,
            "remove": self._remove,
            "add": self._add,
        }[pressed]

    def save_levels(self, data: QueryDict) -> None:
        """Store the levels that differ; what is no level is left as it is."""
        known = {str(value): value for value, _label in self.levels}
        for one in self.held:
            level = known.get(data.get(f"level-{one.skill.slug}", ""), one.level)
            if level != one.level:
                put_skill(self.profile, one.skill, level=level)

    def _name(self, action: str) -> str:
        return f"{self.which}-{action}"

    def _add(self, _value: str) -> None:
        if not self.text:
            self.error = _("Type a skill first.")
            return
        self.found = choices_for(self.text, SKILL)
        exact = exact_one(self.text, self.found)
        if exact:
            self._put(Skill.objects.get(slug=exact.key))
        elif not self.found:
            self.note = _("No skill is called so yet. You can propose it.")
        else:
            self.note = _("Choose the one that fits, or propose a new one.")

    def _pick(self, slug: str) -> None:
        known = Skill.objects.approved() | Skill.objects.filter(
            holders__profile=self.profile
        )
        skill = known.filter(slug=slug).distinct().first()
        if skill is None:
            self.error = _("This skill cannot be chosen any more.")
        else:
            self._put(skill)

    def _propose(self, text: str) -> None:
        self.text = tidy(text or self.text)
        try:
            skill = propose_skill(self.text, current(), by=self.profile.user)
        except (UnusableLabelError, TooManyProposalsError) as wrong:
            self.error = str(wrong)
        else:
            self._put(skill)

    def _remove(self, slug: str) -> None:
        held = ProfileSkill.objects.filter(profile=self.profile, skill__slug=slug)
        one = held.select_related("skill").first()
        if one is not None:
            put_skill(self.profile, one.skill, **{self.which: False})

    def _put(self, skill: Skill) -> None:
        if ProfileSkill.objects.filter(profile=self.profile).count() >= MOST_SKILLS:
            self.error = _("A profile can have %(number)s skills at most.") % {
                "number": MOST_SKILLS
            }
            return
        put_skill(self.profile, skill, **{self.which: True})
        self.text, self.found = "", []
