"""Rows that an earlier version of the program wrote are made anew after an update."""

from django.core.management import call_command

from cms.core.models import ContentRow, ContentVersion
from cms.core.rows.refresh import is_outdated
from tests.factories.content import make_news


def test_rows_of_an_earlier_shape_are_made_anew_and_others_left(cms_tree):
    make_news(cms_tree, {"sq": "Lajm", "en": "Item"})
    call_command("rebuild_content", verbosity=0)
    assert not is_outdated()
    ContentRow.objects.filter(type="news").update(title="Older")

    call_command("rebuild_content", if_outdated=True, verbosity=0)
    assert ContentRow.objects.filter(title="Older").exists()

    ContentVersion.objects.update(shape=1)
    ContentRow.objects.filter(type="news").update(digest="-")
    call_command("rebuild_content", if_outdated=True, verbosity=0)

    assert not ContentRow.objects.filter(title="Older").exists()
    assert not is_outdated()
