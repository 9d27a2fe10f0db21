"""What search engines may read: robots.txt and the sitemap. Fictional listings never reach them."""

from datetime import date, datetime

from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clinicfinder import languages
from clinics.guide.models import GuidePage
from clinics.listings.models import Listing, Provider, Published
from clinics.medicine.models import Condition, Treatment
from clinics.places.models import City, State
from clinics.trials.models import Trial

# Up to so many addresses stand in one file; beyond that the sitemap is an index of pages.
MOST_IN_ONE = 5_000
PAGES = [
    "home", "state-list", "trial-list", "condition-list", "treatment-list",
    "costs", "costs-insurance", "assistance", "guide", "diary", "diary-print", "day-checklist", "faq",
    "match", "review-policy", "review-transparency", "how-we-rank", "how-we-verify",
    "about", "contact", "terms", "privacy",
]  # fmt: skip

# Below the start of each language: what people ask, keep and send.
NOT_FOR_ROBOTS = [
    "admin/", "accounts/", "search/?", "search/map", "search/feed", "providers/?", "telehealth/?", "trials/?",
    "trials/near/", "costs/?", "assistance/?", "shortlist/?", "compare/?", "checklist/?",
    "clinics/*/report/", "providers/*/report/", "telehealth/*/report/",
    "clinics/*/reviews/new/", "telehealth/*/reviews/new/", "reviews/*/report/", "reviews/*/helpful/",
]  # fmt: skip


class InEachLanguage(Sitemap):
    """Each page once for each language, and each of them names the others."""

    i18n = True
    alternates = True
    x_default = True
    limit = MOST_IN_ONE


class PageSitemap(InEachLanguage):
    """Pages that are always there."""

    def items(self) -> list[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class StateSitemap(InEachLanguage):
    """The page of each state."""

    def items(self) -> QuerySet:
        return State.objects.order_by("usps")


class ConditionSitemap(InEachLanguage):
    """The page of each condition."""

    def items(self) -> QuerySet:
        return Condition.objects.all()

    def location(self, item: Condition | Treatment) -> str:
        return reverse(item._meta.model_name, args=[item.slug])


class TreatmentSitemap(ConditionSitemap):
    """The page of each treatment."""

    def items(self) -> QuerySet:
        return Treatment.objects.all()


class GuideSitemap(InEachLanguage):
    """The chapters of the guide, and the answers."""

    def items(self) -> QuerySet:
        return GuidePage.objects.published().order_by("part", "position", "slug")

    def lastmod(self, item: GuidePage) -> date:
        return item.reviewed_on


class CitySitemap(InEachLanguage):
    """The pages of the larger cities."""

    def items(self) -> QuerySet:
        return City.objects.with_pages()


class ListingSitemap(InEachLanguage):
    """Real published clinics and telemedicine services."""

    def items(self) -> QuerySet:
        return Listing.objects.in_results().filter(is_demo=False).order_by("pk")

    def lastmod(self, item: Published) -> datetime:
        return item.updated_at


class ProviderSitemap(ListingSitemap):
    """Real published practitioners."""

    def items(self) -> QuerySet:
        return Provider.objects.in_results().filter(is_demo=False).order_by("pk")


class TrialSitemap(InEachLanguage):
    """Trials that the registry still holds."""

    def items(self) -> QuerySet:
        return Trial.objects.listed().defer("summary", "criteria").order_by("pk")

    def lastmod(self, item: Trial) -> date:
        return item.updated_on


SECTIONS: dict[str, type[Sitemap]] = {
    "pages": PageSitemap,
    "states": StateSitemap,
    "conditions": ConditionSitemap,
    "treatments": TreatmentSitemap,
    "guide": GuideSitemap,
    "cities": CitySitemap,
    "listings": ListingSitemap,
    "providers": ProviderSitemap,
    "trials": TrialSitemap,
}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every address in one file, or an index of files where there are many."""
    total = sum(part().paginator.count for part in SECTIONS.values())
    if total <= MOST_IN_ONE:
        return views.sitemap(request, {**SECTIONS})
    return views.index(request, {**SECTIONS}, sitemap_url_name="sitemap-section")


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One section of a large sitemap; `?p=2` is its second page."""
    return views.sitemap(request, {**SECTIONS}, section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots should leave alone, and where the sitemap is."""
    context = {
        "sitemap": request.build_absolute_uri(reverse("sitemap")),
        "starts": sorted(f"{languages.start(code)}/" for code in languages.CODES),
        "paths": NOT_FOR_ROBOTS,
    }
    return render(request, "pages/robots.txt", context, content_type="text/plain")
