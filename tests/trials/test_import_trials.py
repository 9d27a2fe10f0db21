"""`import_trials`: what is taken, what is refused, what changes between files, and what vanishes."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError

from clinics.models import ImportRun, State, Trial, TrialSite
from clinics.registries import ctgov
from tests.trials.registry import AUSTIN, OSLO, PEOPLE, TULSA, nct, page, site, study, updated, with_status

DAY = date(2026, 11, 24)


def everything():
    """Every value of every row of trials, sites and runs."""
    models = (Trial, TrialSite, ImportRun, Trial.conditions.through)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def trial(number=1):
    return Trial.objects.get(pk=nct(number))


def test_a_study_becomes_a_trial_with_its_places_and_conditions(importer):
    assert importer(study()) == "read=1 created=1 updated=0 left=0 rejected=0"
    found = trial()
    assert found.title == "Ketamine and the Hypothetical Blues, Part 1"
    assert (found.status, found.type, found.phases) == ("RECRUITING", "INTERVENTIONAL", ["PHASE2", "PHASE3"])
    assert (found.started, found.completes, found.verified) == ("2026-03", "2028", "2026-10")
    assert (found.min_age_months, found.max_age_months, found.healthy_volunteers) == (216, 780, False)
    assert (found.updated_on, found.retrieved_on, found.gone_on) == (date(2026, 11, 1), DAY, None)
    assert (found.sponsor, found.enrollment) == ("University of Nowhere", 60)
    assert found.criteria == "Inclusion Criteria:\n\n* Age >= 18"
    assert [condition.slug for condition in found.conditions.all()] == ["major-depressive-disorder"]
    [place] = found.sites.all()
    assert (place.city, place.state_id, place.region, place.latitude) == ("Austin", "TX", "Texas", 30.26715)


def test_the_same_file_again_changes_nothing(importer):
    importer(study(1), study(2))
    before = everything()
    assert importer(study(1), study(2)) == "read=2 created=0 updated=0 left=2 rejected=0"
    after = everything()
    assert len(before.pop("ImportRun")) == len(after.pop("ImportRun")) == 1
    assert after == before


def test_several_files_are_one_reading(importer):
    first = importer.write(page(study(1), nextPageToken="more", totalCount=3), "a.json")
    second = importer.write([study(2)], "b.json")
    third = importer.write(study(3), "c.json")
    assert importer.run(first, second, third) == "read=3 created=3 updated=0 left=0 rejected=0"
    assert ImportRun.objects.get().file_name == "a.json, b.json, c.json"


def test_one_unreadable_file_among_several_changes_nothing(importer):
    importer(study(1))
    before = everything()
    good, bad = importer.write(page(study(2)), "good.json"), importer.write('{"studies": [', "bad.json")
    with pytest.raises(CommandError, match=r"bad\.json: not JSON, or cut short .*Nothing was changed"):
        importer.run(good, bad)
    assert everything() == before


def test_the_record_of_another_medicine_is_rejected(importer, shared_data):
    path = shared_data("trials/study_v2_shape_NCT03934567.json")
    assert importer.run(path, retrieved="2026-11-24") == "read=1 created=0 updated=0 left=0 rejected=1"
    assert f"{path.name}, study 1 (NCT03934567): neither its title" in importer.said
    assert not Trial.objects.exists()


@pytest.mark.parametrize(
    "where",
    [
        {"identificationModule__briefTitle": "Esketamine in the Invented"},
        {"armsInterventionsModule__interventions": [{"name": "Nasal spray", "otherNames": ["S-Ketamine"]}]},
        {"conditionsModule__keywords": ["esketamine"]},
    ],
    ids=["title", "intervention", "keyword"],
)
def test_ketamine_may_be_named_in_the_title_an_intervention_or_a_keyword(importer, where):
    plain = {
        "identificationModule__briefTitle": "Something in the Invented",
        "armsInterventionsModule__interventions": [{"name": "Talking"}],
    }
    assert importer(study(1, **(plain | where)), study(2, **plain)).startswith("read=2 created=1")


def test_a_rejected_study_is_told_with_its_file_number_and_reason_and_the_rest_is_taken(importer):
    odd = study(2, statusModule__lastUpdatePostDateStruct={"date": "2026-11"})
    assert importer(study(1), odd) == "read=2 created=1 updated=0 left=0 rejected=1"
    words = f"studies.json, study 2 ({nct(2)}): the day of its last update is not known"
    assert words in importer.said
    assert ImportRun.objects.get().rejected == [
        {"file": "studies.json", "line": 2, "reason": f"{nct(2)}: the day of its last update is not known"}
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"statusModule__overallStatus": "WIDE_OPEN"}, "overallStatus “WIDE_OPEN” is none that we know"),
        ({"statusModule__overallStatus": None}, "it has no status"),
        ({"identificationModule__briefTitle": None}, "it has no title"),
        ({"identificationModule__briefTitle": "Ketamine " * 60}, "briefTitle has 540 characters"),
        ({"statusModule__startDateStruct": {"date": "2026-02-30"}}, "“2026-02-30” is not a date"),
        ({"statusModule__startDateStruct": []}, "startDateStruct is not an object"),
        ({"statusModule__lastUpdatePostDateStruct": {"date": "2026-11-25"}}, "is later than the file"),
        ({"eligibilityModule__minimumAge": "a while"}, "the age limit “a while” is not understood"),
        ({"eligibilityModule__healthyVolunteers": "no"}, "healthyVolunteers is neither true nor false"),
        ({"designModule__enrollmentInfo": {"count": -1}}, "count is not a number that can be"),
        ({"designModule__enrollmentInfo": {"count": True}}, "count is not a number that can be"),
        ({"conditionsModule__conditions": "Depression"}, "conditions is not a list"),
        ({"sites": [site(status="CLOSED")]}, "status “CLOSED” is none that we know"),
        ({"sites": [site(lat=91)]}, "lat is not a number of degrees"),
        ({"sites": ["Austin"]}, "an item of locations is not an object"),
        ({"sites": [site()] * 5001}, "locations has 5001 items"),
    ],
    ids=range(16),
)  # fmt: skip
def test_what_cannot_be_read_right_is_rejected_with_its_reason(importer, change, reason):
    assert importer(study(1), study(2, **change)) == "read=2 created=1 updated=0 left=0 rejected=1"
    assert reason in importer.said


def test_a_new_record_that_cannot_be_read_leaves_the_trial_as_it_stands(importer):
    importer(study(1))
    importer(updated(1, "2026-11-20", sites=[site(status="CLOSED")]))
    assert trial().updated_on == date(2026, 11, 1)


def test_contacts_and_officials_are_neither_stored_nor_printed(importer):
    text = f"Write to {PEOPLE[3]} or call ({PEOPLE[2][:3]}) {PEOPLE[2][4:]} or {PEOPLE[2]}."
    importer(
        study(1, descriptionModule__briefSummary=text, eligibilityModule__eligibilityCriteria=text),
        study(2, statusModule__overallStatus="STRANGE"),
        study(3, armsInterventionsModule__interventions=[], identificationModule__briefTitle="Other"),
    )
    stored = [str(row) for model in apps.get_models() for row in model._base_manager.values()]
    assert [name for name in PEOPLE if name in importer.said or any(name in row for row in stored)] == []
    assert trial().summary == "Write to [see the official record] or call " + (
        "[see the official record] or [see the official record]."
    )


@pytest.mark.parametrize(
    "who",
    [
        {"leadSponsor": {"name": PEOPLE[1], "class": "INDIV"}},
        {
            "leadSponsor": {"name": PEOPLE[1], "class": "OTHER"},
            "responsibleParty": {"investigatorFullName": f"{PEOPLE[1]}, MD"},
        },
    ],
    ids=["individual", "investigator"],
)
def test_a_person_who_is_the_sponsor_is_told_by_where_they_work(importer, who):
    at = {
        "responsibleParty": who.get("responsibleParty", {}) | {"investigatorAffiliation": "Nowhere Hospital"}
    }
    importer(study(1, sponsorCollaboratorsModule=who | at), study(2, sponsorCollaboratorsModule=who))
    assert [trial(1).sponsor, trial(2).sponsor] == ["Nowhere Hospital", ""]


def test_a_newer_record_takes_the_place_of_an_older_one_with_its_places_and_conditions(importer):
    importer(study(1, sites=[site(AUSTIN), site(TULSA)]), day="2026-11-10")
    changed = updated(
        1, "2026-11-20", conditionsModule__conditions=["PTSD"], sites=[site(OSLO)],
        statusModule__overallStatus="COMPLETED",
    )  # fmt: skip
    assert importer(changed) == "read=1 created=0 updated=1 left=0 rejected=0"
    found = trial()
    assert (found.status, found.retrieved_on) == ("COMPLETED", DAY)
    assert [condition.slug for condition in found.conditions.all()] == ["ptsd"]
    assert [place.country for place in found.sites.all()] == ["Norway"]


def test_an_older_record_never_takes_the_place_of_a_newer_one(importer):
    importer(updated(1, "2026-11-20"))
    before = everything()["Trial"]
    older = updated(1, "2026-11-19", statusModule__overallStatus="COMPLETED")
    assert importer(older) == "read=1 created=0 updated=0 left=1 rejected=0"
    assert everything()["Trial"] == before


def test_of_records_of_one_day_the_newer_file_counts(importer):
    importer(study(1), day="2026-11-20")
    importer(with_status(1, "SUSPENDED"), day="2026-11-19")
    assert trial().status == "RECRUITING"
    importer(with_status(1, "SUSPENDED"), day="2026-11-21")
    assert trial().status == "SUSPENDED"


def test_a_record_that_a_newer_file_repeats_has_that_file_s_day(importer):
    importer(study(1), day="2026-11-20")
    assert importer(study(1), day="2026-11-22").endswith("left=1 rejected=0")
    importer(study(1), day="2026-11-21")
    assert trial().retrieved_on == date(2026, 11, 22)


def test_a_study_that_stands_twice_with_other_words_is_taken_once(importer):
    assert importer(study(1), study(1), with_status(1, "COMPLETED")) == (
        "read=3 created=1 updated=0 left=1 rejected=1"
    )
    assert trial().status == "RECRUITING"


def test_only_a_whole_search_says_that_a_trial_is_gone(importer):
    importer(study(1), study(2), day="2026-11-10")
    importer(study(1), day="2026-11-20")
    assert trial(2).gone_on is None
    importer(study(1), day="2026-11-20", whole=True)
    assert "No longer in the search: 1." in importer.said
    assert (trial(1).gone_on, trial(2).gone_on) == (None, date(2026, 11, 20))


def test_a_trial_that_has_vanished_comes_back_with_a_file_that_is_no_older(importer):
    importer(study(1), study(2), day="2026-11-10")
    importer(study(1), day="2026-11-20", whole=True)
    importer(study(2), day="2026-11-19")
    assert trial(2).gone_on == date(2026, 11, 20)
    assert importer(study(2), day="2026-11-21") == "read=1 created=0 updated=1 left=0 rejected=0"
    assert "Back in the search: 1." in importer.said
    assert trial(2).gone_on is None


def test_an_old_whole_search_takes_away_nothing_that_a_newer_file_holds(importer):
    importer(study(1), study(2), day="2026-11-20")
    importer(study(1), day="2026-11-10", whole=True)
    assert trial(2).gone_on is None


def test_a_trial_whose_new_record_cannot_be_read_is_not_gone(importer):
    importer(study(1), study(2), day="2026-11-10")
    importer(study(1), with_status(2, "STRANGE"), whole=True)
    assert trial(2).gone_on is None


def test_a_trial_that_no_longer_names_ketamine_is_gone(importer):
    importer(study(1), study(2), day="2026-11-10")
    other = study(
        2, identificationModule__briefTitle="Other", armsInterventionsModule__interventions=[{"name": "Tea"}]
    )
    importer(study(1), other, whole=True)
    assert trial(2).gone_on == DAY


def test_where_a_study_has_no_number_nobody_can_tell_what_is_gone(importer):
    importer(study(1), study(2), day="2026-11-10")
    importer(study(1), study(3, identificationModule__nctId="NCT1"), whole=True)
    assert "Nothing was marked as gone" in importer.said
    assert trial(2).gone_on is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (page(study(1), nextPageToken="more"), "the last page of the search is missing"),
        (page(study(1), totalCount=2), "1 studies of the 2 that the search found"),
        (page(), "no study of ketamine in it can be used"),
    ],
    ids=["token", "total", "empty"],
)
def test_a_part_of_a_search_is_not_taken_for_the_whole(importer, content, reason):
    importer(study(1), study(2), day="2026-11-10")
    before = everything()
    with pytest.raises(CommandError, match=reason):
        importer.run(importer.write(content), whole=True)
    assert everything() == before


def test_places_in_the_united_states_have_a_state_and_places_abroad_have_none(importer):
    importer(
        study(1, sites=[
            site(AUSTIN), site(TULSA, country="United States"), site(OSLO),
            site(city="Tbilisi", state=None, country="Georgia"),
            site(city="Atlanta", state="Georgia"), site(city="Elsewhere", state="Somewhere"),
            site(city="Austin", state="Texas", country="Atlantis"),
        ])
    )  # fmt: skip
    told = {(place.city, place.country): place.state_id for place in trial().sites.all()}
    assert told == {
        ("Austin", "United States"): "TX", ("Tulsa", "United States"): "OK", ("Oslo", "Norway"): None,
        ("Tbilisi", "Georgia"): None, ("Atlanta", "United States"): "GA",
        ("Elsewhere", "United States"): None, ("Austin", "Atlantis"): None,
    }  # fmt: skip


def test_a_state_that_we_do_not_hold_is_left_out(importer):
    State.objects.filter(pk="GA").delete()
    importer(study(1, sites=[site(city="Atlanta", state="Georgia")]))
    assert [place.region for place in trial().sites.filter(state=None)] == ["Georgia"]


def test_the_day_of_a_file_is_that_of_its_writing_or_the_day_given_and_never_to_come(importer):
    importer(study(1), day="2026-11-12")
    assert trial().retrieved_on == date(2026, 11, 12)
    importer(study(1), day="2026-11-12", retrieved="2026-11-25")
    assert trial().retrieved_on == date(2026, 11, 25)
    for late in ({"retrieved": "2026-11-26"}, {"day": "2026-11-26"}):
        with pytest.raises(CommandError, match="has not come yet"):
            importer(study(1), **late)
    with pytest.raises(CommandError, match="is not a day such as 2026-11-24"):
        importer(study(1), retrieved="soon")


def test_a_file_that_is_not_there_is_named(importer):
    with pytest.raises(CommandError, match=r"none\.json: No such file.*Nothing was changed"):
        importer.run(importer.folder / "none.json")


def test_a_file_larger_than_the_limit_is_refused(importer, monkeypatch):
    monkeypatch.setattr(ctgov, "LARGEST_FILE", 100)
    with pytest.raises(CommandError, match="larger than 100 MB"):
        importer(study(1))


def test_a_run_is_kept_for_curators(importer):
    importer(study(1), whole=True)
    run = ImportRun.objects.get()
    assert (run.source, run.state) == ("clinicaltrials.gov", "applied")
    assert run.choices == {"retrieved": "2026-11-24", "whole": True}
    assert run.counts == {"read": 1, "created": 1, "updated": 0, "left": 0, "rejected": 0}
