"""The home page, its neighbours for machines, and the founding of the site."""

import json
from io import StringIO

from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from home.actions import found_site
from home.models import HomePage, SiteContact, StandardPage
from tests.factories.content import make_news, make_topic, make_work
from tests.factories.people import UserFactory

CARD = {
    "title": "Read",
    "text": "Books",
    "label": "To the library",
    "target": "library",
}


def test_the_home_page_shows_the_latest_of_everything(cms_tree, client):
    for n in range(5):
        make_news(cms_tree, {"en": f"News {n}"})
        make_work(cms_tree, {"de": f"Work {n}"})
    make_topic(cms_tree, {"sq": "Tema"})

    page = client.get("/en/").content.decode()

    assert [f"News {n}" in page for n in range(5)] == [False, False, True, True, True]
    assert [f"Work {n}" in page for n in range(5)] == [False, True, True, True, True]
    assert '<a class="stretched-link" href="/en/faq/tema/">Tema</a>' in page


def test_a_card_leads_into_the_readers_language(cms_tree, client):
    home = HomePage.objects.get(locale__language_code="de")
    home.cards = json.dumps([{"type": "card", "value": CARD}])
    home.save_revision().publish()

    page = client.get("/de/").content.decode()

    assert (
        '<a class="door-link stretched-link" href="/de/bibliothek/">To the library'
        in page
    )


def test_a_card_to_a_section_that_is_gone_is_left_out(cms_tree, client):
    home = HomePage.objects.get(locale__language_code="de")
    home.cards = json.dumps([{"type": "card", "value": CARD}])
    home.save_revision().publish()
    assert "To the library" in client.get("/de/").content.decode()

    for code in ("sq", "en", "de"):
        cms_tree["library", code].unpublish()

    assert "To the library" not in client.get("/de/").content.decode()


def test_visitors_are_invited_and_members_are_not(cms_tree, client):
    assert 'id="join-title"' in client.get("/en/").content.decode()

    client.force_login(UserFactory())

    assert 'id="join-title"' not in client.get("/en/").content.decode()


def test_menu_and_footer_show_what_editors_chose(cms_tree, client):
    home = cms_tree["home", "sq"]
    for title, footer in (("Privatësia", True), ("Fshehtas", False)):
        home.add_child(
            instance=StandardPage(title=title, locale=home.locale, in_footer=footer)
        )

    page = client.get("/en/").content.decode()

    menu = page.split("site-nav")[1].split("</nav>")[0]
    assert [w for w in ("/en/library/", "/en/faq/", "/en/news/") if w not in menu] == []
    footer = page.split('id="footer-pages"')[1]
    assert '<a href="/en/privatesia/" lang="sq">Privatësia</a>' in footer
    assert "Fshehtas" not in page
    assert "Privatësia" not in menu


def test_the_contact_stands_in_the_footer(cms_tree, client):
    contact = {"organisation": "Ura", "email": "post@example.org", "address": "A\nB"}
    SiteContact.objects.update_or_create(site=Site.objects.get(), defaults=contact)

    page = client.get("/en/").content.decode()

    assert "<strong>Ura</strong>" in page
    assert "<p>A<br>B</p>" in page


def test_robots_and_manifest(client):
    robots = client.get("/robots.txt").content.decode()
    manifest = client.get("/manifest.webmanifest").json()

    assert robots == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /*/account/\n"
        "Disallow: /*/faq-feedback/\nSitemap: http://127.0.0.1:8000/sitemap.xml\n"
    )
    assert (manifest["start_url"], manifest["name"]) == ("/", "Diaspora Professionals")
    for icon in manifest["icons"]:
        response = client.get(icon["src"])
        assert response.status_code == 200
        assert b"".join(response).startswith(b"\x89PNG")


def test_founding_again_changes_nothing(cms_tree):
    def state():
        return sorted(
            Page.objects.values_list("pk", "path", "slug", "latest_revision_id")
        )

    before = state()

    assert set(found_site()) == {"sq", "en", "de"}
    call_command("found_site", stdout=StringIO())

    assert state() == before


def test_founding_from_nothing(cms_tree):
    Site.objects.all().delete()
    for root in Page.get_root_nodes():
        root.delete()
    Locale.objects.all().delete()

    homes = found_site()

    site = Site.objects.get()
    assert {code: home.locale.language_code for code, home in homes.items()} == {
        code: code for code in ("sq", "en", "de")
    }
    assert len({home.translation_key for home in homes.values()}) == 1
    assert (site.is_default_site, site.root_page.pk) == (True, homes["sq"].pk)
    assert Page.objects.filter(depth=2).count() == 3
