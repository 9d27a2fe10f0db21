"""The addresses of the diary: the page, and its form on paper."""

from django.urls import path

from clinics.guide import views_diary

urlpatterns = [
    path("diary/", views_diary.diary, name="diary"),
    path("diary/print/", views_diary.paper, name="diary-print"),
]
