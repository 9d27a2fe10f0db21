"""Routes of reviews: writing."""

from django.urls import path

from clinics.reviews import views_writing as views

urlpatterns = [
    path("clinics/<slug:slug>/reviews/new/", views.write, {"kind": "clinic"}, name="review-new-clinic"),
    path(
        "telehealth/<slug:slug>/reviews/new/",
        views.write,
        {"kind": "telehealth"},
        name="review-new-telehealth",
    ),
    path("accounts/reviews/", views.my_reviews, name="my-reviews"),
    path("accounts/reviews/<key:pk>/take-back/", views.take_back, name="review-take-back"),
    path("accounts/reviews/<key:pk>/appeal/", views.appeal, name="review-appeal"),
    path("accounts/reviews/<key:pk>/receipt/", views.receipt, name="review-receipt"),
]
