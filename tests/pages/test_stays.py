"""What a page says of somebody who asked to be changed or taken down, and was refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.desk.merging import merge
from clinics.models import Request
from tests import factories as make

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 3, 3, tzinfo=UTC)
MADE = {"clinic": make.ClinicFactory, "telehealth": make.TelemedicineServiceFactory}
ASKED = "Somebody asked us to change or take down what stands here."


@pytest.fixture(params=["clinic", "telehealth", "provider"])
def subject(request):
    return MADE.get(request.param, make.ProviderFactory)()


def answered(subject, days=0, state="refused", **columns):
    """A request about them that was settled so many days later."""
    column = "provider" if subject._meta.model_name == "provider" else "listing"
    why = {
        "stays_because": f"Reason of day {days}.",
        "record_name": "NPPES, NPI 1234567893",
        "record_url": "https://npiregistry.cms.hhs.gov/provider-view/1234567893",
    }
    told = {
        "kind": "take-down",
        "name": "Ada Marrowby",
        "email": "ada@marrowby.example",
        "text": "I am Ada and want this gone.",
        "state": state,
        "answer": "Dear Ada, it stands in the registry.",
        "handled_at": AT + timedelta(days=days),
        "handled_by": make.UserFactory(),
    }
    return Request.objects.create(**{column: subject}, **told | (why if state == "refused" else {}) | columns)


def test_what_stays_says_why_from_which_record_and_since_when(show, subject):
    answered(subject)
    reading = show(subject)
    assert f"{ASKED} It stays as it is. This is why: Reason of day 0." in reading.text
    # In Texas it was the evening before.
    day = "2 Oct 2026" if subject._meta.model_name == "clinic" else "3 Oct 2026"
    assert f"Public record: NPPES, NPI 1234567893. Answered on {day}." in reading.text
    [link] = [a for a in reading.attributes("a") if a.get("href", "").endswith("/provider-view/1234567893")]
    assert link["rel"] == "noopener noreferrer nofollow"


def test_it_never_says_who_asked_or_answered_or_in_which_words(client, subject):
    asked = answered(subject)
    page = client.get(subject.get_absolute_url()).content.decode()
    for secret in ("Marrowby", "marrowby.example", "want this gone", "Dear Ada", asked.handled_by.username):
        assert secret not in page


def test_only_the_newest_answer_is_shown(show, subject):
    answered(subject, 2)
    answered(subject, 1)
    text = show(subject).text
    assert "Reason of day 2." in text
    assert "Reason of day 1." not in text


def test_what_was_done_later_ends_it_and_a_later_refusal_begins_it_again(show, subject):
    answered(subject, 0)
    answered(subject, 1, state="done")
    assert ASKED not in show(subject).text
    answered(subject, 2)
    assert "Reason of day 2." in show(subject).text


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "open", "handled_at": None, "handled_by": None},
        # To add it is not to change it.
        {"state": "done", "kind": "add"},
        {"state": "refused", "kind": "add", "stays_because": "", "record_name": "", "record_url": ""},
    ],
)
def test_a_request_that_changed_nothing_here_hides_nothing(show, columns):
    clinic = make.ClinicFactory()
    assert ASKED not in show(clinic).text
    answered(clinic, 1, **columns)
    assert ASKED not in show(clinic).text
    answered(clinic, 0)
    assert "Reason of day 0." in show(clinic).text


def test_nobody_elses_answer_is_shown(show):
    clinic, person = make.ClinicFactory(pk=7), make.ProviderFactory(pk=7)
    answered(make.ClinicFactory())
    answered(person)
    assert ASKED not in show(clinic).text


def test_after_a_merge_it_stands_on_the_page_that_stays(show):
    keep, gone = make.ClinicFactory(), make.ClinicFactory()
    answered(gone)
    kept = merge(keep, gone, "The same door.", make.UserFactory(), AT)
    assert "Reason of day 0." in show(kept).text


def test_it_costs_one_query_where_there_is_an_answer_and_none_where_there_is_not(client, subject):
    counts = []
    for days in range(4):
        with CaptureQueriesContext(connection) as queries:
            client.get(subject.get_absolute_url())
        counts.append(len(queries))
        answered(subject, days)
    assert counts == [counts[0], *[counts[0] + 1] * 3]
