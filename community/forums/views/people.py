"""Suggestions while somebody writes: members to name, tags."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cms.core.folding import fold
from community.accounts.models import User
from community.forums.cards import topic_for
from community.forums.forms.writing import tags_like
from community.forums.models import Post
from community.forums.views.answers import members_only
from community.profiles.querysets import directory_of, shown_names

MOST, LOOKED_AT, LONGEST = 8, 60, 60


@members_only
@require_safe
def people(request: HttpRequest, pk: int) -> JsonResponse:
    """{"people": [{"name", "mention"}]}: who writes here first, then the directory."""
    topic = topic_for(request.user, pk)
    text = request.GET.get("q", "")[:LONGEST].strip()
    found = _taking_part(request.user, topic.pk, text)
    if text and len(found) < MOST:
        known = {one["mention"] for one in found}
        more = (
            {"name": person.name, "mention": _mention(person.name, person.slug)}
            for person in directory_of(request.user).named(text, MOST)
            if person.name
        )
        found += [one for one in more if one["mention"] not in known]
    return JsonResponse({"people": found[:MOST]})


@members_only
@require_safe
def tags(request: HttpRequest) -> JsonResponse:
    """{"tags": [{"name"}]} that fit what is typed, in whatever language."""
    text = request.GET.get("q", "")[:LONGEST].strip()
    found = tags_like(text) if text else []
    return JsonResponse({"tags": [{"name": label} for _slug, label in found]})


def _taking_part(user: Any, topic: int, text: str) -> list[dict[str, str]]:
    """Members who wrote here last, whose name has a word that begins so."""
    posts = Post.objects.filter(topic=topic, state="shown").exclude(author=None)
    authors = posts.order_by("-number").values_list("author", flat=True)[:LOOKED_AT]
    numbers = [pk for pk in dict.fromkeys(authors) if pk != user.pk]
    names = shown_names(user, numbers)
    uuids = dict(User.objects.filter(pk__in=numbers).values_list("pk", "uuid"))
    asked = fold(text)
    return [
        {
            "name": names[pk].name,
            "mention": _mention(names[pk].name, names[pk].slug or str(uuids[pk])),
        }
        for pk in numbers
        if pk in uuids and names[pk].is_named and _begins(names[pk].name, asked)
    ][:MOST]


def _begins(name: str, asked: str) -> bool:
    folded = fold(name)
    return folded.startswith(asked) or f" {asked}" in folded


def _mention(name: str, address: str) -> str:
    plain = name.replace("[", "").replace("]", "")
    return f"@[{plain}]({address})"
