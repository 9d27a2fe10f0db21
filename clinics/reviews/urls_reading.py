"""Routes of reviews: reading."""

from django.urls import path

from clinics.reviews import views

urlpatterns = [
    path("clinics/<slug:slug>/reviews/", views.reviews, {"kind": "clinic"}, name="reviews-clinic"),
    path("telehealth/<slug:slug>/reviews/", views.reviews, {"kind": "telehealth"}, name="reviews-telehealth"),
    path("reviews/<key:pk>/report/", views.report, name="review-report"),
    path("reviews/<key:pk>/report/thanks/", views.report_thanks, name="review-report-thanks"),
    path("reviews/<key:pk>/helpful/", views.helpful, name="review-helpful"),
]
