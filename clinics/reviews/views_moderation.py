"""How reviews work and what moderators decided, for everybody; answers, for whoever keeps a listing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from clinicfinder import clock
from clinics.listings.models import Listing
from clinics.reviews import answering, rules
from clinics.reviews import transparency as counts
from clinics.reviews.choices import Reason
from clinics.reviews.forms_moderation import AnswerForm
from clinics.reviews.models import LONGEST, SHORTEST, ReviewAnswer, ReviewDecision
from clinics.reviews.policy_words import MEANINGS
from clinics.reviews.queries import keepers_of
from clinics.reviews.queries_reading import listing_at
from clinics.reviews.queries_signals import names_at, published_with_answers
from clinics.reviews.reading_words import shown
from clinics.reviews.signals import KINDS_OF_DETAIL

A_PAGE = 10
MONTHS_A_PAGE = 12
LONGEST_KEY = 19
Outcome = ReviewDecision.Outcome


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """How reviews work, printed from the lists and numbers that decide it."""
    context = {
        "reasons": [(reason.label, MEANINGS[reason]) for reason in Reason],
        "shortest": SHORTEST,
        "longest": LONGEST,
        "mean_from": rules.MEAN_FROM,
        "full_years": rules.FULL_MONTHS // 12,
        "counted_years": rules.COUNTED_MONTHS // 12,
        "trace_days": rules.FORGET_TRACES_DAYS,
        "fewest": rules.FEWEST_SHOWN,
    }
    return render(request, "reviews/policy.html", context)


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """What moderators decided, in months that are over, told so that nobody is singled out."""
    found = [
        (row["month"].date(), row["outcome"], row["reason"], row["number"])
        for row in ReviewDecision.objects.by_month()
    ]
    months = counts.months(found, Outcome.values, Reason.values, clock.today())
    page = Paginator(months, MONTHS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "months": [_month(month) for month in page.object_list],
        "sums": [(Outcome(name).label, count) for name, count in counts.by_outcome(months, Outcome.values)],
        "fewest": rules.FEWEST_SHOWN,
        "most_hidden": rules.FEWEST_SHOWN - 1,
    }
    return render(request, "reviews/transparency.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Every review that readers see, with what the listing's keepers answered or may answer."""
    listing = listing_at(kind, slug)
    if listing.is_demo:
        raise Http404
    if listing.slug != slug:
        return redirect(f"review-answers-{kind}", slug=listing.slug, permanent=True)
    if request.user.pk not in keepers_of(listing):
        raise PermissionDenied
    names = names_at(listing)
    sent = AnswerForm(request.POST, listing=listing, names=names) if request.method == "POST" else None
    page = Paginator(published_with_answers(listing), A_PAGE).get_page(request.GET.get("page"))
    kept = sent and _answered(request, listing, sent)
    if kept:
        return redirect(f"{request.get_full_path()}#answer-{kept.review_id}")
    # Read after anything was tried: what a colleague has answered meanwhile stands here.
    entries = [_entry(row, sent, listing, names) for row in page.object_list]
    wrong = next((entry for entry in entries if entry.get("errors")), None)
    context = {"listing": listing, "page": page, "entries": entries, "wrong": wrong}
    return render(request, "reviews/answers.html", context)


def _answered(request: HttpRequest, listing: Listing, form: AnswerForm) -> ReviewAnswer | None:
    """Store what was sent. None, with a message, where that cannot be."""
    key = request.POST.get("review", "")
    is_key = key.isdecimal() and len(key) < LONGEST_KEY
    review = published_with_answers(listing).filter(pk=key).first() if is_key else None
    if review is None:
        messages.error(request, _("This review is not shown any more, so it cannot be answered."))
        return None
    if not form.is_valid():
        return None
    told = form.cleaned_data
    try:
        kept = answering.answer(review, request.user, told["text"], seen=told["seen"])
    except ValidationError as problem:
        form.add_error("text", problem)
        return None
    messages.success(request, _("Thank you. A moderator reads your answer before anybody sees it."))
    return kept


def _entry(review: Any, sent: AnswerForm | None, listing: Listing, names: list[str]) -> dict[str, Any]:
    """One review, its answer, and the form where it can be answered or the answer changed."""
    answer = getattr(review, "answer", None)
    is_sent = sent is not None and sent.data.get("review") == str(review.pk)
    form = sent if sent is not None and is_sent else AnswerForm(listing=listing, names=names)
    errors = [str(error) for error in form.errors.get("text", [])] if is_sent else []
    is_published = answer is not None and answer.state == ReviewAnswer.State.PUBLISHED
    return {
        "review": review,
        "shown": shown(review, clock.today()),
        "answer": answer,
        "form": form if is_sent or not is_published else None,
        # What somebody typed is never lost, even where it can no longer be sent.
        "problem": " ".join(errors) if is_published else "",
        "open": bool(errors),
        "text": form.data.get("text", "") if is_sent else (answer.text if answer else ""),
        "seen": answer.sent_at.isoformat() if answer else "",
        "errors": errors,
        "marked": [(piece, KINDS_OF_DETAIL.get(kind, "")) for piece, kind in form.marked] if is_sent else [],
    }


def _month(month: counts.Month) -> dict[str, Any]:
    """One month in words."""
    return {
        "first_day": month.first_day,
        "total": month.total,
        "cells": [
            {
                "outcome": Outcome(cell.outcome).label,
                "reason": Reason(cell.reason).label if cell.reason else "",
                "count": cell.count,
            }
            for cell in month.cells
        ],
    }
