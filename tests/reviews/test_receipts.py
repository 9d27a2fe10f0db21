"""Evidence of a visit: seen by a moderator alone, and deleted as soon as it is not needed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from clinicfinder import clock
from clinics.models import Review, VisitReceipt
from clinics.reviews.publishing import take_back
from clinics.reviews.receipts import attach, forget_receipts, withdraw
from tests import factories as make

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a receipt"


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    """Private files lie in a folder of this test."""
    stored = settings.STORAGES["private"]
    options = stored.get("OPTIONS", {}) | {"location": tmp_path}
    settings.STORAGES = settings.STORAGES | {"private": stored | {"OPTIONS": options}}
    field = VisitReceipt._meta.get_field("attachment")
    before, field.storage = field.storage, storages["private"]
    yield tmp_path
    field.storage = before


def file(content=PDF, name="jane-smith-receipt.pdf"):
    return SimpleUploadedFile(name, content)


def files(private):
    return sorted(path.name for path in private.rglob("*") if path.is_file())


def test_a_file_is_stored_under_a_name_that_tells_nothing(private):
    attach(make.ReviewFactory(), file())
    (name,) = files(private)
    assert name.endswith(".pdf")
    assert "jane" not in name
    assert VisitReceipt.objects.get().attachment.read() == PDF


def test_another_file_takes_the_place_of_the_first(private, django_capture_on_commit_callbacks):
    review = make.ReviewFactory()
    attach(review, file())
    first = files(private)
    with django_capture_on_commit_callbacks(execute=True):
        attach(review, file(b"\x89PNG\r\n\x1a\n more", "x.png"))
    assert VisitReceipt.objects.count() == 1
    assert len(files(private)) == 1
    assert files(private) != first


def test_a_withdrawn_file_is_deleted(private, django_capture_on_commit_callbacks):
    review = make.ReviewFactory()
    attach(review, file())
    with django_capture_on_commit_callbacks(execute=True):
        assert withdraw(review) is True
    assert (VisitReceipt.objects.count(), files(private)) == (0, [])
    assert withdraw(review) is False


@pytest.mark.parametrize(
    "columns",
    [{"state": "removed", "reason": "ad"}, {"visit_seen_on": "2026-11-01"}],
    ids=["removed", "seen"],
)
def test_evidence_that_changes_nothing_is_not_taken(private, columns):
    review = make.ReviewFactory(**columns)
    with pytest.raises(ValidationError):
        attach(review, file())
    assert (VisitReceipt.objects.count(), files(private)) == (0, [])


def test_a_file_whose_row_cannot_be_stored_does_not_stay(private, monkeypatch):
    def fail(*_args, **_kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(VisitReceipt, "_do_insert", fail)
    with pytest.raises(DatabaseError):
        attach(make.ReviewFactory(), file())
    assert files(private) == []


def test_evidence_sent_in_another_tab_goes_with_the_review(private, django_capture_on_commit_callbacks):
    attach(make.ReviewFactory(), file())
    review = Review.objects.select_related("receipt").get()
    with django_capture_on_commit_callbacks(execute=True):
        attach(review, file(b"\x89PNG\r\n\x1a\n more", "x.png"))
        take_back(review)
    assert (VisitReceipt.objects.count(), files(private)) == (0, [])


def test_evidence_is_deleted_after_thirty_days(private, django_capture_on_commit_callbacks):
    old, new = make.ReviewFactory(), make.ReviewFactory()
    now = clock.now()
    for review, days in ((old, 31), (new, 29)):
        attach(review, file())
        VisitReceipt.objects.filter(review=review).update(sent_at=now - timedelta(days=days))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_receipts(now) == 1
    assert VisitReceipt.objects.get().review == new
    assert len(files(private)) == 1
