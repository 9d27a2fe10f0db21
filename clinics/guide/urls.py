"""Addresses of the guide."""

from django.urls import path

from clinics.guide import views

urlpatterns = [
    path("guide/how-we-rank/", views.how_we_rank, name="how-we-rank"),
    path("guide/how-we-verify/", views.how_we_verify, name="how-we-verify"),
]
