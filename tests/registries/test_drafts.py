"""What a record of the registry becomes, before anything is written."""

import pytest

from clinics.places.names import state_code
from clinics.registries.drafts import (
    clinic_draft,
    names_carried,
    primary_taxonomy,
    provider_draft,
    trade_name,
)
from clinics.registries.rules import RejectedError
from tests.registries.extracts import PRACTICE, address, organisation, other_name, person

COUNTRY = PRACTICE[5]
CODE, NUMBER, STATE, PRIMARY = (
    "Healthcare Provider Taxonomy Code_",
    "Provider License Number_",
    "Provider License Number State Code_",
    "Healthcare Provider Primary Taxonomy Switch_",
)


def clinic(record, *names):
    return clinic_draft(record, {}, names, state_code).fields


def test_the_legal_name_stands_beside_the_trade_name():
    found = clinic(
        organisation(name="HOLLOW HOLDINGS LLC"), other_name("2000000002", "QUIET SPRAVATO CENTER")
    )
    assert (found["name"], found["organisation"]) == ("Quiet Spravato Center", "Hollow Holdings LLC")


def test_a_trade_name_equal_to_the_legal_name_stands_once():
    found = clinic(organisation(name="BIRCH LLC"), other_name("2000000002", "Birch LLC"))
    assert (found["name"], found["organisation"]) == ("Birch LLC", "")


@pytest.mark.parametrize("kind", ["1", "2", "4", "5", "6", ""])
def test_only_a_name_to_do_business_under_is_shown(kind):
    assert trade_name([other_name("2000000002", "FORMER NAME", kind)]) == ""


def test_a_name_that_is_withheld_is_never_shown():
    assert trade_name([other_name("2000000002", "<UNAVAIL>"), other_name("2000000002", "<unavail>")]) == ""
    with pytest.raises(RejectedError, match="no name"):
        clinic(organisation(name="<UNAVAIL>"))


def test_of_several_trade_names_the_one_that_tells_of_ketamine_comes_first():
    names = [other_name("2000000002", name) for name in ("ALDER WELLNESS", "ZENITH KETAMINE")]
    assert trade_name(names) == trade_name(names[::-1]) == "Zenith Ketamine"


def test_a_trade_name_of_an_older_main_file_outlives_a_newer_one_that_hides_it():
    inline = {
        "Provider Other Organization Name": "ALDER",
        "Provider Other Organization Name Type Code": "3",
    }
    hidden = organisation() | {"Provider Other Organization Name": "<UNAVAIL>"}
    assert names_carried(hidden, {"record": organisation() | inline}) == [inline]
    assert names_carried(hidden, {"record": hidden, "other_names": [inline]}) == [inline]
    assert names_carried(organisation(), {"record": organisation() | inline}) == []


@pytest.mark.parametrize(
    ("state", "country", "usps"),
    [
        ("tx", "US", "TX"),
        ("TEXAS", "US", "TX"),
        ("PUERTO RICO", "PR", "PR"),
        ("PR", "", "PR"),
        ("DISTRICT OF COLUMBIA", "US", "DC"),
        ("GU", "GU", "GU"),
    ],
)
def test_a_state_may_be_written_out_and_a_territory_may_stand_as_a_country(state, country, usps):
    assert clinic(organisation(**address(state=state) | {COUNTRY: country}))["state_id"] == usps


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (address(state="ONTARIO", code="K1A0B1") | {COUNTRY: "CA"}, r"outside the United States \(CA\)"),
        (address(state="TX", code="78701") | {COUNTRY: "MX"}, r"outside the United States \(MX\)"),
        (address(state="AE", code="09012"), "a military address"),
        (address(state="ap", code="96201"), "a military address"),
        (address(state="ZZ"), "“ZZ” is not a state or territory"),
        (address(state=""), "is not a state or territory"),
        (address(city="  "), "the address has no city"),
        (address(code="7870"), "“7870” is not a ZIP code"),
    ],
)
def test_an_address_that_is_on_no_map_of_ours_is_rejected_with_its_reason(where, reason):
    with pytest.raises(RejectedError, match=reason):
        clinic(organisation(**where))


def test_the_practice_address_counts_and_not_the_mailing_address():
    mailing = {"Provider Business Mailing Address City Name": "DALLAS"}
    assert clinic(organisation() | mailing)["city"] == "Austin"


def test_the_primary_taxonomy_is_the_one_switched_on_else_the_first():
    assert primary_taxonomy(person()) == "2084P0800X"
    assert primary_taxonomy(person() | {f"{PRIMARY}2": "X"}) == "207L00000X"
    assert primary_taxonomy({f"{CODE}1": "no code"}) == ""
    assert primary_taxonomy({f"{CODE}15": "2084P0800X", f"{PRIMARY}15": "Y"}) == "2084P0800X"


def test_licenses_are_what_their_slot_says():
    record = person() | {
        f"{CODE}3": "363LP0808X",
        f"{NUMBER}3": "NP77",
        f"{STATE}3": "OK",
        f"{CODE}4": "2084P0800X",
        f"{NUMBER}4": "X1",
        f"{STATE}4": "ZZ",
    }
    assert provider_draft(record, state_code).licenses == {("TX", "Q1234"): "md", ("OK", "NP77"): "np"}


def test_a_physician_who_does_not_say_md_or_do_has_another_license():
    draft = provider_draft(person() | {"Provider Credential Text": "FACP"}, state_code)
    assert draft.licenses == {("TX", "Q1234"): "other"}


@pytest.mark.parametrize("part", ["Provider First Name", "Provider Last Name (Legal Name)"])
def test_a_person_without_a_name_is_rejected(part):
    with pytest.raises(RejectedError, match="no first or no last name"):
        provider_draft(person() | {part: "<UNAVAIL>"}, state_code)
