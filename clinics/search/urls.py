"""Addresses of the results pages."""

from django.urls import path

from clinics.search import feeds, views, views_map

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/map/", views_map.search_map, name="search-map"),
    path("search/map.json", views_map.search_points, name="search-points"),
    path("search/feed/", feeds.search_feed, name="search-feed"),
    path("providers/", views.providers, name="provider-list"),
    path("telehealth/", views.telehealth, name="telehealth-list"),
    path("states/<str:usps>/<slug:slug>/", views.city, name="city"),
]
