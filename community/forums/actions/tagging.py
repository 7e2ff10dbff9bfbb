"""Of which kind a topic is, and under which words of the taxonomy it stands."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.rows.version import announce
from community.forums.actions.holding import held_topic
from community.forums.actions.refusals import wrong
from community.forums.models import Topic, TopicTag
from community.profiles.models import Skill

MOST_TAGS = 5


@transaction.atomic
def classify_topic(topic: Topic, kind: str, tags: Sequence[str]) -> None:
    """Another kind and other tags (slugs of skills). What is no question any more has no
    accepted answer.

    Raises ValidationError on 'kind' and 'tags'.
    """
    checked_kind(kind)
    skills = skills_of(tags)
    topic = held_topic(topic)
    solution = topic.solution_id if kind == Topic.Kind.QUESTION else None
    Topic.objects.filter(pk=topic.pk).update(kind=kind, solution=solution)
    TopicTag.objects.filter(topic=topic).delete()
    put_tags(topic, skills)
    transaction.on_commit(lambda: announce(0))


def checked_kind(kind: str) -> None:
    if kind not in Topic.Kind.values:
        raise wrong("kind", _("Choose one of the kinds of topic."))


def put_tags(topic: Topic, skills: Sequence[Skill]) -> None:
    """To a topic without any, in this order."""
    TopicTag.objects.bulk_create(
        TopicTag(topic=topic, skill=skill, position=place)
        for place, skill in enumerate(skills)
    )


def skills_of(slugs: Sequence[str]) -> list[Skill]:
    """The skills of these slugs, each once. Raises ValidationError on 'tags'."""
    wanted = list(dict.fromkeys(slugs))
    if len(wanted) > MOST_TAGS:
        message = _("At most %(most)s tags.")
        raise wrong("tags", message % {"most": MOST_TAGS})
    found = {one.slug: one for one in Skill.objects.filter(slug__in=wanted)}
    missing = [slug for slug in wanted if slug not in found]
    if missing:
        message = _("There is no tag “%(slug)s”.")
        raise wrong("tags", message % {"slug": missing[0]})
    return [found[slug] for slug in wanted]
