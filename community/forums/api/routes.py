"""Every address of the forums in the API."""

from django.urls import URLPattern, path

from community.forums.api import (
    answers,
    forums,
    moderating,
    posts,
    reading,
    revisions,
    search,
    topics,
    writing,
)


def routes() -> list[URLPattern]:
    return [
        path("forums/", forums.ForumList.as_view(), name="forums"),
        path("forums/<slug:code>/", forums.ForumDetail.as_view(), name="forum"),
        path(
            "forums/<slug:code>/level/",
            forums.ForumLevel.as_view(),
            name="forum-level",
        ),
        path("topics/", topics.TopicList.as_view(), name="topics"),
        path("topics/<int:id>/", topics.TopicDetail.as_view(), name="topic"),
        path("topics/<int:id>/posts/", posts.TopicPosts.as_view(), name="topic-posts"),
        path("topics/<int:id>/read/", reading.TopicRead.as_view(), name="topic-read"),
        path(
            "topics/<int:id>/level/", reading.TopicLevel.as_view(), name="topic-level"
        ),
        path(
            "topics/<int:id>/solution/",
            answers.TopicSolution.as_view(),
            name="topic-solution",
        ),
        path(
            "topics/<int:id>/restore/",
            topics.TopicRestore.as_view(),
            name="topic-restore",
        ),
        *moderating.routes(),
        path("posts/search/", search.PostSearch.as_view(), name="posts-search"),
        path("posts/<int:id>/", posts.PostDetail.as_view(), name="post"),
        path(
            "posts/<int:id>/restore/", posts.PostRestore.as_view(), name="post-restore"
        ),
        path(
            "posts/<int:id>/revisions/",
            revisions.PostRevisions.as_view(),
            name="post-revisions",
        ),
        path(
            "posts/<int:id>/reactions/<slug:kind>/",
            answers.PostReaction.as_view(),
            name="post-reaction",
        ),
        path("posts/<int:id>/poll/vote/", answers.PostVote.as_view(), name="post-vote"),
        path("forum-images/", writing.ForumImages.as_view(), name="forum-images"),
        path("preview/", writing.Preview.as_view(), name="preview"),
        path("me/unread/", reading.OwnUnread.as_view(), name="me-unread"),
        path("me/drafts/", writing.OwnDrafts.as_view(), name="me-drafts"),
        path("me/drafts/<str:key>/", writing.OwnDraft.as_view(), name="me-draft"),
    ]
