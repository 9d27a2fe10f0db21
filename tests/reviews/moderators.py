"""Moderators, and what waits for them."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from clinicfinder import clock
from clinics.models import Claim, ReviewAnswer, ReviewFlag, VisitReceipt
from clinics.reviews import publishing
from tests import factories as make

PDF = b"%PDF-1.7 A receipt of Quiet Harbor, 3 March."


def moderator(name="mona"):
    """Somebody with the role, and nothing besides."""
    user = make.UserFactory(username=name, is_staff=True)
    user.groups.add(Group.objects.get(name="Review moderator"))
    return user


def keeper_of(listing, user=None):
    user = user or make.UserFactory()
    Claim.objects.create(listing=listing, user=user, email="a@example.org", role="Office", state="granted")
    return user


def ago(**time):
    return clock.now() - timedelta(**time)


def appealed(by=None, **columns):
    columns = {"state": "removed", "reason": "ad", "decided_by": by} | columns
    review = make.ReviewFactory(**columns)
    return publishing.appeal(review, "I advertise nothing.")


def answered(review=None, text="Please call our front desk.", **columns):
    columns = {"sent_at": clock.now()} | columns
    return ReviewAnswer.objects.create(review=review or make.ReviewFactory(), text=text, **columns)


def flagged(review=None, kind="other", **columns):
    columns = {"sender": "somebody", "created_at": clock.now()} | columns
    return ReviewFlag.objects.create(review=review or make.ReviewFactory(), kind=kind, **columns)


def evidenced(review=None, content=PDF):
    review = review or make.ReviewFactory()
    return VisitReceipt.objects.create(
        review=review, attachment=ContentFile(content, "mine.pdf"), sent_at=clock.now()
    )


def receipt_of(review):
    """Evidence without a file."""
    return VisitReceipt.objects.create(review=review, attachment="receipts/none.pdf", sent_at=clock.now())


def page(review, end="decide"):
    return f"/admin/clinics/review/{review.pk}/{end}/"


def press(client, review, do, note="", seen=None, follow=True):
    """What a browser sends when this button is pressed."""
    told = {"do": do, "note": note, "seen": (seen or review.sent_at).isoformat()}
    return client.post(page(review), told, follow=follow)


def said(response):
    return [str(message) for message in response.context["messages"]]


def fill_with_reviews(number):
    """One in each queue of the moderators."""
    listing = make.ClinicFactory(name=f"Reviewed {number}", zip_code="99999")
    make.ReviewFactory(listing=listing, state="pending")
    appealed(listing=listing)
    review = make.ReviewFactory(listing=listing)
    answered(review)
    flagged(review)
    receipt_of(review)
    keeper_of(listing, make.ReviewFactory(listing=listing).author)
