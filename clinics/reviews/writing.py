"""How a review gets from its author to us: what may be sent, by whom, and what is said otherwise."""

from enum import Enum
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinicfinder.limits import may_write
from clinics.listings.models import Listing
from clinics.reviews import publishing
from clinics.reviews.forms import ReviewForm, version_of
from clinics.reviews.models import Review
from clinics.reviews.personal import pieces
from clinics.reviews.queries import keepers_of
from clinics.reviews.traces import remember

MARKED = {
    "phone": gettext_lazy("may be a phone number"),
    "email": gettext_lazy("may be an e-mail address"),
    "web": gettext_lazy("may be a web address or an account"),
    "name": gettext_lazy("may be somebody’s name"),
    "number": gettext_lazy("may be a number or date that stands for a person"),
}


class Sent(Enum):
    """What came of an attempt."""

    YES = "yes"
    UNCHANGED = "unchanged"
    NO = "no"
    TOO_OFTEN = "too often"
    KEEPER = "keeper"


def review_by(user: Any, listing: Listing) -> Review:
    """What this account wrote of the listing, or a new review."""
    if not user.is_authenticated:
        return Review(listing=listing)
    stored = Review.objects.of_author(user).of_listings([listing.pk]).with_all().first()
    return stored or Review(listing=listing, author=user)


def is_keeper(user: Any, listing: Listing) -> bool:
    """Whether this account takes care of the listing, and so cannot review it."""
    return user.is_authenticated and user.pk in keepers_of(listing)


def is_confirmed(user: Any) -> bool:
    """Whether the account has an e-mail address that is known to be its own."""
    return EmailAddress.objects.filter(user=user.pk, verified=True).exists()


def send(form: ReviewForm, request: HttpRequest) -> Sent:
    """Store what was written, if nothing speaks against it; what does is told beside the form."""
    if not form.is_valid():
        return Sent.NO
    if not is_confirmed(form.user):
        form.add_error(None, _("Nothing is sent yet: confirm your e-mail address first."))
        return Sent.NO
    if form.review.pk and not form.says_something_new:
        return _unchanged(form)
    if form.is_outdated:
        return _outdated(form)
    if not may_write(request, "review"):
        return Sent.TOO_OFTEN
    return _store(form, request)


def _unchanged(form: ReviewForm) -> Sent:
    """Pressed twice: the first counts. What was returned has to change before it is looked at again."""
    if form.review.state != Review.State.RETURNED:
        return Sent.YES if form.review.state == Review.State.PENDING else Sent.UNCHANGED
    form.add_error(None, _("Nothing has changed yet. Change what the moderator named, or appeal."))
    return Sent.NO


def _outdated(form: ReviewForm) -> Sent:
    form.add_error(
        None,
        _("You have sent this review elsewhere since you opened this page. If you send it again, what stands "
          "below takes the place of what you sent there."),
    )  # fmt: skip
    sent: Any = form.data
    form.data = sent.copy()
    form.data["version"] = version_of(form.review)  # type: ignore[index]
    return Sent.NO


def _store(form: ReviewForm, request: HttpRequest) -> Sent:
    try:
        with transaction.atomic():
            _take_name(form)
            remember(publishing.send(form.filled()), request)
    except PermissionDenied:
        return Sent.KEEPER
    except ValidationError as error:
        form.add_error(None, error)
    except IntegrityError:
        # Another tab or another account was quicker by a moment. The next try sees what it did.
        form.add_error(None, _("This could not be stored just now. Please send it again."))
    else:
        return Sent.YES
    return Sent.NO


def _take_name(form: ReviewForm) -> None:
    """The first review gives an account its name."""
    name = form.cleaned_data.get("pseudonym")
    if name:
        form.user.pseudonym = name
        form.user.save(update_fields=["pseudonym"])


def marks_of(form: ReviewForm) -> list[dict[str, Any]]:
    """What was written, cut at what may be personal, for a page to mark."""
    return [
        {
            "label": form[name].label,
            "pieces": pieces(form.cleaned_data[name], found),
            "details": [
                (form.cleaned_data[name][detail.start : detail.end], MARKED[detail.kind]) for detail in found
            ],
        }
        for name, found in form.found.items()
    ]
