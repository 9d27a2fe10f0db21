"""Pages on which people write, and see what became of what they wrote."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from clinicfinder.limits import HOUR, may_write
from clinics.listings.models import Listing
from clinics.reviews import publishing, receipts, writing
from clinics.reviews.forms import AppealForm, ReceiptForm, ReviewForm
from clinics.reviews.keeping import drop, keep, kept
from clinics.reviews.mine import edit_path, may_appeal, mine
from clinics.reviews.models import Review

TOO_MANY = 429
SENT = "review-sent"
SAID = {
    writing.Sent.YES: gettext_lazy(
        "Thank you. We have your review. A moderator reads it before others see it."
    ),
    writing.Sent.UNCHANGED: gettext_lazy("You changed nothing, so your review stays as it is."),
}
State = Review.State


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Write a review, or edit one's own. Whatever goes wrong, nothing typed is lost."""
    listing = get_object_or_404(Listing.objects.published().at_address(kind, slug))
    path = reverse(f"review-new-{kind}", args=[listing.slug])
    # What is sent to an old address is taken as it is: a redirect would lose the words.
    if listing.slug != slug and request.method != "POST":
        return redirect(path, permanent=True)
    if listing.is_demo:
        return render(request, "reviews/write_fictional.html", {"listing": listing})
    if writing.is_keeper(request.user, listing):
        return _keeper(request, listing)
    review = writing.review_by(request.user, listing)
    if request.method != "POST":
        return _begin(request, review, path)
    if not request.user.is_authenticated:
        return _sign_in_first(request, review, path)
    return _send(request, ReviewForm(request.POST, review=review, user=request.user), path)


def _begin(request: HttpRequest, review: Review, path: str) -> HttpResponse:
    if review.state == State.REMOVED:
        messages.info(request, _("This review was removed. It cannot be edited, but you can appeal."))
        return redirect("my-reviews")
    words = kept(request, _subject(review))
    form = ReviewForm(review=review, user=_user(request), initial=words and _as_initial(words))
    return _form(request, form, path, is_kept=words is not None)


def _send(request: HttpRequest, form: ReviewForm, path: str) -> HttpResponse:
    came = writing.send(form, request)
    if came == writing.Sent.KEEPER:
        return _keeper(request, form.review.listing)
    if came not in SAID:
        return _form(request, form, path, too_many=came == writing.Sent.TOO_OFTEN)
    drop(request, _subject(form.review))
    request.session[SENT] = path
    messages.success(request, SAID[came])
    return redirect("my-reviews")


def _form(
    request: HttpRequest, form: ReviewForm, path: str, *, is_kept: bool = False, too_many: bool = False
) -> HttpResponse:
    signed_in = request.user.is_authenticated
    context = {
        "form": form,
        "listing": form.review.listing,
        "review": form.review,
        "path": path,
        "owner": salted_hmac("review-draft", str(request.user.pk)).hexdigest()[:16] if signed_in else "",
        "is_filled": form.is_bound or is_kept or form.review.pk is not None,
        "is_kept": is_kept,
        "is_confirmed": not signed_in or writing.is_confirmed(request.user),
        "marks": writing.marks_of(form) if form.is_bound else [],
        "sign_in": f"{reverse('account_login')}?next={path}",
        "sign_up": f"{reverse('account_signup')}?next={path}",
        "too_many": too_many,
    }
    return _limited(render(request, "reviews/write.html", context), too_many)


def _sign_in_first(request: HttpRequest, review: Review, path: str) -> HttpResponse:
    """Keep what was written, and lead back to it by way of signing in."""
    if not may_write(request, "kept-review"):
        return _form(request, ReviewForm(request.POST, review=review), path, too_many=True)
    keep(request, _subject(review), ReviewForm.base_fields)
    messages.info(
        request,
        _(
            "Nothing is sent yet. We keep what you wrote for some hours, until you send it or close the "
            "browser. Sign in or create an account, and it is there again."
        ),
    )
    return redirect_to_login(path)


