"""The content's version is read again only when something was announced."""

from django.db import connection

from cms.core.cards import ask_version_once, version_of
from cms.core.rows.version import announce


def test_the_version_is_read_again_when_content_changed(cms_tree, rf):
    announce(0)
    before = asked(rf)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_contentversion SET value = value + 1")

    assert asked(rf) == before
    announce(0)
    assert asked(rf) == before + 1


def asked(rf) -> int:
    request = rf.get("/")
    ask_version_once(request)
    return version_of(request)
