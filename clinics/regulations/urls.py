"""Addresses of the law of all states, and of the feeds."""

from django.urls import path, re_path

from clinics.regulations import views

urlpatterns = [
    path("states/", views.state_list, name="state-list"),
    path("states/feed/", views.feed, name="law-feed"),
    re_path(r"^states/(?P<usps>[A-Za-z]{2})/feed/$", views.state_feed, name="state-feed"),
]
