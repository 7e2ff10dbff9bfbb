"""Occupations and skills."""

import factory
from factory.django import DjangoModelFactory

from community.profiles.models import Label, Skill, SkillGroup


class SkillGroupFactory(DjangoModelFactory):
    class Meta:
        model = SkillGroup

    code = factory.Sequence(lambda n: f"group-{n}")
    label_sq = factory.Sequence(lambda n: f"Grupi {n}")
    label_en = factory.Sequence(lambda n: f"Group {n}")
    label_de = factory.Sequence(lambda n: f"Gruppe {n}")


def make_skill(labels, alternatives=(), **fields):
    """`make_skill({"en": "Welding"}, [("en", "brazing")])`: an approved skill."""
    fields.setdefault("slug", f"skill-{Skill.objects.count() + 1}")
    skill = Skill.objects.create(**fields)
    for language, text in labels.items():
        Label.objects.create(
            skill=skill, language=language, text=text, kind=Label.Kind.PREFERRED
        )
    for language, text in alternatives:
        Label.objects.create(skill=skill, language=language, text=text)
    return skill
