"""Addresses of the forums."""

from django.urls import path

from community.forums import feeds

app_name = "forums"
urlpatterns = [
    path("<slug:code>/feed/", feeds.forum_feed, name="forum-feed"),
    path("<slug:code>/feed.json", feeds.forum_feed_json, name="forum-feed-json"),
    path("topic/<int:pk>/feed/", feeds.topic_feed, name="topic-feed"),
    path("topic/<int:pk>/feed.json", feeds.topic_feed_json, name="topic-feed-json"),
    path("post/<int:pk>/", feeds.post, name="post"),
]
