"""Routes of reports: below the page of the listing or practitioner that they speak of."""

from django.urls import path

from clinics.desk import views

PLACES = {"clinic": "clinics", "telehealth": "telehealth", "provider": "providers"}

urlpatterns = [
    route
    for kind, place in PLACES.items()
    for route in (
        path(f"{place}/<slug:slug>/report/", views.report, {"kind": kind}, name=f"report-{kind}"),
        path(
            f"{place}/<slug:slug>/report/thanks/", views.thanks, {"kind": kind}, name=f"report-{kind}-thanks"
        ),
    )
]
