"""Addresses of the states' pages."""

from django.urls import path, re_path

from clinics.regulations import views

urlpatterns = [
    path("states/", views.state_list, name="state-list"),
    re_path(r"^states/(?P<usps>[A-Za-z]{2})/$", views.state, name="state"),
]
