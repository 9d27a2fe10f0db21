"""The diary of mood and pain: the page that a browser fills by itself, and a form on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinics.guide import scales
from clinics.guide.diary_words import WORDS
from clinics.medicine.queries import vocabulary

CONTEXT = {
    "phq9": scales.PHQ9,
    "gad7": scales.GAD7,
    "scales": scales.SCALES,
    "pain": scales.PAIN,
    "no_pain": scales.NO_PAIN,
    "worst_pain": scales.WORST_PAIN,
    "sources": scales.SOURCES,
}


@require_safe
def diary(request: HttpRequest) -> HttpResponse:
    """The page and its words. What is written stays in the reader's browser and never comes here."""
    told = {"words": WORDS, "scales": {scale.key: scale.plain() for scale in scales.SCALES}}
    context = CONTEXT | {"treatments": vocabulary().choices("treatment"), "told": told}
    return render(request, "guide/diary.html", context)


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The same to print and fill in by hand."""
    return render(request, "guide/diary_print.html", CONTEXT)
