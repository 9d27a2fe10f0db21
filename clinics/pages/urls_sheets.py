"""Addresses of what a patient prints or takes along: questions to ask, and the checklist for the day."""

from django.urls import path

from clinics.pages import views_sheets

urlpatterns = [
    path("clinics/<slug:slug>/questions/", views_sheets.clinic_questions, name="clinic-questions"),
    path("telehealth/<slug:slug>/questions/", views_sheets.telehealth_questions, name="telehealth-questions"),
    path("checklist/", views_sheets.day_checklist, name="day-checklist"),
]
