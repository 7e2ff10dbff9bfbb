"""Every endpoint of /api/v1/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from cms.core.api import views as core
from cms.core.api.problems import problem
from cms.faq import api as faq
from cms.faq import feedback
from cms.library import api as library
from cms.library.exchange import api as exchange
from cms.news import api as news
from community.accounts.api import consents, data, invitations
from community.forums.api.routes import routes as forum_routes
from community.networks.api import joining, networks
from community.profiles.api import (
    importing,
    me,
    me_parts,
    people,
    searches,
    taxonomy,
    trust,
)
from community.spaces.api import feeds as space_feeds
from community.spaces.api.routes import routes as space_routes

app_name = "api"
docs = SpectacularSwaggerSplitView.as_view(
    url_name="api:schema", template_name="core/api_docs.html"
)

urlpatterns = [
    path("locales/", core.LocaleList.as_view(), name="locales"),
    path("tree/", core.Tree.as_view(), name="tree"),
    path("resolve/", core.Resolve.as_view(), name="resolve"),
    path("pages/<uuid:key>/", core.PageDetail.as_view(), name="page"),
    path("library/works/", library.WorkList.as_view(), name="works"),
    path("library/works/<uuid:uid>/", library.WorkDetail.as_view(), name="work"),
    path("library/works/export/", exchange.WorksExport.as_view(), name="works-export"),
    path(
        "library/works/<uuid:uid>/cite/",
        exchange.WorkCitation.as_view(),
        name="work-cite",
    ),
    path(
        "library/works/<uuid:uid>/export/",
        exchange.WorkExport.as_view(),
        name="work-export",
    ),
    path("library/import/", exchange.WorkImport.as_view(), name="library-import"),
    path("library/subjects/", library.SubjectList.as_view(), name="subjects"),
    path("faq/topics/", faq.FaqTopicList.as_view(), name="faq-topics"),
    path("faq/entries/", faq.FaqEntryList.as_view(), name="faq-entries"),
    path(
        "faq/entries/<uuid:key>/feedback/",
        feedback.FeedbackEndpoint.as_view(),
        name="faq-feedback",
    ),
    path("news/", news.NewsList.as_view(), name="news"),
    path(
        "taxonomy/occupations/", taxonomy.OccupationList.as_view(), name="occupations"
    ),
    path(
        "taxonomy/occupations/<str:code>/",
        taxonomy.OccupationDetail.as_view(),
        name="occupation",
    ),
    path("taxonomy/skills/", taxonomy.SkillList.as_view(), name="skills"),
    path("taxonomy/skills/<slug:slug>/", taxonomy.SkillDetail.as_view(), name="skill"),
    path("taxonomy/suggest/", taxonomy.Suggest.as_view(), name="suggest"),
    path("people/", people.PeopleList.as_view(), name="people"),
    path("people/facets/", people.PeopleFacets.as_view(), name="people-facets"),
    path("people/<slug:slug>/", people.PersonDetail.as_view(), name="person"),
    path("me/blocks/", trust.Blocks.as_view(), name="me-blocks"),
    path("me/blocks/<int:number>/", trust.BlockDetail.as_view(), name="me-block"),
    path("me/disclosures/", trust.Disclosures.as_view(), name="me-disclosures"),
    path("me/exports/", data.OwnExports.as_view(), name="me-exports"),
    path("me/erasure/", data.OwnErasure.as_view(), name="me-erasure"),
    path("me/consents/", consents.ConsentList.as_view(), name="me-consents"),
    path(
        "me/consents/history/",
        consents.ConsentHistory.as_view(),
        name="me-consents-history",
    ),
    path(
        "me/consents/<slug:code>/", consents.ConsentDetail.as_view(), name="me-consent"
    ),
    path("me/invitations/", invitations.Invitations.as_view(), name="me-invitations"),
    path("me/searches/", searches.SavedSearchList.as_view(), name="searches"),
    path(
        "me/searches/<int:number>/", searches.SavedSearchDetail.as_view(), name="search"
    ),
    path("me/profile/", me.OwnProfile.as_view(), name="me-profile"),
    path("me/profile/photo/", me.OwnPhoto.as_view(), name="me-photo"),
    path("me/profile/visibility/", me.OwnVisibility.as_view(), name="me-visibility"),
    path("me/profile/list/", me.OwnListing.as_view(), name="me-list"),
    path("me/profile/unlist/", me.OwnUnlisting.as_view(), name="me-unlist"),
    path("me/profile/skills/<slug:slug>/", me.OwnSkill.as_view(), name="me-skill"),
    path("me/profile/import/", importing.OwnImport.as_view(), name="me-import"),
    path("me/profile/import/take/", importing.OwnTakeOver.as_view(), name="me-take"),
    *me_parts.routes(),
    path("me/space-feeds/", space_feeds.OwnFeeds.as_view(), name="me-space-feeds"),
    path(
        "me/space-feeds/<int:number>/",
        space_feeds.OwnFeed.as_view(),
        name="me-space-feed",
    ),
    path("me/networks/", joining.OwnNetworks.as_view(), name="me-networks"),
    path("networks/", networks.NetworkList.as_view(), name="networks"),
    path("networks/<slug:code>/", networks.NetworkDetail.as_view(), name="network"),
    path(
        "networks/<slug:code>/members/",
        networks.NetworkMembers.as_view(),
        name="network-members",
    ),
    path("networks/<slug:code>/join/", joining.Joining.as_view(), name="network-join"),
    path(
        "networks/<slug:code>/requests/",
        joining.Requests.as_view(),
        name="network-requests",
    ),
    path(
        "networks/<slug:code>/requests/<int:number>/",
        joining.RequestDecision.as_view(),
        name="network-request",
    ),
    *forum_routes(),
    *space_routes(),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
]


def unknown_endpoint(request: HttpRequest, path: str = "") -> HttpResponse:
    """A path that is nothing here, as a problem and never as a page."""
    return problem(404, _("There is nothing at this address."))
