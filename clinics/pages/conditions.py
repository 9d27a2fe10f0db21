"""The conditions: what ketamine may do for each, how well that is known, and where to turn."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinics.medicine.models import Condition, Fact, Treatment
from clinics.medicine.queries import facts_of_condition, vocabulary
from clinics.medicine.synonyms import Meaning, meant
from clinics.medicine.telling import Told, tell
from clinics.pages.forms_medicine import WordsForm
from clinics.pages.onward import onward
from clinics.places.names import fold
from clinics.places.state_names import states_by_name

ORDER = (Fact.Topic.EVIDENCE, Fact.Topic.COURSE, Fact.Topic.CAUTION)
STRONGEST_FIRST = Condition.Evidence.values
# Where a life may be at risk, help in a crisis comes before everything else.
CRISIS_FIRST = ("suicidal-ideation", "postpartum-depression")
# Somebody in danger is not sent to a service that only calls.
IN_PERSON_ONLY = ("suicidal-ideation",)


def condition_list(request: HttpRequest) -> HttpResponse:
    """All conditions by how strong the evidence is; `?q=` leads to the one that these words name."""
    form = WordsForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    known = vocabulary()
    named = meant(fold(words).split(), known.lexicon) if words else []
    if len(named) == 1:
        return redirect(address_of(named[0]))
    conditions = sorted(Condition.objects.all(), key=lambda one: STRONGEST_FIRST.index(one.evidence))
    context = {
        "form": form,
        "words": words,
        "names": known.sought_names,
        "named": [(meaning.name, address_of(meaning)) for meaning in named],
        "conditions": conditions,
        "crumbs": [{"label": _("Home"), "url": reverse("home")}, {"label": _("Conditions")}],
    }
    return render(request, "pages/conditions.html", context)


def address_of(meaning: Meaning) -> str:
    """The page of what somebody's words mean."""
    return reverse(meaning.parameter, args=[meaning.slug])


def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """One condition."""
    subject = get_object_or_404(Condition, slug=slug)
    telling = tell(facts_of_condition(subject), ORDER, subject)
    treatments = treatments_in(telling.topics["evidence"] + telling.topics["course"])
    context = {
        "subject": subject,
        "facts": telling.topics,
        "sources": telling.sources,
        "crisis_first": slug in CRISIS_FIRST,
        "in_person_only": slug in IN_PERSON_ONLY,
        "treatments": [(one, onward("costs", treatment=one.slug)) for one in treatments],
        "states": states_by_name(),
        "open_trials": subject.trials.open().count(),
        "trials_url": onward("trial-list", condition=slug),
        "crumbs": [
            {"label": _("Home"), "url": reverse("home")},
            {"label": _("Conditions"), "url": reverse("condition-list")},
            {"label": str(subject)},
        ],
    }
    return render(request, "pages/condition.html", context)


def treatments_in(told: Iterable[Told]) -> list[Treatment]:
    """The treatments that these facts speak of, in the order in which treatments stand everywhere."""

    def named() -> Iterator[Treatment]:
        for one in told:
            if one.fact.treatment:
                yield one.fact.treatment

    return sorted({one.pk: one for one in named()}.values(), key=lambda one: one.bit)
