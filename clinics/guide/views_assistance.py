"""Help with paying, for this person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinics.guide.assistance import help_for


def assistance(request: HttpRequest) -> HttpResponse:
    """The programs that what stands in the address leaves; nothing of it is kept."""
    return render(request, "guide/assistance.html", help_for(request.GET))
