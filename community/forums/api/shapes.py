"""Shapes of the answers about forums, for the description of the API."""

from rest_framework import serializers

from community.forums.api.told import LEVELS
from community.forums.models import Post, Reaction, Topic, TopicEvent


def can_field(words: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(),
        help_text=f"What this reader may do: any of {words}.",
    )


def level_field(**kwargs) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=list(LEVELS), allow_null=True, **kwargs)


class AuthorSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="As this reader may see it.")
    slug = serializers.CharField(help_text="In the directory; empty where unseen.")
    is_named = serializers.BooleanField()


class ForumNetworkSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class ForumSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    about = serializers.CharField()
    network = ForumNetworkSerializer()
    is_public = serializers.BooleanField(help_text="Visitors read it, too.")
    is_closed = serializers.BooleanField(help_text="It is read, and nobody writes.")
    topics = serializers.IntegerField()
    posts = serializers.IntegerField()
    last_posted_at = serializers.DateTimeField(allow_null=True)
    level = level_field(help_text="How closely the member follows it.")
    can = can_field("`start`, `announce`, `follow`, `moderate`")


class ForumListSerializer(serializers.Serializer):
    items = ForumSerializer(many=True)


class TagSerializer(serializers.Serializer):
    slug = serializers.CharField()
    label = serializers.CharField()


class TopicSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    forum = serializers.CharField(help_text="Its code.")
    network = serializers.CharField(help_text="Its code.")
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Topic.Kind.values)
    language = serializers.CharField(
        help_text="Of the first post: `sq`, `en`, `de`, `other`; empty until known."
    )
    state = serializers.ChoiceField(choices=Post.State.values)
    is_pinned = serializers.BooleanField()
    is_closed = serializers.BooleanField()
    slow_seconds = serializers.IntegerField(
        help_text="Between two posts of a member; 0 is no waiting."
    )
    tags = TagSerializer(many=True)
    author = AuthorSerializer()
    last_post_by = AuthorSerializer()
    created_at = serializers.DateTimeField()
    last_posted_at = serializers.DateTimeField()
    excerpt = serializers.CharField()
    posts = serializers.IntegerField(help_text="That everybody sees.")
    reactions = serializers.IntegerField()
    highest_number = serializers.IntegerField()
    solution = serializers.IntegerField(
        allow_null=True, help_text="Id of the accepted post."
    )
    read_to = serializers.IntegerField(
        allow_null=True, help_text="Highest number read; null before the first visit."
    )
    unread = serializers.IntegerField(help_text="Posts after the last one read.")
    level = level_field(help_text="Null: as closely as its forum.")
    can = can_field(
        "`reply`, `edit`, `delete`, `restore`, `accept`, `follow`, `moderate`"
    )


class TopicPageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    pinned = TopicSerializer(
        many=True, help_text="On the first page of one forum; not among the items."
    )
    items = TopicSerializer(many=True)


class TopicEventSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=TopicEvent.Kind.values)
    by = AuthorSerializer()
    at = serializers.DateTimeField()
    reason = serializers.CharField()
    post = serializers.IntegerField(allow_null=True, help_text="Its id.")


class PollOptionSerializer(serializers.Serializer):
    position = serializers.IntegerField()
    text = serializers.CharField()
    votes = serializers.IntegerField()


class PollSerializer(serializers.Serializer):
    question = serializers.CharField()
    is_multiple = serializers.BooleanField()
    is_open = serializers.BooleanField()
    closes_at = serializers.DateTimeField(allow_null=True)
    voters = serializers.IntegerField()
    options = PollOptionSerializer(many=True)
    own_votes = serializers.ListField(
        child=serializers.IntegerField(), help_text="Positions."
    )
    can = can_field("`vote`")


class PostSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="The same wherever the post goes.")
    topic = serializers.IntegerField()
    number = serializers.IntegerField(help_text="Its place in the topic.")
    author = AuthorSerializer()
    language = serializers.CharField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    edits = serializers.IntegerField(help_text="To be sent back with an edit.")
    reply_to = serializers.IntegerField(
        allow_null=True, help_text="Number of the post that this one answers."
    )
    state = serializers.ChoiceField(choices=Post.State.values)
    is_wiki = serializers.BooleanField()
    is_own = serializers.BooleanField()
    is_blocked = serializers.BooleanField(
        help_text="The reader has blocked its author."
    )
    is_solution = serializers.BooleanField()
    html = serializers.CharField(help_text="Safe, with names for this reader in it.")
    reactions = serializers.DictField(child=serializers.IntegerField())
    own_reactions = serializers.ListField(
        child=serializers.ChoiceField(choices=Reaction.Kind.values)
    )
    poll = PollSerializer(allow_null=True)
    before = TopicEventSerializer(
        many=True, help_text="What was done to the topic before this post."
    )
    can = can_field(
        "`edit`, `delete`, `restore`, `react`, `quote`, `accept`, `revisions`"
    )


class WholePostSerializer(PostSerializer):
    raw = serializers.CharField(
        required=False, help_text="For those who may edit it: the text to edit."
    )


class PostWindowSerializer(serializers.Serializer):
    next = serializers.IntegerField(
        allow_null=True, help_text="`from` of the window after this one."
    )
    previous = serializers.IntegerField(
        allow_null=True, help_text="`from` of the window before this one."
    )
    items = PostSerializer(many=True)
    after = TopicEventSerializer(
        many=True, help_text="What was done to the topic after the last post."
    )


class FoundPostSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.IntegerField()
    topic = serializers.IntegerField()
    title = serializers.CharField(help_text="Of the topic.")
    forum = serializers.CharField()
    author = AuthorSerializer()
    language = serializers.CharField()
    created_at = serializers.DateTimeField()
    excerpt = serializers.CharField()
    can = can_field("those of a post")


class FoundPostPageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = FoundPostSerializer(many=True)


class PostRevisionSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="Of the edit.")
    by = AuthorSerializer(help_text="Who made the edit.")
    at = serializers.DateTimeField()
    raw = serializers.CharField(help_text="The text before it.")
    diff = serializers.CharField(help_text="Unified diff to the text after it.")


class PostRevisionPageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = PostRevisionSerializer(many=True)


class ReactionsSerializer(serializers.Serializer):
    reactions = serializers.DictField(child=serializers.IntegerField())
    own_reactions = serializers.ListField(
        child=serializers.ChoiceField(choices=Reaction.Kind.values)
    )


class ReadingSerializer(serializers.Serializer):
    read_to = serializers.IntegerField()


class UnreadSerializer(serializers.Serializer):
    unread = serializers.IntegerField(
        help_text="Topics that one follows with posts after the last one read."
    )
    new = serializers.IntegerField(help_text="Topics that one has never opened.")


class ForumDraftSerializer(serializers.Serializer):
    key = serializers.CharField(
        help_text="`forum:3` a new topic, `topic:17` a reply, `post:80` an edit."
    )
    title = serializers.CharField()
    text = serializers.CharField()
    updated_at = serializers.DateTimeField()


class ForumImageSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    markdown = serializers.CharField(help_text="What shows it in a post.")
    width = serializers.IntegerField(help_text="Pixels.")
    height = serializers.IntegerField(help_text="Pixels.")


class PreviewSerializer(serializers.Serializer):
    html = serializers.CharField()
