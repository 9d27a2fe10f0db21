"""The treatments: how each is given, who may give it, and what to watch for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinics.medicine.models import Fact, Treatment
from clinics.medicine.queries import facts_of_treatment, studied_with
from clinics.medicine.telling import tell
from clinics.pages.conditions import STRONGEST_FIRST
from clinics.pages.onward import onward
from clinics.places.state_names import states_by_name

Topic = Fact.Topic
# As the page has them, so that the numbers of sources rise.
ORDER = (
    Topic.WHAT_HAPPENS,
    Topic.FDA,
    Topic.SESSION,
    Topic.COURSE,
    Topic.WHO_GIVES,
    Topic.EVIDENCE,
    Topic.AT_HOME,
    Topic.DRIVING,
    Topic.SIDE_EFFECT,
    Topic.EMERGENCY,
    Topic.CALL_CLINIC,
    Topic.INTERACTION,
    Topic.AGE,
)
# What some people are sent, or do in part, at home.
AT_HOME = ("oral-sublingual", "intranasal-compounded", "ketamine-assisted-psychotherapy")


def treatment_list(request: HttpRequest) -> HttpResponse:
    """All ways in which ketamine is given."""
    context = {
        "treatments": Treatment.objects.all(),
        "crumbs": [{"label": _("Home"), "url": reverse("home")}, {"label": _("Treatments")}],
    }
    return render(request, "pages/treatments.html", context)


def treatment(request: HttpRequest, slug: str) -> HttpResponse:
    """One treatment."""
    subject = get_object_or_404(Treatment, slug=slug)
    order = [topic for topic in ORDER if topic != Topic.AT_HOME or slug in AT_HOME]
    telling = tell(facts_of_treatment(subject), order, subject)
    context = {
        "subject": subject,
        "facts": telling.topics,
        "sources": telling.sources,
        "conditions": sorted(studied_with(subject), key=lambda one: STRONGEST_FIRST.index(one.evidence)),
        "states": states_by_name(),
        "costs_url": onward("costs", treatment=slug),
        "crumbs": [
            {"label": _("Home"), "url": reverse("home")},
            {"label": _("Treatments"), "url": reverse("treatment-list")},
            {"label": str(subject)},
        ],
    }
    return render(request, "pages/treatment.html", context)
