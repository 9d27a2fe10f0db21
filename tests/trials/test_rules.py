"""What a registry's words mean: conditions, ages, statuses, places."""

import csv
import re

import pytest

from clinics.trials.rules import (
    Words,
    condition_slugs,
    is_about_ketamine,
    is_in_the_us,
    months_of,
    status_there,
    usps_of,
)

MDD, TRD = "major-depressive-disorder", "treatment-resistant-depression"
PAIN = {"chronic-pain", "neuropathic-pain", "crps", "fibromyalgia"}


@pytest.mark.parametrize(
    ("condition", "slugs"),
    [
        ("Depression", {MDD}),
        ("Depressive Disorder, Major", {MDD}),
        ("MDD", {MDD}),
        ("Treatment Resistant Depression", {TRD}),
        ("Depressive Disorder, Treatment-Resistant", {TRD}),
        ("treatment-refractory major depression", {TRD}),
        ("TRD", {TRD}),
        ("Postpartum Depression", {"postpartum-depression"}),
        ("Depression, Postpartum", {"postpartum-depression"}),
        ("Perinatal Depression", {"postpartum-depression"}),
        ("Bipolar Depression", {"bipolar-depression"}),
        ("Bipolar Disorder", {"bipolar-depression"}),
        ("Suicidal Ideation", {"suicidal-ideation"}),
        ("Suicide, Attempted", {"suicidal-ideation"}),
        ("PTSD", {"ptsd"}),
        ("Stress Disorders, Post-Traumatic", {"ptsd"}),
        ("Posttraumatic Stress Disorder", {"ptsd"}),
        ("Obsessive-Compulsive Disorder", {"ocd"}),
        ("Generalized Anxiety Disorder", {"anxiety"}),
        ("Social Phobia", {"anxiety"}),
        ("Alcohol Use Disorder", {"substance-use-disorder"}),
        ("Opioid-Related Disorders", {"substance-use-disorder"}),
        ("Cocaine Dependence", {"substance-use-disorder"}),
        ("Complex Regional Pain Syndromes", {"crps"}),
        ("Reflex Sympathetic Dystrophy", {"crps"}),
        ("Fibromyalgia", {"fibromyalgia"}),
        ("Diabetic Neuropathies", {"neuropathic-pain"}),
        ("Postherpetic Neuralgia", {"neuropathic-pain"}),
        ("Chronic Pain", {"chronic-pain"}),
        ("Pain, Chronic", {"chronic-pain"}),
        ("Chronic Low Back Pain", {"chronic-pain"}),
        ("Migraine Disorders", {"migraine"}),
        ("Cluster Headache", {"migraine"}),
    ],
)
def test_the_registry_s_words_name_our_conditions(condition, slugs):
    assert condition_slugs(Words("Ketamine", conditions=(condition,))) == slugs


@pytest.mark.parametrize(
    "words",
    [
        "Respiratory Depression", "Cortical Spreading Depression", "Depressed Skull Fracture", "Pain",
        "Pain, Postoperative", "Chronic Postsurgical Pain", "Acute Pain", "Anxiety, Preoperative",
        "Opioid Use", "Abuse Potential", "Optic Neuropathy", "Healthy", "Postoperative Depression",
        "Chronic Pain After Knee Arthroplasty", "Anesthesia in Opioid Dependence", "Acute Low Back Pain",
        "Sickle Cell Chronic Pain", "Post-Dural Puncture Headache", "Magnetic Resonance Imaging",
    ],
)  # fmt: skip
def test_what_only_sounds_alike_or_belongs_to_surgery_names_none(words):
    assert condition_slugs(Words("Ketamine", conditions=(words,))) == set()


@pytest.mark.parametrize(
    ("title", "slugs"),
    [
        ("Ketamine in Major Depression or Bipolar Depression", {MDD, "bipolar-depression"}),
        ("Ketamine for Antidepressant Resistant PTSD", {"ptsd"}),
        ("Ketamine Anesthesia for Depression in Electroconvulsive Therapy", {MDD}),
        ("Ketamine During Cesarean Delivery to Prevent Postpartum Depression", {"postpartum-depression"}),
        ("Ketamine in Depressed People in the Emergency Department", {MDD}),
        ("A Subanesthetic Dose of Ketamine in Depression", {MDD}),
        ("Ketamine, Glutamate Spectroscopy and Depression", {MDD}),
        ("Ketamine After Tonsillectomy in Depression", set()),
    ],
)
def test_a_title_is_read_as_a_whole(title, slugs):
    assert condition_slugs(Words(title)) == slugs


