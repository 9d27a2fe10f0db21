"""Routes of the desk: below the page of the listing or practitioner that they speak of."""

from django.urls import path

from clinics.desk import views, views_clinics, views_confirming

PLACES = {"clinic": "clinics", "telehealth": "telehealth", "provider": "providers"}
# Who has no listing cannot claim one.
CLAIMED = {kind: place for kind, place in PLACES.items() if kind != "provider"}


def _routes(places: dict[str, str], end: str, view: object, name: str) -> list:
    """One route for each kind; `name` holds the kind's place in the route's name."""
    return [
        path(f"{place}/<slug:slug>/{end}", view, {"kind": kind}, name=name.format(kind))  # type: ignore[call-overload]
        for kind, place in places.items()
    ]


urlpatterns = [
    *_routes(PLACES, "report/", views.report, "report-{}"),
    *_routes(PLACES, "report/thanks/", views.thanks, "report-{}-thanks"),
    *_routes(PLACES, "request/", views.ask, "request-{}"),
    *_routes(PLACES, "request/thanks/", views.ask_thanks, "request-{}-thanks"),
    path("suggest/", views.suggest, name="suggest"),
    path("suggest/thanks/", views.suggest_thanks, name="suggest-thanks"),
    *_routes(CLAIMED, "claim/", views_clinics.claim, "claim-{}"),
    *_routes(CLAIMED, "care/", views_clinics.care, "care-{}"),
    path("desk/my-listings/", views_clinics.my_listings, name="my-listings"),
    path("desk/my-listings/<key:pk>/code/", views_clinics.code, name="claim-code"),
    path("desk/my-listings/<key:pk>/give-up/", views_clinics.give_up, name="give-up"),
    path("still-right/<str:token>/", views_confirming.still_right, name="still-right"),
]
