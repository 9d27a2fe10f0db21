"""What the law says, case by case, from our notes: a specification that a lawyer can read.

One line a case: state, what the service or clinic does, what the patient seeks help for, the day;
then the answer, the reason, and the first notes that led there (fixtures/regulations.json has each
with its source).

    video                a doctor prescribes by video, and has never examined the patient in person
    video after an exam  the same, after the doctor has examined the patient in person once
    nurse by video       as "video", by a nurse practitioner
    clinic               ketamine given inside a clinic, by infusion or injection
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinics.models import RegulationNote
from clinics.places.states import STATES
from clinics.regulations.effects import Profile
from clinics.regulations.rules import Answer, Practice, Verdict, legality
from clinics.regulations.verdict import Ground

ON_SITE = frozenset({"iv-infusion", "im-injection", "subcutaneous"})
SPRAVATO = frozenset({"esketamine-spravato"})
PRACTICES = {
    "video": Practice(),
    "video after an exam": Practice(examines_first=True),
    "nurse by video": Practice(nurses_only=True),
    "clinic": Practice(profile=Profile.CLINIC, treatments=ON_SITE),
    "injection in a clinic": Practice(profile=Profile.CLINIC, treatments=frozenset({"im-injection"})),
    "Spravato in a clinic": Practice(profile=Profile.CLINIC, treatments=SPRAVATO),
    "Spravato by mail": Practice(treatments=SPRAVATO),
}
SOUGHT = {
    "any": [],
    "depression": ["major-depressive-disorder"],
    "PTSD": ["ptsd"],
    "CRPS": ["crps"],
    "substance use": ["substance-use-disorder"],
}
# fmt: off
CASES = """
TX | video                 | any           | 2026-12-01 | conditional | some-conditions     | tx-th-pain
TX | video                 | depression    | 2026-12-01 | allowed     | federal-rule        | tx-th-general, tx-th-pain
TX | video                 | PTSD          | 2026-12-31 | allowed     | federal-rule        | tx-th-general, tx-th-pain
TX | video                 | CRPS          | 2026-12-01 | not-allowed | condition-excluded  | tx-th-pain
TX | video                 | any           | 2027-01-01 | unknown     | no-federal-rule     | us-ryan-haight-in-person, us-dea-flex-after-2026
TX | video                 | CRPS          | 2027-01-01 | not-allowed | condition-excluded  | tx-th-pain
TX | nurse by video        | depression    | 2026-12-01 | conditional | steps               | tx-np-practice, tx-th-np
TX | nurse by video        | CRPS          | 2026-12-01 | not-allowed | condition-excluded  | tx-th-np
TX | video after an exam   | depression    | 2026-12-01 | allowed     | federal-rule        | tx-th-general, tx-th-pain
TX | video after an exam   | CRPS          | 2026-12-01 | conditional | examined-here       | tx-th-pain, us-ryan-haight-in-person
TX | video after an exam   | depression    | 2027-01-01 | conditional | examined-here       | us-ryan-haight-in-person
TX | clinic                | CRPS          | 2026-12-01 | conditional | steps               | tx-oba, us-fda-ketamine-label
TX | clinic                | CRPS          | 2027-06-01 | conditional | steps               | tx-oba, us-fda-ketamine-label
TX | Spravato in a clinic  | depression    | 2026-12-01 | conditional | steps               | us-spravato-rems-monitoring, us-spravato-rems-setting
TX | Spravato by mail      | depression    | 2026-12-01 | not-allowed | forbidden           | us-spravato-no-telehealth-home
AL | video                 | any           | 2026-12-01 | not-allowed | examined-first      | al-tele-exam
AL | video                 | any           | 2027-01-02 | not-allowed | examined-first      | al-tele-exam
AL | video                 | any           | 2022-07-10 | unknown     | no-notes
AL | video                 | any           | 2022-07-11 | not-allowed | examined-first      | al-tele-exam
AL | video after an exam   | depression    | 2026-12-01 | conditional | examined-here       | al-tele-exam, us-ryan-haight-in-person
AL | clinic                | depression    | 2026-12-01 | conditional | steps               | al-office-surgery, us-fda-ketamine-label
AL | nurse by video        | depression    | 2026-12-01 | not-allowed | examined-first      | al-tele-exam
LA | video                 | PTSD          | 2026-12-01 | not-allowed | examined-first      | la-tele-exam
LA | video after an exam   | PTSD          | 2026-12-01 | conditional | examined-here       | la-tele-exam, us-ryan-haight-in-person
FL | video                 | any           | 2026-12-31 | allowed     | federal-rule        | fl-tele
FL | video                 | any           | 2027-01-01 | unknown     | no-federal-rule     | us-ryan-haight-in-person, us-dea-flex-after-2026
FL | video                 | CRPS          | 2026-12-01 | allowed     | federal-rule        | fl-tele
FL | video after an exam   | any           | 2027-01-01 | conditional | examined-here       | us-ryan-haight-in-person
FL | nurse by video        | any           | 2026-12-01 | conditional | steps               | fl-np-practice, fl-tele
FL | video                 | any           | 2023-05-10 | unknown     | no-federal-rule     | us-ryan-haight-in-person
FL | video                 | any           | 2023-05-11 | allowed     | federal-rule        | fl-tele
FL | video                 | any           | 2023-11-11 | allowed     | federal-rule        | fl-tele
FL | video                 | any           | 2024-02-29 | allowed     | federal-rule        | fl-tele
FL | video                 | any           | 2024-12-31 | allowed     | federal-rule        | fl-tele
FL | video                 | any           | 2025-01-01 | allowed     | federal-rule        | fl-tele
FL | video                 | any           | 2026-01-01 | allowed     | federal-rule        | fl-tele
CT | video                 | depression    | 2026-12-01 | allowed     | federal-rule        | ct-tele-cond
CT | video                 | CRPS          | 2026-12-01 | not-allowed | condition-excluded  | ct-tele-cond
CT | video                 | substance use | 2026-12-01 | allowed     | federal-rule        | ct-tele-cond
CT | video                 | any           | 2026-12-01 | conditional | some-conditions     | ct-tele-cond
CT | video after an exam   | CRPS          | 2026-12-01 | conditional | examined-here       | ct-tele-cond, us-ryan-haight-in-person
GA | video                 | any           | 2026-12-01 | conditional | examined-by-another | ga-tele-exam
GA | video                 | CRPS          | 2026-12-01 | not-allowed | condition-excluded  | ga-tele-exam
GA | video                 | any           | 2027-01-01 | unknown     | no-federal-rule     | us-ryan-haight-in-person, us-dea-flex-after-2026
NH | video                 | any           | 2026-12-01 | conditional | examined-later      | nh-th-annual-exam
NH | nurse by video        | any           | 2026-12-01 | conditional | examined-later      | nh-th-np
TN | video                 | CRPS          | 2026-12-01 | not-allowed | condition-excluded  | tn-th-pain
TN | video                 | PTSD          | 2026-12-01 | allowed     | federal-rule        | tn-th-pain, tn-th-rule
OH | video                 | any           | 2026-12-01 | conditional | some-conditions     | oh-th-new-patient
OH | clinic                | any           | 2026-12-01 | conditional | steps               | oh-tddd, oh-office-anesthesia
OH | clinic                | any           | 2017-04-05 | conditional | steps               | oh-office-anesthesia, us-fda-ketamine-label
OH | Spravato in a clinic  | depression    | 2026-12-01 | conditional | steps               | us-spravato-rems-monitoring, us-spravato-rems-setting
AZ | injection in a clinic | depression    | 2026-12-01 | conditional | steps               | az-office-sedation, us-fda-ketamine-label
AZ | clinic                | depression    | 2026-12-01 | conditional | steps               | az-rn-ketamine, az-office-sedation
AZ | video                 | any           | 2026-12-01 | unknown     | not-settled         | az-tele
AZ | video after an exam   | any           | 2026-12-01 | unknown     | not-settled         | az-tele
AK | video                 | any           | 2026-12-01 | unknown     | not-settled         | ak-tele
AK | video after an exam   | any           | 2026-12-01 | unknown     | not-settled         | ak-tele
AK | clinic                | any           | 2026-12-01 | allowed     | permitted           | us-fda-ketamine-label
GU | video                 | any           | 2026-12-01 | unknown     | not-settled         | gu-th-licence
PR | video                 | any           | 2026-12-01 | unknown     | not-settled         | pr-th-certification
AS | video                 | any           | 2026-12-01 | unknown     | no-notes
AS | video after an exam   | any           | 2026-12-01 | unknown     | no-notes
AS | clinic                | any           | 2026-12-01 | unknown     | no-notes
MP | Spravato by mail      | any           | 2026-12-01 | not-allowed | forbidden           | us-spravato-no-telehealth-home
MS | video                 | any           | 2026-12-01 | conditional | sources-differ      | ms-th-valid-rx
PA | video                 | any           | 2026-12-01 | conditional | examined-by-another | pa-th-md-exam
NE | video                 | any           | 2026-12-01 | unknown     | not-settled         | ne-th-relationship
NJ | video                 | any           | 2026-02-15 | unknown     | no-notes
NJ | video                 | any           | 2026-02-16 | allowed     | federal-rule        | nj-th-schedule2
WI | nurse by video        | any           | 2026-08-31 | unknown     | no-notes
WI | nurse by video        | any           | 2026-09-01 | unknown     | no-notes
CA | video                 | any           | 2026-12-01 | allowed     | federal-rule        | ca-tele
CA | nurse by video        | any           | 2026-12-01 | unknown     | no-notes
NV | video                 | any           | 2026-12-01 | allowed     | federal-rule        | nv-th-pain, nv-th-six-months
NC | video                 | CRPS          | 2026-12-01 | conditional | sources-differ      | nc-th-pain
NC | video                 | depression    | 2026-12-01 | allowed     | federal-rule        | nc-th-position
MN | video                 | any           | 2026-12-01 | conditional | examined-by-another | mn-tele-exam
HI | video                 | any           | 2026-12-31 | conditional | examined-by-another | hi-tele-exam
HI | video                 | any           | 2027-01-01 | unknown     | no-federal-rule     | us-ryan-haight-in-person, us-dea-flex-after-2026
AR | video                 | any           | 2026-12-01 | conditional | examined-by-another | ar-tele-exam
ND | video                 | any           | 2026-12-01 | conditional | examined-by-another | nd-th-statute
WY | video                 | any           | 2026-12-01 | unknown     | not-settled         | wy-th-relationship
NY | video                 | any           | 2026-12-01 | allowed     | federal-rule        | ny-th-federal-exception
NY | nurse by video        | any           | 2026-12-01 | allowed     | federal-rule        | ny-th-federal-exception
CO | Spravato by mail      | any           | 2019-01-01 | not-allowed | forbidden           | us-spravato-no-telehealth-home
PA | video after an exam   | any           | 2026-12-01 | conditional | examined-here       | pa-th-md-exam, us-ryan-haight-in-person
UT | clinic                | PTSD          | 2022-05-03 | allowed     | permitted           | us-fda-ketamine-label
UT | clinic                | PTSD          | 2022-05-04 | conditional | steps               | ut-sedation-law, us-fda-ketamine-label
MP | clinic                | any           | 2026-12-01 | unknown     | no-notes
TX | Spravato in a clinic  | depression    | 2018-01-01 | unknown     | no-notes
TX | Spravato in a clinic  | depression    | 2025-01-21 | conditional | steps               | us-spravato-rems-monitoring, us-spravato-rems-setting
GU | clinic                | any           | 2026-12-01 | allowed     | permitted           | us-fda-ketamine-label
FL | clinic                | CRPS          | 2026-12-01 | conditional | steps               | fl-office-surgery, us-fda-ketamine-label
"""
# fmt: on
LINES = [line for line in CASES.splitlines() if line]


def read_notes() -> list[RegulationNote]:
    """The notes of the reference facts, without a database."""
    path = Path(__file__).parents[2] / "fixtures/regulations.json"
    return [
        RegulationNote(
            key=entry["key"],
            state_id=entry["state"],
            effect=entry["effect"],
            basis=entry["basis"],
            confidence=entry["confidence"],
            effective_from=day_of(entry["effective_from"]),
            effective_until=day_of(entry["effective_until"]),
        )
        for entry in json.loads(path.read_text())
        if entry["effect"] and not entry["replaced_by"]
    ]


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


NOTES = read_notes()


def verdict(usps: str, practice: Practice, conditions: list[str], day: date) -> Verdict:
    return legality(Ground.of(usps, NOTES, day).effects, practice, conditions)


@pytest.mark.parametrize("line", LINES)
def test_case(line):
    usps, practice, sought, day, answer, reason, *notes = [part.strip() for part in line.split("|")]
    found = verdict(usps, PRACTICES[practice], SOUGHT[sought], date.fromisoformat(day))
    assert (found.answer, found.reason) == (answer, reason)
    assert list(found.notes[:2]) == [key for key in "".join(notes).split(", ") if key]


def test_the_table_is_large_enough_to_mean_something():
    assert len(LINES) >= 60
    assert {line.split("|")[4].strip() for line in LINES} == set(Answer)


def near(day: date) -> list[date]:
    return [day - timedelta(days=1), day, day + timedelta(days=1)]


TURNS = sorted({d for note in NOTES for d in (note.effective_from, note.effective_until) if d})
ANY_DAY = st.dates(date(2015, 1, 1), date(2031, 12, 31))
DAYS = st.one_of(ANY_DAY, st.sampled_from([day for turn in TURNS for day in near(turn)]))
PLACES = st.sampled_from([row.usps for row in STATES])
CARE = st.sampled_from(list(PRACTICES.values()))
HELP = st.sampled_from(list(SOUGHT.values()))


@settings(max_examples=400, deadline=None)
@given(PLACES, CARE, HELP, DAYS)
def test_every_day_has_one_answer_and_it_turns_only_where_a_note_starts_or_ends(usps, practice, sought, day):
    today = verdict(usps, practice, sought, day)
    assert today.answer in Answer
    tomorrow = day + timedelta(days=1)
    if verdict(usps, practice, sought, tomorrow) != today:
        assert tomorrow in TURNS


@settings(max_examples=300, deadline=None)
@given(PLACES, CARE, HELP, DAYS)
def test_nothing_is_allowed_on_what_is_recalled_or_in_doubt(usps, practice, sought, day):
    ground = Ground.of(usps, NOTES, day)
    firm = [effect for effect in ground.effects if effect.firm]
    if legality(ground.effects, practice, sought).answer == Answer.ALLOWED:
        assert legality(firm, practice, sought).answer in (Answer.ALLOWED, Answer.CONDITIONAL)


@settings(max_examples=200, deadline=None)
@given(PLACES, HELP, DAYS)
def test_an_examination_in_person_never_makes_anything_stricter(usps, sought, day):
    order = [Answer.NOT_ALLOWED, Answer.UNKNOWN, Answer.CONDITIONAL, Answer.ALLOWED]
    without = verdict(usps, PRACTICES["video"], sought, day).answer
    examined = verdict(usps, PRACTICES["video after an exam"], sought, day).answer
    assert order.index(examined) >= order.index(without)
