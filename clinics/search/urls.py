"""Addresses of the results pages."""

from django.urls import path

from clinics.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("providers/", views.providers, name="provider-list"),
    path("telehealth/", views.telehealth, name="telehealth-list"),
    path("states/<str:usps>/<slug:slug>/", views.city, name="city"),
]
