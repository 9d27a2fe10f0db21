"""The app's own addresses, and beside them the two other ways to answer a search."""

from django.urls import path

from bench import floor, naive
from clinicfinder.urls import urlpatterns as clinicfinder_urls

urlpatterns = [
    path("bench/floor/", floor.search),
    path("bench/naive/", naive.search),
    *clinicfinder_urls,
]
