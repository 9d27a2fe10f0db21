"""The app's own addresses, and beside them the two other ways to answer a search."""

from django.urls import include, path

from bench import floor, naive

urlpatterns = [
    path("bench/floor/", floor.search),
    path("bench/naive/", naive.search),
    path("", include("clinicfinder.urls")),
]
