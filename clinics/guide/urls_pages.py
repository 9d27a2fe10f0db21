"""Addresses of the guide's chapters and of the questions."""

from django.urls import path

from clinics.guide import views_pages

urlpatterns = [
    path("guide/", views_pages.guide, name="guide"),
    path("guide/<slug:slug>/", views_pages.page, name="guide-page"),
    path("faq/", views_pages.faq, name="faq"),
    path("faq/<slug:slug>/", views_pages.answer, name="faq-answer"),
]
