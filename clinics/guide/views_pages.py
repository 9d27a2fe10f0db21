"""The guide's chapters and the questions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinicfinder import clock
from clinicfinder.jsonld import script_text
from clinics.guide import markdown
from clinics.guide.models import GuidePage


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """All chapters in reading order."""
    return render(request, "guide/index.html", {"chapters": GuidePage.objects.guide()})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter, with the one before and the one after it."""
    chapters = list(GuidePage.objects.guide())
    found = next((chapter for chapter in chapters if chapter.slug == slug), None)
    if found is None:
        raise Http404
    place = chapters.index(found)
    context = {
        "page": found,
        "html": markdown.as_html(found.body),
        "crumbs": [{"url": reverse("guide"), "label": _("The guide")}, {"label": found.title}],
        "chapters": chapters,
        "before": chapters[place - 1] if place else None,
        "after": chapters[place + 1] if place + 1 < len(chapters) else None,
        "overdue": found.review_due_on <= clock.today(),
    }
    return render(request, "guide/page.html", context)


@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    """Every question with its answer and its sources."""
    questions = [(one, markdown.as_html(one.body, f"{one.slug}-source")) for one in GuidePage.objects.faq()]
    return render(request, "guide/faq.html", {"questions": questions, "jsonld": _jsonld(questions)})


def _jsonld(questions: list[tuple[GuidePage, SafeString]]) -> SafeString:
    data = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": one.title,
                "acceptedAnswer": {"@type": "Answer", "text": markdown.as_text(one.body)},
            }
            for one, _html in questions
        ],
    }
    return script_text(data)
