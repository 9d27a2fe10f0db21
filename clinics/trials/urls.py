"""Addresses of clinical trials."""

from django.urls import path, re_path

from clinics.trials import views

urlpatterns = [
    path("trials/", views.trials, name="trial-list"),
    path("trials/near/", views.near, name="trials-near"),
    re_path(r"^trials/(?P<nct_id>[Nn][Cc][Tt][0-9]{8})/$", views.trial, name="trial"),
]
