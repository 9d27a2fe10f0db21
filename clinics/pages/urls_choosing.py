"""Routes of what a reader keeps and compares."""

from django.urls import path

from clinics.pages import views_choosing

urlpatterns = [
    path("shortlist/", views_choosing.shortlist, name="shortlist"),
    path("compare/", views_choosing.compare, name="compare"),
    path("offline/", views_choosing.offline, name="offline"),
]
