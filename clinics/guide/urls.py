"""Addresses of the guide."""

from django.urls import path

from clinics.guide import views, views_assistance, views_costs

urlpatterns = [
    path("assistance/", views_assistance.assistance, name="assistance"),
    path("costs/", views_costs.costs, name="costs"),
    path("costs/insurance/", views_costs.insurance, name="costs-insurance"),
    path("costs/worksheet/", views_costs.worksheet, name="costs-worksheet"),
    path("guide/how-we-rank/", views.how_we_rank, name="how-we-rank"),
    path("guide/how-we-verify/", views.how_we_verify, name="how-we-verify"),
]
