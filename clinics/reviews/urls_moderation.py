"""Routes of reviews: moderation."""

from django.urls import path

from clinics.reviews import views_moderation as views

urlpatterns = [
    *(
        path(
            f"{place}/<slug:slug>/reviews/answers/",
            views.answers,
            {"kind": kind},
            name=f"review-answers-{kind}",
        )
        for kind, place in (("clinic", "clinics"), ("telehealth", "telehealth"))
    ),
    path("reviews/policy/", views.policy, name="review-policy"),
    path("reviews/transparency/", views.transparency, name="review-transparency"),
]
