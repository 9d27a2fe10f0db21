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
from clinics.translations.catalog import said


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """All chapters in reading order."""
    return render(request, "guide/index.html", {"chapters": GuidePage.objects.guide()})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter, with the one before and the one after it."""
    return _one(request, slug, list(GuidePage.objects.guide()), (reverse("guide"), _("The guide")))


@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    """Every question with its short answer, and the way to the whole one."""
    questions = list(GuidePage.objects.faq())
    return render(request, "guide/faq.html", {"questions": questions, "jsonld": _jsonld(questions)})


@require_safe
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole answer to one question."""
    crumb = (reverse("faq"), _("Questions people ask"))
    return _one(request, slug, list(GuidePage.objects.faq()), crumb)


def _one(request: HttpRequest, slug: str, pages: list[GuidePage], crumb: tuple[str, str]) -> HttpResponse:
    found = next((one for one in pages if one.slug == slug), None)
    if found is None:
        raise Http404
    place = pages.index(found)
    url, label = crumb
    context = {
        "page": found,
        "html": markdown.as_html(said(found.body), original=found.body),
        "crumbs": [{"url": url, "label": label}, {"label": str(found)}],
        "all_url": url,
        "all_label": label,
        "pages": pages,
        "before": pages[place - 1] if place else None,
        "after": pages[place + 1] if place + 1 < len(pages) else None,
        "overdue": found.review_due_on <= clock.today(),
    }
    return render(request, "guide/page.html", context)


def _jsonld(questions: list[GuidePage]) -> SafeString:
    """What the page itself shows of each answer."""
    data = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": str(one),
                "acceptedAnswer": {"@type": "Answer", "text": said(one.lead)},
            }
            for one in questions
        ],
    }
    return script_text(data)
