"""The pages on which moderators decide on a review, its appeal, its evidence, and a clinic's answer."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinicfinder import clock
from clinics.reviews import forms_moderation as acts
from clinics.reviews import publishing
from clinics.reviews.choices import Reason
from clinics.reviews.forms_moderation import ANSWER_REASONS, DecideAnswerForm, DecideForm
from clinics.reviews.letters import tell_answerer, tell_author
from clinics.reviews.models import Review, ReviewAnswer, ReviewDecision, ReviewFlag
from clinics.reviews.personal import find, pieces
from clinics.reviews.queries import keepers_of
from clinics.reviews.queries_signals import names_at, readable_by_moderators
from clinics.reviews.reading_words import shown
from clinics.reviews.signals import KINDS_OF_DETAIL, signals_of
from clinics.reviews.wordings import earlier_wordings
from clinics.reviews.workload import BY_KEY
from clinics.vetting.attachments import format_of

Outcome, State = ReviewDecision.Outcome, Review.State
# Where the curators' desk keeps the place in a queue: its key, the place, the page of the item.
QUEUE_PLACE = "desk"
GONE = gettext_lazy("This review is no longer there: its author has taken it back.")


class Obstacle(NamedTuple):
    """Why a moderator may not decide, and whether they may read what other moderators read."""

    words: str
    hides: bool


def decide(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """One review with all that helps to decide on it, and the buttons."""
    need(request, "review")
    review = readable_by_moderators().filter(pk=pk).first()
    if review is None:
        return _gone(request)
    keepers = keepers_of(review.listing)
    obstacle = _obstacle(review, request.user, keepers)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _decided(request, review, form):
        return _onward(request, "review-decide", pk)
    if form.is_bound:
        # What was read is read again; a refused form would else be sent with what was read before.
        review = readable_by_moderators().filter(pk=pk).first()
        if review is None:
            return _gone(request)
        obstacle = _obstacle(review, request.user, keepers)
    context = _readable(review, request.user, obstacle)
    is_reported = any(flag.state == ReviewFlag.State.OPEN for flag in context["flags"])
    context |= {
        "title": _("Decide on a review"),
        "form": form,
        "obstacle": obstacle,
        "reasons": _numbered(),
        "is_appealed": publishing.is_appealed(review),
        "has_open_flags": is_reported,
        "author_keeps": publishing.is_own(review, keepers),
        "waits": review.state == State.PENDING or publishing.is_appealed(review) or is_reported,
        "may_act": obstacle is None and request.user.has_perm("clinics.change_review"),
    }
    return page(model_admin, request, "decide.html", context)


def receipt(model_admin: Any, request: HttpRequest, pk: int) -> FileResponse:
    """The evidence of a visit, as a download that no cache keeps."""
    review = get_object_or_404(readable_by_moderators(), pk=pk)
    if not request.user.has_perm("clinics.view_visitreceipt"):
        raise PermissionDenied
    obstacle = _obstacle(review, request.user, keepers_of(review.listing))
    if obstacle and obstacle.hides:
        raise PermissionDenied
    try:
        file = review.receipt.attachment.open()
    except (Review.receipt.RelatedObjectDoesNotExist, FileNotFoundError) as nothing:
        raise Http404 from nothing
    _ending, content_type = format_of(file) or (".bin", "application/octet-stream")
    response = FileResponse(file, as_attachment=True, content_type=content_type)
    response["Cache-Control"] = "no-store"
    return response


def decide_answer(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """What a clinic answers, below the review that it answers."""
    need(request, "reviewanswer")
    found = ReviewAnswer.objects.filter(pk=pk).select_related(
        "review__listing", "review__author", "review__condition", "review__treatment", "author", "decided_by"
    )
    answer = found.first()
    if answer is None:
        return _gone(request)
    form = DecideAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _answer_decided(request, answer, form):
        return _onward(request, "review-answer-decide", pk)
    answer = found.first() if form.is_bound else answer
    if answer is None:
        return _gone(request)
    review = answer.review
    text_found = find(answer.text, names_at(review.listing), [review.listing.name])
    own = request.user.pk in {answer.author_id, review.author_id, *keepers_of(review.listing)}
    context = {
        "title": _("Decide on an answer"),
        "answer": answer,
        "marked": _marked(answer.text, text_found),
        "shown": shown(review, clock.today()),
        "review": review,
        "review_pieces": [(review.text, "")],
        "form": form,
        "reasons": list(enumerate(ANSWER_REASONS.items(), start=1)),
        "own": own,
        "waits": answer.state == ReviewAnswer.State.PENDING,
        "may_act": not own and request.user.has_perm("clinics.change_reviewanswer"),
    }
    return page(model_admin, request, "decide_answer.html", context)


def _readable(review: Review, user: Any, obstacle: Obstacle | None) -> dict[str, Any]:
    """What stands on the page besides the buttons."""
    found = find(review.text, names_at(review.listing), [review.listing.name])
    hidden = obstacle is not None and obstacle.hides
    today = clock.today()
    return {
        "review": review,
        "shown": shown(review, today),
        "marked": _marked(review.text, found),
        "signals": [] if hidden else signals_of(review, found, clock.now()),
        "wordings": [] if hidden else earlier_wordings(review, today),
        "flags": [] if hidden else list(review.flags.all()),
        "decisions": [] if hidden else list(review.decisions.select_related("by")),
        "receipt": None if hidden else getattr(review, "receipt", None),
        "may_see_receipt": user.has_perm("clinics.view_visitreceipt"),
    }


def _decided(request: HttpRequest, review: Review, form: DecideForm) -> bool:
    """Do what the button says, and tell its author. False, with a message, where that cannot be."""
    try:
        outcome, stored = _done(review, request.user, form)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return False
    except Review.DoesNotExist:
        return False
    except PermissionDenied:
        messages.error(request, _("Another moderator must decide on this."))
        return False
    if (outcome, stored.state) != (Outcome.PUBLISHED, review.state):
        tell_author(stored, outcome)
    messages.success(request, outcome.label)
    return True


def _done(review: Review, by: Any, form: DecideForm) -> tuple[ReviewDecision.Outcome, Review]:
    """The step of the state machine that belongs to a button. Raises what that step raises."""
    told, act = form.cleaned_data, form.act
    seen = {"by": by, "seen": told["seen"]}
    if act == acts.SECOND_OPINION:
        return Outcome.SECOND_OPINION, publishing.ask_second_opinion(review, **seen)
    if act == acts.DISMISS:
        return Outcome.FLAG_DISMISSED, publishing.dismiss_flags(review, **seen)
    if act in (acts.GRANT, acts.REFUSE):
        granted = act == acts.GRANT
        stored = publishing.settle_appeal(review, **seen, granted=granted, note=told["note"])
        return Outcome.APPEAL_GRANTED if granted else Outcome.APPEAL_REFUSED, stored
    if act in (acts.VISIT, acts.NO_VISIT):
        if not by.has_perm("clinics.view_visitreceipt"):
            raise PermissionDenied
        visit = act == acts.VISIT
        stored = publishing.settle_receipt(review, **seen, shows_visit=visit)
        return Outcome.VISIT_SEEN if visit else Outcome.VISIT_NOT_SEEN, stored
    outcome = {acts.PUBLISH: Outcome.PUBLISHED, acts.RETURN: Outcome.RETURNED, acts.REMOVE: Outcome.REMOVED}[
        act
    ]
    stored = publishing.decide(review, outcome.value, reason=form.reason, note=told["note"], **seen)
    return outcome, stored


def _answer_decided(request: HttpRequest, answer: ReviewAnswer, form: DecideAnswerForm) -> bool:
    try:
        seen = form.cleaned_data["seen"]
        stored = publishing.decide_answer(answer, request.user, seen=seen, reason=form.reason)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return False
    except ReviewAnswer.DoesNotExist:
        return False
    except PermissionDenied:
        messages.error(request, _("Another moderator must decide on this."))
        return False
    tell_answerer(stored)
    messages.success(request, stored.get_state_display())
    return True


def _obstacle(review: Review, user: Any, keepers: set[int]) -> Obstacle | None:
    """Why this moderator may not decide; the same that `rules.may_moderate` refuses, in words."""
    if user.pk == review.author_id:
        return Obstacle(_("You wrote this review. Another moderator decides on it."), hides=True)
    if user.pk in keepers:
        return Obstacle(_("You take care of this listing, so you cannot decide on its reviews."), hides=True)
    if user.pk == review.second_opinion_by_id:
        return Obstacle(_("You asked for a second opinion. Another moderator gives it."), hides=False)
    if publishing.is_appealed(review) and user.pk == review.decided_by_id:
        return Obstacle(_("You made this decision, so another moderator settles the appeal."), hides=False)
    return None


def _marked(text: str, found: Any) -> list[tuple[str, str]]:
    """The text in pieces, each with the words for what it may tell."""
    return [(piece, str(KINDS_OF_DETAIL[kind]) if kind else "") for piece, kind in pieces(text, found)]


def _numbered() -> list[tuple[str, Any]]:
    """The public list, each reason with the key that belongs to it: 1 to 9, then 0."""
    return [(str(number % 10), reason) for number, reason in enumerate(Reason, start=1)]


def need(request: HttpRequest, model: str) -> None:
    """Reading needs less than deciding."""
    action = "change" if request.method == "POST" else "view"
    if not request.user.has_perm(f"clinics.{action}_{model}"):
        raise PermissionDenied


def _onward(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """To the next item of the queue that led here; back here where this one waits there still."""
    key, cursor, url = request.session.get(QUEUE_PLACE) or ("", "", "")
    here = reverse(f"admin:{name}", args=[pk])
    if url != here or (key in BY_KEY and _waits(key, request.user, cursor)):
        return redirect(here)
    return redirect(f"{reverse('admin:desk-next', args=[key])}?{urlencode({'after': cursor})}")


def _waits(key: str, user: Any, cursor: str) -> bool:
    row = cursor.rpartition(",")[2]
    return row.isdecimal() and BY_KEY[key].waiting_for(user).filter(pk=row).exists()


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, GONE)
    key, cursor, url = request.session.get(QUEUE_PLACE) or ("", "", "")
    if url == request.path:
        return redirect(f"{reverse('admin:desk-next', args=[key])}?{urlencode({'after': cursor})}")
    return redirect("admin:clinics_review_changelist")


def page(model_admin: Any, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    whole = model_admin.admin_site.each_context(request) | {"opts": model_admin.opts}
    response = render(request, f"admin/reviews/{template}", whole | context)
    response["Cache-Control"] = "no-store"
    return response
