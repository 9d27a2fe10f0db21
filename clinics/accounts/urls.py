"""Signing in and out, e-mail, password, second factor: allauth's pages, and one of our own."""

from django.urls import include, path

from clinics.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("", include("allauth.urls")),
]
