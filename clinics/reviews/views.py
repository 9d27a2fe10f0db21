"""Reviews as they are read, reported, and marked as helpful."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from clinicfinder.limits import HOUR, may_write, sender_of
from clinics.reviews.flags import flag, mark_helpful
from clinics.reviews.forms_flags import FlagForm
from clinics.reviews.queries_reading import listing_at, open_flag_of, public_review
from clinics.reviews.reading import address_of, reading_page

TOO_MANY = 429
# Where a reader comes from: the results page that holds this kind, and its name.
RESULTS = {"clinic": ("search", _("Search")), "telehealth": ("telehealth-list", _("Telehealth"))}


@require_safe
def reviews(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What people say of one listing, and the figures made of it."""
    listing = listing_at(kind, slug)
    path = reverse(f"reviews-{kind}", args=[listing.slug])
    if listing.slug != slug:
        return redirect(path, permanent=True)
    context = reading_page(listing, request.GET, path, request.user)
    results, label = RESULTS[kind]
    context["crumbs"] = [
        {"url": reverse(results), "label": label},
        {"url": listing.get_absolute_url(), "label": listing.name},
        {"label": _("Reviews")},
    ]
    return render(request, "reviews/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell us what is wrong with a review. Whatever goes wrong, nothing typed is lost."""
    review = public_review(pk)
    sender = sender_of(request, f"review-{review.pk}")
    then = redirect("review-report-thanks", pk=review.pk)
    if open_flag_of(review, sender):
        return render(request, "reviews/report_again.html", {"review": review})
    form = FlagForm(request.POST or None)
    too_many = False
    if request.method == "POST" and form.is_valid():
        if form.is_from_a_program:
            return then
        too_many = not may_write(request, "review-report")
        if not too_many:
            flag(review, sender, form.cleaned_data["kind"], form.cleaned_data["text"])
            return then
    context = {"review": review, "form": form, "too_many": too_many}
    response = render(request, "reviews/report.html", context, status=TOO_MANY if too_many else 200)
    if too_many:
        response["Retry-After"] = str(HOUR)
    return response


@never_cache
@require_safe
def report_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens with a report of a review."""
    return render(request, "reviews/report_thanks.html", {"review": public_review(pk)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def helpful(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a review as helpful, or take that back. Whoever is signed out follows a link here to sign in."""
    if request.user.is_authenticated and request.method == "POST":
        return redirect(
            address_of(mark_helpful(pk, request.user, is_helpful=request.POST.get("helpful") != "no"))
        )
    review = address_of(public_review(pk))
    if request.user.is_authenticated:
        return redirect(review)
    return redirect(reverse("account_login", query={"next": review}))