def _keeper(request: HttpRequest, listing: Listing) -> HttpResponse:
    context = {
        "listing": listing,
        "answers_url": reverse(f"review-answers-{listing.kind}", args=[listing.slug]),
    }
    return render(request, "reviews/write_keeper.html", context, status=403)


@never_cache
@login_required
@require_safe
def my_reviews(request: HttpRequest) -> HttpResponse:
    """All that one wrote, and what became of it."""
    context = {"reviews": mine(request.user), "sent": request.session.pop(SENT, "")}
    return render(request, "reviews/mine.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one's own review, after a question."""
    review = _own(request, pk)
    if request.method != "POST":
        return render(request, "reviews/mine_take_back.html", {"review": review})
    request.session[SENT] = edit_path(review)
    publishing.take_back(review)
    messages.success(request, _("Your review is deleted."))
    return redirect("my-reviews")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that another moderator looks again."""
    subject = f"appeal-{pk}"
    if not request.user.is_authenticated:
        return _appeal_signed_out(request, subject)
    review = _own(request, pk)
    words = kept(request, subject)
    form = AppealForm(request.POST or None, initial=words and _as_initial(words))

    def act() -> None:
        publishing.appeal(review, form.cleaned_data["words"])
        drop(request, subject)
        messages.success(request, _("We have your appeal. Another moderator looks at it."))

    if request.method != "POST" and not may_appeal(review):
        messages.info(request, _("There is nothing to appeal, or you have appealed already."))
        return redirect("my-reviews")
    return _take(request, form, "appeal", review, act)


def _appeal_signed_out(request: HttpRequest, subject: str) -> HttpResponse:
    """Signed out meanwhile: the words are kept until they are back."""
    if request.method == "POST":
        if not may_write(request, "kept-review"):
            context = {"form": AppealForm(request.POST), "too_many": True}
            return _limited(render(request, "reviews/mine_appeal.html", context), too_many=True)
        keep(request, subject, AppealForm.base_fields)
    return redirect_to_login(request.path)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Show evidence of a visit to a moderator, or take it back."""
    review = _own(request, pk)
    if request.method == "POST" and "withdraw" in request.POST:
        if receipts.withdraw(review):
            messages.success(request, _("The file is deleted."))
        return redirect("my-reviews")
    if request.method != "POST" and not receipts.takes_receipt(review):
        messages.info(request, _("There is no need to show evidence of this visit."))
        return redirect("my-reviews")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReceiptForm(*sent)

    def act() -> None:
        receipts.attach(review, form.cleaned_data["attachment"])
        messages.success(request, _("We have your file. A moderator looks at it, and then it is deleted."))

    return _take(request, form, "receipt", review, act)


def _take(
    request: HttpRequest, form: Form, purpose: str, review: Review, act: Callable[[], None]
) -> HttpResponse:
    """Show a form, or do what it asks; what speaks against it is told beside it."""
    too_many = False
    if form.is_bound and form.is_valid():
        too_many = not may_write(request, f"review-{purpose}")
        if not too_many:
            try:
                act()
                return redirect("my-reviews")
            except ValidationError as error:
                form.add_error(None, error)
            except Review.DoesNotExist:  # Taken back in another tab.
                raise Http404 from None
    context = {"form": form, "review": review, "too_many": too_many}
    return _limited(render(request, f"reviews/mine_{purpose}.html", context), too_many)


def _limited(response: HttpResponse, too_many: bool) -> HttpResponse:
    if too_many:
        response.status_code = TOO_MANY
        response["Retry-After"] = str(HOUR)
    return response


def _own(request: HttpRequest, pk: int) -> Review:
    """A review of whoever is signed in; anybody else's is not found."""
    return get_object_or_404(Review.objects.of_author(request.user).with_all(), pk=pk)


def _subject(review: Review) -> str:
    """Under which name words about this listing are kept."""
    return f"review-{review.listing_id}"


def _user(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _as_initial(words: Any) -> dict[str, Any]:
    """What was sent, as a form shows it: side effects are many, all else is one."""
    told = {name: words.get(name) for name in words if name != "version"}
    return told | {"side_effects": words.getlist("side_effects")}
