"""Claim a listing, prove it, and propose what should stand there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinicfinder.limits import HOUR, may_write
from clinics.desk import claims
from clinics.desk.facts import concrete
from clinics.desk.forms_clinics import ClaimForm, CodeForm, care_form
from clinics.desk.models import Claim, Proposal
from clinics.desk.proposals import propose, wished
from clinics.desk.queries import claims as all_claims
from clinics.desk.queries import proposals
from clinics.listings.models import Listing

State = Claim.State
TOO_MANY = 429


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Ask to take care of a listing. Asking again while the code is under way sends another one."""
    listing = _listing(kind, slug)
    held: Any = claims.living_claim(listing, request.user)  # type: ignore[arg-type]
    if held and held.state != State.CODE_SENT:
        return redirect("my-listings")
    form = ClaimForm(request.POST or None, instance=held and Claim(email=held.email, role=held.role))
    too_many = False
    if request.method == "POST" and form.is_valid():
        too_many = not may_write(request, "claim")
        if not too_many:
            return _after_claim(request, listing, form.cleaned_data)
    context = {"listing": listing, "form": form, "too_many": too_many}
    response = render(request, "desk/claim.html", context, status=TOO_MANY if too_many else 200)
    if too_many:
        response["Retry-After"] = str(HOUR)
    return response


def _after_claim(request: HttpRequest, listing: Listing, told: dict[str, str]) -> HttpResponse:
    try:
        made = claims.claim(listing, request.user, **told)  # type: ignore[arg-type]
    except IntegrityError:  # Sent twice at once: the other one counts.
        return redirect("my-listings")
    if made.state == State.CODE_SENT:
        return redirect("claim-code", pk=made.pk)
    messages.info(request, _("We have your claim. A curator decides, and you find the answer here."))
    return redirect("my-listings")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the code that we mailed."""
    made = get_object_or_404(all_claims().of(request.user), pk=pk)
    if made.state != State.CODE_SENT:
        return redirect("my-listings")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = claims.try_code(made, form.cleaned_data["code"])
        if outcome == claims.Tried.GRANTED:
            messages.success(request, _("Thank you. You now take care of this listing."))
            return redirect(f"care-{made.listing.kind}", slug=made.listing.slug)
        if outcome == claims.Tried.CURATOR:
            messages.warning(request, _("That was the fifth wrong code. A curator will look at your claim."))
            return redirect("my-listings")
        form.add_error("code", _said(outcome))
    return render(request, "desk/claim_code.html", {"claim": made, "form": form})


@never_cache
@login_required
@require_safe
def my_listings(request: HttpRequest) -> HttpResponse:
    """Every claim of whoever is signed in, and what came of it."""
    return render(request, "desk/my_listings.html", {"claims": all_claims().of(request.user)})


@login_required
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop taking care of a listing."""
    claims.give_up(get_object_or_404(all_claims().of(request.user), pk=pk))
    messages.success(request, _("You no longer take care of this listing."))
    return redirect("my-listings")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def care(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The facts of a listing, to be corrected by whoever takes care of it. A curator decides on each."""
    listing = _listing(kind, slug)
    held: Any = claims.living_claim(listing, request.user)  # type: ignore[arg-type]
    if held is None or held.state != State.GRANTED:
        return redirect(f"claim-{kind}", slug=listing.slug)
    subject: Any = concrete(listing)
    waiting = list(proposals().about(listing).open().from_origin(Proposal.Origin.CLAIM, held))
    form = care_form(subject, request.POST or None, {one.field: wished(one, subject) for one in waiting})
    if request.method == "POST" and form.is_valid():
        count = propose(subject, form.wanted, Proposal.Origin.CLAIM, held)
        messages.success(request, _said_of(count))
        return redirect(f"care-{kind}", slug=listing.slug)
    context = {"listing": listing, "form": form, "waiting": len(waiting)}
    return render(request, "desk/care.html", context)


def _said(outcome: claims.Tried) -> str:
    if outcome == claims.Tried.WRONG:
        return _("This is not the code. Check the newest mail from us.")
    return _("This code is too old. Ask for a new one below.")


def _said_of(count: int) -> str:
    if not count:
        return _("Nothing differs from what stands there.")
    return _("Thank you. A curator looks at what you changed before it is shown.")


def _listing(kind: str, slug: str) -> Listing:
    return get_object_or_404(Listing.objects.published().at_address(kind, slug))