def test_surgery_in_the_official_title_counts_too():
    assert condition_slugs(Words("Ketamine in Chronic Pain", "Ketamine During Spine Surgery")) == set()


def test_no_trial_of_the_extract_is_matched_by_surprise(shared_data):
    """Real titles: those of surgery, sedation and acute pain are offered to nobody with lasting pain."""
    with shared_data("trials/ketamine_trial_titles.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = {row["nct_id"]: condition_slugs(Words(row["brief_title"])) for row in rows}
    acute = re.compile(r"surg|operati|acute pain|sedation|intubat|ectomy|burn|fracture", re.IGNORECASE)
    surprising = [
        r["brief_title"] for r in rows if found[r["nct_id"]] & PAIN and acute.search(r["brief_title"])
    ]
    assert surprising == []
    # The extract's topics are ours, by words of the title: two of these it missed.
    apart = {row["nct_id"] for row in rows if row["topic"].startswith("acute") and found[row["nct_id"]]}
    assert apart == {"NCT02083926", "NCT02624596"}
    missed = [r["brief_title"][:60] for r in rows if r["topic"] == "depression" and not found[r["nct_id"]]]
    assert missed == [
        "A Study of Ketamine as an Antidepressant",
        "Cognitive Behavioral Therapy in Prolonging the Antidepressan",
        "Alpha-Amino-3-Hydroxy-5-Methyl-4- Isoxazole Propionic Acid R",
        "Respiratory Depression During an Analgosedation Combining Re",
    ]  # fmt: skip
    assert all(is_about_ketamine([row["brief_title"]]) for row in rows)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ketamine", True), ("S(+)-Ketamine", True), ("ESKETAMINE nasal spray", True), ("Spravato", True),
        ("arketamine", True), ("(2R,6R)-Hydroxynorketamine", False), ("Propofol", False), ("", False),
    ],
)  # fmt: skip
def test_ketamine_is_told_from_its_kin(text, named):
    assert is_about_ketamine([text]) is named


@pytest.mark.parametrize(
    ("age", "months"),
    [
        ("18 Years", 216), ("1 Year", 12), ("6 Months", 6), ("6 Weeks", 1), ("30 Days", 0), ("2 Hours", 0),
        ("N/A", None), ("", None),
    ],
)  # fmt: skip
def test_ages_become_completed_months(age, months):
    assert months_of(age) == months


@pytest.mark.parametrize("age", ["18", "Years", "-1 Years", "1.5 Years", "18 Fortnights", "1000 Years"])
def test_other_words_are_no_age(age):
    with pytest.raises(ValueError, match=re.escape(age)):
        months_of(age)


@pytest.mark.parametrize(
    ("trial", "site", "there"),
    [
        ("RECRUITING", "", "RECRUITING"),
        ("RECRUITING", "COMPLETED", "COMPLETED"),
        ("NOT_YET_RECRUITING", "RECRUITING", "RECRUITING"),
        ("COMPLETED", "RECRUITING", "COMPLETED"),
        ("SUSPENDED", "RECRUITING", "SUSPENDED"),
        ("UNKNOWN", "RECRUITING", "UNKNOWN"),
    ],
)
def test_a_place_has_its_own_status_and_is_never_open_in_a_closed_trial(trial, site, there):
    assert status_there(trial, site) == there


@pytest.mark.parametrize(
    ("country", "region", "usps"),
    [
        ("United States", "Ohio", "OH"), ("United States", "", ""), ("United States", "Ohioo", ""),
        ("Georgia", "", ""), ("Canada", "Ontario", ""), ("Puerto Rico", "", "PR"), ("", "Ohio", ""),
    ],
)  # fmt: skip
def test_a_state_is_that_of_the_united_states_alone(country, region, usps):
    assert usps_of(country, region) == usps
    assert is_in_the_us(country) is (country in ("United States", "Puerto Rico"))
