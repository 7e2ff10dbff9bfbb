"""Below /people/: the directory."""

from django.urls import path

from community.profiles.views import blocks, directory, person, searches

app_name = "people"
urlpatterns = [
    path("", directory.people, name="list"),
    path("map/", directory.world, name="map"),
    path("suggest/", directory.suggest, name="suggest"),
    path("values/<slug:name>/", directory.values, name="values"),
    path("searches/", searches.searches, name="searches"),
    path("searches/new/", searches.save, name="save-search"),
    path("searches/<int:pk>/", searches.change, name="search"),
    path("searches/<int:pk>/delete/", searches.remove, name="delete-search"),
    path("<slug:slug>/", person.person, name="person"),
    path("<slug:slug>/photo/", person.photo, name="photo"),
    path("<slug:slug>/block/", blocks.keep_away, name="block"),
    path("<slug:slug>/endorse/<int:pk>/", person.endorse_skill, name="endorse"),
    path("<slug:slug>/vouch/", person.vouch_for, name="vouch"),
    path("<slug:slug>/vouch/withdraw/", person.unvouch, name="withdraw-vouch"),
]
