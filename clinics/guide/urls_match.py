"""The address of the self-check: one for all its pages, so that no answer stands in it."""

from django.urls import path

from clinics.guide import views_match

urlpatterns = [
    path("match/", views_match.match, name="match"),
]
