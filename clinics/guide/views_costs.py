"""What it costs: the estimator, insurance step by step, and a sheet to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from clinics.guide.costs import Costs, facts_of
from clinics.guide.insurance import walk_through


def costs(request: HttpRequest) -> HttpResponse:
    """An estimate from what stands in the address; nothing of it is kept."""
    asked = Costs(request.GET)
    context = {
        "form": asked.form,
        "costs": asked,
        "result": asked.result(),
        "link": asked.address(reverse("costs")),
        "worksheet_url": asked.address(reverse("costs-worksheet")),
        "search_url": asked.search_url(),
        "assistance_url": asked.assistance_url(),
        "place_links": asked.place_links(),
    }
    return render(request, "guide/costs.html", context | facts_of(asked))


def insurance(request: HttpRequest) -> HttpResponse:
    """Bills, approval, codes and payers, each statement with its source."""
    return render(request, "guide/costs_insurance.html", walk_through())


def worksheet(request: HttpRequest) -> HttpResponse:
    """Questions and blanks for the clinic and the insurer, filled with the reader's numbers."""
    asked = Costs(request.GET)
    context = {"costs": asked, "result": asked.result(), "back": asked.address(reverse("costs"))}
    return render(request, "guide/costs_worksheet.html", context | facts_of(asked))
