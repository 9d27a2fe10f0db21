"""What a match with the exclusion list does, and what it never does."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinicfinder import clock
from clinics.listings import index
from clinics.models import Check, ExclusionMatch, ImportRun
from clinics.registries import exclusion_subjects, exclusions
from tests import factories as make
from tests.registries.lists import business, excluded, stranger, write_list

pytestmark = pytest.mark.django_db
NPI, OTHER_NPI = make.well_formed_npi(7, "2"), make.well_formed_npi(8, "2")
TEXAN_WAIVER = {"WAIVERDATE": "20240320", "WVRSTATE": "TX"}


@pytest.fixture
def read(tmp_path):
    """Import a list of these rows; each list is another file."""
    number = iter(range(100))

    def read_list(*rows):
        out = StringIO()
        call_command("import_leie", write_list(tmp_path / f"list{next(number)}.csv", rows), stdout=out)
        return out.getvalue().splitlines()

    return read_list


@pytest.fixture
def user(db):
    return make.UserFactory(is_staff=True)


def edith(**more):
    return make.ProviderFactory(
        **({"first_name": "Edith", "last_name": "Marrowby", "state": make.StateFactory()} | more)
    )


def outcomes(subject):
    return [check.outcome for check in subject.checks.order_by("pk")]


def is_withheld(subject):
    subject.refresh_from_db()
    return subject.withheld


def settle(decision, reason="", user=None):
    exclusions.decide(ExclusionMatch.objects.get(), decision, reason, user, clock.now())


def test_an_npi_match_takes_a_practitioner_and_their_clinic_out_of_the_results_at_once(read, client):
    make.StateFactory()
    clinic, other = make.ClinicFactory(name="Birch"), make.ClinicFactory(name="Alder")
    provider = edith(npi=NPI)
    make.AffiliationFactory(listing=clinic, provider=provider)
    index.rebuild()
    assert client.get("/search/", {"state": "TX"}).context["found"].total == 2
    assert "Matches by NPI: 1. Possible matches for a curator: 0. No longer excluded: 0." in read(
        excluded(npi=NPI)
    )
    assert is_withheld(provider)
    assert is_withheld(clinic)
    assert not is_withheld(other)
    page = client.get("/search/", {"state": "TX"})
    assert [card.name for card in page.context["results"]] == ["Alder"]
    assert not index.SearchEntry.objects.filter(provider=provider).exists()
    assert list(index.disagreements()) == []


def test_a_failed_check_says_when_and_under_what_and_from_which_file(read):
    provider = edith(npi=NPI)
    read(excluded(npi=NPI))
    check = provider.checks.get()
    today = clock.today().isoformat()
    assert (check.outcome, check.said) == ("failed", "Excluded since 2023-07-20 (type 1128b4)")
    assert (check.source_name, check.source_url) == (exclusions.SOURCE_NAME, exclusions.SOURCE_URL)
    assert check.reference == f"list0.csv, read {today}"
    match = ExclusionMatch.objects.get()
    assert (match.by_npi, match.decision, match.provider) == (True, "open", provider)


def test_an_npi_match_of_a_listing_fails_it(read):
    clinic = make.ClinicFactory(npi=NPI)
    read(business(npi=NPI))
    assert outcomes(clinic) == ["failed"]
    assert is_withheld(clinic)


def test_two_exclusions_of_one_npi_are_one_failed_check_and_refusing_one_leaves_the_other(read, user):
    provider = edith(npi=NPI)
    read(excluded(npi=NPI), excluded(npi=NPI, EXCLDATE="20240720"))
    assert outcomes(provider) == ["failed"]
    first, second = ExclusionMatch.objects.all()
    exclusions.decide(first, "refused", "A typing error.", user, clock.now())
    assert is_withheld(provider)
    exclusions.decide(second, "refused", "A typing error.", user, clock.now())
    assert not is_withheld(provider)


@pytest.mark.parametrize("status", ["draft", "suspended", "closed"])
def test_what_is_not_published_is_compared_too(read, status):
    provider = edith(npi=NPI, status=status)
    read(excluded(npi=NPI))
    assert outcomes(provider) == ["failed"]


def test_fictional_listings_are_never_compared(read):
    demo, clinic = edith(is_demo=True, npi=NPI), make.ClinicFactory(is_demo=True, npi=NPI)
    read(excluded(npi=NPI))
    assert not ExclusionMatch.objects.exists()
    assert outcomes(demo) == outcomes(clinic) == []


def test_a_name_and_state_are_a_lead_for_a_curator_and_no_more(read):
    provider, clinic = edith(npi=NPI), make.ClinicFactory()
    make.AffiliationFactory(listing=clinic, provider=provider)
    assert "Matches by NPI: 0. Possible matches for a curator: 1. No longer excluded: 0." in read(excluded())
    assert outcomes(provider) == ["possible"]
    assert not is_withheld(provider)
    assert not is_withheld(clinic)
    assert index.SearchEntry.objects.filter(listing=clinic).exists()
    read(excluded(), stranger(5))
    assert outcomes(provider) == ["possible"]


@pytest.mark.parametrize(
    ("ours", "listed"),
    [
        ({}, {"state": "OK"}),
        ({"first_name": "Edna"}, {}),
        ({"npi": OTHER_NPI}, {"npi": NPI}),
        ({"state": None}, {}),
    ],
)
def test_another_state_name_or_npi_is_somebody_else(read, ours, listed):
    make.StateFactory()
    provider = edith(**ours)
    read(excluded(**listed))
    assert outcomes(provider) == ["passed"]
    assert not ExclusionMatch.objects.exists()


def test_a_name_leads_by_the_state_of_a_license_or_of_a_clinic_too(read):
    oklahoma = make.StateFactory(usps="OK")
    licensed, employed = edith(state=None), edith(state=None, slug="edith-2")
    make.LicenseFactory(provider=licensed, state=oklahoma)
    make.AffiliationFactory(provider=employed, listing=make.ClinicFactory(state=oklahoma))
    read(excluded(state="OK"))
    assert outcomes(licensed) == outcomes(employed) == ["possible"]


@pytest.mark.parametrize(
    ("ours", "listed", "expected"),
    [
        ("Marrowby-Lane", "MARROWBY", "possible"),
        ("Marrowby-Lane", "LANE", "possible"),
        ("Lane", "MARROWBY-LANE", "possible"),
        ("Marrowby Lane", "MARROWBY-LANE", "possible"),
        ("Marrowby-Lane", "MARROWBY-DELL", "passed"),
    ],
)
def test_a_hyphenated_surname_leads_by_either_half(read, ours, listed, expected):
    provider = edith(last_name=ours)
    read(excluded(listed))
    assert outcomes(provider) == [expected]


def test_businesses_lead_by_their_cut_name_and_people_never_lead_to_businesses(read):
    legal = make.ClinicFactory(name="Calm", organisation="Dim Lantern Wellness Center of Austin LLC")
    service = make.TelemedicineServiceFactory(name="Marrowby", states=["TX"])
    read(business("DIM LANTERN WELLNESS CENTER OF"), excluded())
    assert outcomes(legal) == ["possible"]
    assert outcomes(service) == ["passed"]


def test_everybody_else_passes_once_for_each_reading(read):
    clinic = make.ClinicFactory(npi=OTHER_NPI)
    read()
    read()
    assert outcomes(clinic) == ["passed"]
    read(stranger(5))
    assert [check.reference for check in clinic.checks.order_by("pk")] == [
        f"{run.file_name}, read {clock.today()}" for run in ImportRun.objects.order_by("pk")
    ]


def test_who_is_no_longer_in_the_list_is_reinstated(read, client):
    provider = edith(npi=NPI)
    read(excluded(npi=NPI), stranger(5))
    assert "Matches by NPI: 0. Possible matches for a curator: 0. No longer excluded: 1." in read(stranger(5))
    assert outcomes(provider) == ["failed", "passed"]
    assert provider.checks.first().said == "No longer on the list"
    assert not ExclusionMatch.objects.get().in_list
    assert not is_withheld(provider)
    read(excluded(npi=NPI), stranger(5))
    assert outcomes(provider) == ["failed", "passed", "failed"]
    assert is_withheld(provider)


def test_nobody_is_reinstated_because_their_row_could_not_be_read(read):
    provider = edith(npi=NPI)
    read(excluded(npi=NPI), stranger(5))
    read(excluded(npi=NPI, EXCLDATE="2023"), stranger(5))
    assert is_withheld(provider)
    assert ExclusionMatch.objects.get().in_list


def test_a_failed_check_is_not_said_again_each_month(read):
    provider = edith(npi=NPI)
    read(excluded(npi=NPI))
    read(excluded(npi=NPI), stranger(5))
    assert outcomes(provider) == ["failed"]


def test_a_waiver_for_the_only_state_waits_for_a_curator_and_elsewhere_it_fails(read):
    here, there = edith(npi=NPI), edith(npi=OTHER_NPI, slug="edith-2", state=make.StateFactory(usps="OK"))
    read(excluded(npi=NPI, **TEXAN_WAIVER), excluded(npi=OTHER_NPI, **TEXAN_WAIVER))
    assert (outcomes(here), outcomes(there)) == (["possible"], ["failed"])
    assert not is_withheld(here)


def test_a_waiver_lifts_even_what_a_curator_confirmed(read, user):
    provider = edith(npi=NPI)
    read(excluded(npi=NPI))
    settle("confirmed", user=user)
    assert is_withheld(provider)
    read(excluded(npi=NPI, **TEXAN_WAIVER))
    assert not is_withheld(provider)
    assert provider.checks.first().said == "Excluded, with a waiver for TX since 2024-03-20"
    assert ExclusionMatch.objects.get().decision == "confirmed"


def test_a_curator_confirms_and_it_stays_so_until_the_list_says_otherwise(read, user):
    provider = edith()
    read(excluded(), stranger(5))
    settle("confirmed", user=user)
    check = provider.checks.first()
    assert (check.outcome, check.looked_by) == ("failed", user)
    assert is_withheld(provider)
    read(excluded(), stranger(6))
    assert outcomes(provider) == ["possible", "failed"]
    read(stranger(5))
    assert not is_withheld(provider)


def test_a_curators_refusal_survives_every_later_import(read, user):
    provider = edith()
    read(excluded())
    settle("refused", "Born in 1984, an ocean away.", user)
    check = provider.checks.first()
    assert (check.outcome, check.looked_by) == ("passed", user)
    assert check.note == "Born in 1984, an ocean away."
    read(excluded(), stranger(5))
    read(stranger(5))
    read(excluded(), stranger(6))
    assert outcomes(provider) == ["possible", *["passed"] * 4]
    match = ExclusionMatch.objects.get()
    assert (match.decision, match.reason, match.in_list) == ("refused", "Born in 1984, an ocean away.", True)


def test_a_refused_npi_match_fails_nobody_again(read, user):
    provider = edith(npi=NPI)
    read(excluded(npi=NPI))
    settle("refused", "The NPI here was mistyped.", user)
    assert not is_withheld(provider)
    read(excluded(npi=NPI), stranger(5))
    assert not is_withheld(provider)


def test_a_refusal_gives_its_reason(read, user):
    provider = edith()
    read(excluded())
    with pytest.raises(ValidationError, match="Say why"):
        settle("refused", " ", user)
    with pytest.raises(ValidationError):
        settle("open", "", user)
    assert outcomes(provider) == ["possible"]
    assert ExclusionMatch.objects.get().decision == "open"


def test_a_failure_recorded_by_hand_for_another_reason_is_left_alone(read, user):
    provider = edith()
    check = {"kind": "exclusion", "outcome": "failed", "looked_by": user, "looked_at": clock.now()}
    exclusions.record([Check(provider=provider, source_name="A state's Medicaid list", **check)])
    read()
    assert outcomes(provider) == ["failed"]
    assert is_withheld(provider)


def test_an_import_that_fails_in_the_middle_leaves_no_match_and_no_check(read, monkeypatch):
    provider = edith(npi=NPI)

    def fail(checks):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(exclusions, "record", fail)
    with pytest.raises(RuntimeError):
        read(excluded(npi=NPI))
    assert outcomes(provider) == []
    assert not ExclusionMatch.objects.exists()
    assert not ImportRun.objects.exists()


def test_matching_costs_the_same_queries_whoever_is_here(read):
    read(excluded(npi=NPI), business(), excluded("DELL-LANE"))

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = exclusion_subjects.hits(exclusion_subjects.gather("a file"))
        return len(captured), len(found)

    for number in range(5):
        edith(slug=f"edith-{number}")
    few = queries()
    for number in range(5, 200):
        edith(slug=f"edith-{number}", last_name="Lane")
        make.ClinicFactory(name="Dim Lantern Care", slug=f"lantern-{number}")
    many = queries()
    assert few[0] == many[0] <= 12
    assert many[1] > few[1]


MOVED = {"ADDRESS": "1 OTHER ST", "CITY": "DALLAS", "ZIP": "75201"}


def test_an_address_that_oig_corrects_lifts_no_exclusion(read, user):
    provider = edith()
    read(excluded())
    settle("confirmed", user=user)
    read(excluded(**MOVED))
    assert is_withheld(provider)
    assert ExclusionMatch.objects.get().decision == "confirmed"


def test_nor_does_it_reopen_what_a_curator_refused(read, user):
    provider = edith(npi=NPI)
    read(excluded(npi=NPI))
    settle("refused", "Born in 1984.", user)
    read(excluded(npi=NPI, **MOVED))
    assert not is_withheld(provider)
    assert ExclusionMatch.objects.get().decision == "refused"


def test_a_failure_is_not_lifted_while_another_match_waits(read, user):
    provider = edith()
    read(excluded())
    settle("confirmed", user=user)
    read(excluded(EXCLDATE="20240101"))
    assert is_withheld(provider)
