"""What members may send. What is not named here is refused by its name."""

from typing import Any

from rest_framework import serializers

from cms.core.api.inputs import LARGEST, StrictSerializer, id_field
from community.forums.actions import PollPlan
from community.forums.api.told import LEVELS
from community.forums.models import LONGEST_POST, Topic


def text_field(**kwargs: Any) -> serializers.CharField:
    """Markdown as it was typed; the action tidies it and says what is wrong with it."""
    kwargs.setdefault("allow_blank", True)
    return serializers.CharField(
        trim_whitespace=False,
        help_text=f"Markdown of at most {LONGEST_POST} characters.",
        **kwargs,
    )


def title_field(**kwargs: Any) -> serializers.CharField:
    return serializers.CharField(
        allow_blank=True, help_text="8 to 150 characters.", **kwargs
    )


def number_field(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=LARGEST, **kwargs)


class PollInputSerializer(StrictSerializer):
    question = serializers.CharField()
    options = serializers.ListField(child=serializers.CharField(), max_length=100)
    is_multiple = serializers.BooleanField(default=False)
    closes_at = serializers.DateTimeField(default=None, allow_null=True)


def poll_of(values: dict[str, Any]) -> PollPlan | None:
    told = values.get("poll")
    return PollPlan(**told) if told else None


class TopicInputSerializer(StrictSerializer):
    forum = serializers.SlugField(max_length=60, help_text="Its code.")
    title = title_field()
    text = text_field()
    kind = serializers.ChoiceField(
        choices=Topic.Kind.values, default=Topic.Kind.DISCUSSION.value
    )
    tags = serializers.ListField(
        child=serializers.SlugField(max_length=200),
        default=list,
        max_length=20,
        help_text="Slugs of skills, five at most.",
    )
    poll = PollInputSerializer(default=None, allow_null=True)
    client_id = serializers.UUIDField(
        default=None,
        allow_null=True,
        help_text="Chosen by the sender: the same one is not posted twice.",
    )


class PostInputSerializer(StrictSerializer):
    text = text_field()
    reply_to = number_field(
        default=None, allow_null=True, help_text="Number of the post that is answered."
    )
    poll = PollInputSerializer(default=None, allow_null=True)
    client_id = serializers.UUIDField(default=None, allow_null=True)


class TopicEditSerializer(StrictSerializer):
    """What is missing stays as it is."""

    title = title_field()
    kind = serializers.ChoiceField(choices=Topic.Kind.values)
    tags = serializers.ListField(
        child=serializers.SlugField(max_length=200),
        max_length=20,
        help_text="Slugs of skills, five at most; they take the place of all before.",
    )


class PostEditSerializer(StrictSerializer):
    text = text_field()
    seen_edits = serializers.IntegerField(
        min_value=0,
        max_value=LARGEST,
        required=False,
        help_text="`edits` of the version that was edited, or in `If-Match`.",
    )


class LevelInputSerializer(StrictSerializer):
    level = serializers.ChoiceField(choices=list(LEVELS))


class TopicLevelInputSerializer(StrictSerializer):
    level = serializers.ChoiceField(
        choices=list(LEVELS),
        allow_null=True,
        help_text="Null: as closely as its forum.",
    )


class ReadInputSerializer(StrictSerializer):
    number = number_field(help_text="Everything up to this post was read.")


class VoteInputSerializer(StrictSerializer):
    options = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=100),
        max_length=20,
        help_text="Positions; none takes the vote back.",
    )


class SolutionInputSerializer(StrictSerializer):
    post = id_field(help_text="Id of the post that answers.")


class DraftInputSerializer(StrictSerializer):
    title = serializers.CharField(allow_blank=True, default="")
    text = text_field()


class PreviewInputSerializer(StrictSerializer):
    text = text_field()


class ImageUploadSerializer(serializers.Serializer):
    file = serializers.FileField(
        help_text="JPEG, PNG, GIF, WebP, AVIF or HEIC; at most 10 MB and 25 million pixels."
    )


# Moderation -------------------------------------------------------------------------------


class ReasonSerializer(StrictSerializer):
    reason = serializers.CharField(allow_blank=True, default="", max_length=300)


class SlowSerializer(StrictSerializer):
    seconds = serializers.IntegerField(
        min_value=-LARGEST, max_value=LARGEST, help_text="0 ends it; a week at most."
    )


class MoveSerializer(StrictSerializer):
    forum = serializers.SlugField(max_length=60, help_text="Where to; its code.")


class SplitSerializer(StrictSerializer):
    posts = serializers.ListField(
        child=number_field(), max_length=2000, help_text="Their numbers."
    )
    title = title_field()
    forum = serializers.SlugField(
        max_length=60, required=False, help_text="Of the new topic; else this one's."
    )


class MergeSerializer(StrictSerializer):
    into = id_field(help_text="Id of the topic that takes the posts.")
