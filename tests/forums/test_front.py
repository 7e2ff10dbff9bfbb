"""What the page of a network shows of its forums."""

from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from community.accounts.models import User
from community.forums.actions import pin_topic, take_away_topic
from community.forums.views.front import latest_topics
from tests.factories import talk


def test_the_latest_topics_lead_to_their_addresses(
    network, forum, topic, arta, mod
) -> None:
    other = talk.forum(talk.network("law"))
    talk.topic(other, talk.join(arta, other.network), "A topic of other people")
    newer = talk.topic(forum, arta, "Where are papers translated?")
    hidden = talk.topic(forum, arta, "Something that is taken away")
    pin_topic(topic, mod)
    take_away_topic(hidden, mod, "hidden")

    with translation.override("en"):
        found = latest_topics(network, AnonymousUser())
        [_first, (_topic, author, _path)] = latest_topics(
            network, User.objects.get(pk=mod.pk)
        )

    assert [(one.title, path) for one, _author, path in found] == [
        (
            newer.title,
            f"/en/forum/topic/{newer.pk}/where-are-papers-translated/",
        ),
        (
            topic.title,
            f"/en/forum/topic/{topic.pk}/how-are-diplomas-recognised/",
        ),
    ]
    assert author.name == "Arta Gashi"
