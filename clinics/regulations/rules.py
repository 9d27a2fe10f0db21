"""May this clinic or service treat this patient here, on this day? And why?

The effects of the notes in force on the day are asked, for each kind of condition, what they say;
the answers are then joined, the stricter first. No rule names a state: all that differs between
states stands in the notes. What is only recalled, or of low confidence, never makes anything allowed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from clinics.regulations.effects import (
    ASKING,
    BY_ANOTHER,
    EXAMINATION,
    EXAMINERS,
    FORBIDS,
    GENERAL_RULES,
    NEEDS_A_DOCTOR,
    NURSES,
    OPEN,
    PERMITS,
    PHYSICIANS,
    SETTLING,
    TELLS,
    Effect,
    Kind,
    Profile,
    kinds_of,
)


class Answer(StrEnum):
    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    NOT_ALLOWED = "not-allowed"
    UNKNOWN = "unknown"


LAWFUL = (Answer.ALLOWED, Answer.CONDITIONAL)


class Reason(StrEnum):
    """Why it is the answer: one plain sentence each, in `verdict.py`."""

    FEDERAL_RULE = "federal-rule"
    SOME_CONDITIONS = "some-conditions"
    EXAMINED_BY_ANOTHER = "examined-by-another"
    EXAMINED_LATER = "examined-later"
    EXAMINED_HERE = "examined-here"
    SOURCES_DIFFER = "sources-differ"
    EXAMINED_FIRST = "examined-first"
    CONDITION_EXCLUDED = "condition-excluded"
    NO_FEDERAL_RULE = "no-federal-rule"
    NOT_SETTLED = "not-settled"
    NO_NOTES = "no-notes"
    FORBIDDEN = "forbidden"
    PERMITTED = "permitted"
    STEPS = "steps"


@dataclass(frozen=True)
class Practice:
    """What a clinic or service does, as far as the law asks.

    `examines_first`: the prescriber examines in person before the first prescription; False also
    where it has not said. `treatments`: slugs; none where it has not said. `nurses_only`: every
    prescriber known there is a nurse practitioner.
    """

    profile: Profile = Profile.TELEHEALTH
    examines_first: bool = False
    treatments: frozenset[str] = frozenset()
    nurses_only: bool = False


# A new adult patient, never examined in person; a physician licensed there; medicine for use at home.
REFERENCE = Practice()


class Opinion(StrEnum):
    """What one effect says about one kind of condition."""

    FORBIDS = "forbids"
    EXCLUDES = "excludes"
    ASKS_ANOTHER = "asks-another"
    ASKS_LATER = "asks-later"
    DOUBTS = "doubts"
    FOLLOWS = "follows"
    UNSETTLED = "unsettled"
    SILENT = "silent"


# Opinions that say how it may be done at all.
OPENING = {Opinion.FOLLOWS, Opinion.ASKS_ANOTHER, Opinion.ASKS_LATER}
Decision = tuple[Opinion, Answer, Reason]
CLOSING: list[Decision] = [
    (Opinion.FORBIDS, Answer.NOT_ALLOWED, Reason.EXAMINED_FIRST),
    (Opinion.EXCLUDES, Answer.NOT_ALLOWED, Reason.CONDITION_EXCLUDED),
]
# A stated duty outweighs what is unsettled; what is unsettled outweighs any yes.
WHILE_FEDERAL_LAW_PERMITS: list[Decision] = [
    (Opinion.ASKS_ANOTHER, Answer.CONDITIONAL, Reason.EXAMINED_BY_ANOTHER),
    (Opinion.ASKS_LATER, Answer.CONDITIONAL, Reason.EXAMINED_LATER),
    (Opinion.UNSETTLED, Answer.UNKNOWN, Reason.NOT_SETTLED),
    (Opinion.DOUBTS, Answer.CONDITIONAL, Reason.SOURCES_DIFFER),
    (Opinion.FOLLOWS, Answer.ALLOWED, Reason.FEDERAL_RULE),
]
# What is stated outweighs what is unsettled.
DUTIES = {Opinion.FORBIDS, Opinion.EXCLUDES, Opinion.ASKS_ANOTHER, Opinion.ASKS_LATER}
# Why a service that examines its patients in person may do what others may not.
MENDED_BY_EXAMINING = {
    Reason.EXAMINED_FIRST,
    Reason.CONDITION_EXCLUDED,
    Reason.EXAMINED_BY_ANOTHER,
    Reason.EXAMINED_LATER,
    Reason.SOURCES_DIFFER,
    Reason.NO_FEDERAL_RULE,
}


@dataclass(frozen=True)
class Verdict:
    """The answer, why, and the keys of the notes that decided it, the most important first.

    `steps` are the keys of notes that ask for something besides.
    """

    answer: Answer
    reason: Reason
    notes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


def legality(
    effects: Iterable[Effect], practice: Practice = REFERENCE, conditions: Iterable[str] = ()
) -> Verdict:
    """Judge the effects that are in force on the day: one state's, and the federal ones.

    `conditions` are slugs; without any, the answer is for whatever the patient has.
    """
    effects = list(effects)
    return join([for_kind(effects, practice, kind) for kind in kinds_of(conditions)])


def for_kind(effects: list[Effect], practice: Practice, kind: Kind) -> Verdict:
    """The same for one kind of condition."""
    general = [effect for effect in effects if _applies(effect, practice, kind)]
    forbidden = _closed(general, practice)
    if forbidden:
        return forbidden
    telehealth = practice.profile == Profile.TELEHEALTH
    verdict = _by_telehealth(effects, practice, kind) if telehealth else _on_site(general, effects)
    return _with_steps(verdict, _asked(general, practice, effects))


def _speaks(effect: Effect, practice: Practice, kind: Kind) -> bool:
    """Whether a general rule speaks of this way of care, these prescribers and this kind of condition."""
    return (
        effect.rule in GENERAL_RULES
        and practice.profile in effect.profiles
        and kind in OPEN.get(effect.conditions, ())
        and effect.prescribers in (NURSES if practice.nurses_only else PHYSICIANS)
    )


def _applies(effect: Effect, practice: Practice, kind: Kind) -> bool:
    """Whether it speaks of any of these treatments as well."""
    named = not effect.treatments or bool(effect.treatments & practice.treatments)
    return named and _speaks(effect, practice, kind)


def banned(effects: list[Effect], practice: Practice, kind: Kind) -> frozenset[str]:
    """The treatments that firm notes forbid this practice for this kind, whatever it offers."""
    bans = [e.treatments for e in effects if e.rule == FORBIDS and e.firm and _speaks(e, practice, kind)]
    return frozenset().union(*bans)


def _closed(general: list[Effect], practice: Practice) -> Verdict | None:
    """What is forbidden for all that is offered there, by one note or by several. In doubt: unknown."""
    bans = [effect for effect in general if effect.rule == FORBIDS]
    for answer, reason, counted in (
        (Answer.NOT_ALLOWED, Reason.FORBIDDEN, [effect for effect in bans if effect.firm]),
        (Answer.UNKNOWN, Reason.NOT_SETTLED, bans),
    ):
        reach = frozenset().union(*(effect.treatments for effect in counted))
        everything = any(not effect.treatments for effect in counted)
        if everything or (practice.treatments and practice.treatments <= reach):
            return Verdict(answer, reason, tuple(effect.key for effect in counted))
    return None


def _on_site(general: list[Effect], effects: list[Effect]) -> Verdict:
    """Care inside a clinic needs a note that permits it, and a look at the state's own law."""
    permits = tuple(effect.key for effect in general if effect.rule == PERMITS and effect.firm)
    if permits and any(effect.own and effect.firm for effect in effects):
        return Verdict(Answer.ALLOWED, Reason.PERMITTED, permits)
    return Verdict(Answer.UNKNOWN, Reason.NO_NOTES)


def _asked(general: list[Effect], practice: Practice, effects: list[Effect]) -> tuple[str, ...]:
    """The notes that ask for a license, a monitor or a step, and for a doctor behind a nurse.

    What is only recalled may ask as well: it makes nothing allowed.
    """
    asking = [effect.key for effect in general if effect.rule in ASKING]
    if practice.nurses_only:
        asking += [e.key for e in effects if e.rule == TELLS and e.value in NEEDS_A_DOCTOR]
    return tuple(asking)


def _with_steps(verdict: Verdict, steps: tuple[str, ...]) -> Verdict:
    if not steps or verdict.answer not in LAWFUL:
        return verdict
    if verdict.answer == Answer.ALLOWED:
        return Verdict(Answer.CONDITIONAL, Reason.STEPS, (*steps, *verdict.notes), steps)
    return replace(verdict, steps=steps)


def _by_telehealth(effects: list[Effect], practice: Practice, kind: Kind) -> Verdict:
    speak = NURSES if practice.nurses_only else PHYSICIANS
    state = [effect for effect in effects if effect.on_telehealth and effect.prescribers in speak]
    federal = [effect for effect in effects if effect.federal]
    verdict = judge(state, kind, federal)
    if practice.examines_first and verdict.reason in MENDED_BY_EXAMINING:
        return _after_examining(verdict, state, kind, federal)
    return verdict


def _after_examining(verdict: Verdict, state: list[Effect], kind: Kind, federal: list[Effect]) -> Verdict:
    """One examination in person meets what federal law and most states ask for; it settles nothing else."""
    said = {effect.key: opinion(effect, kind) for effect in state}
    unsettled = tuple(key for key, word in said.items() if word == Opinion.UNSETTLED)
    if unsettled and not DUTIES & set(said.values()):
        return Verdict(Answer.UNKNOWN, Reason.NOT_SETTLED, unsettled)
    opens = tuple(e.key for e in federal if e.firm and (e.grants or e.rule == EXAMINATION))
    if not opens:
        return Verdict(Answer.UNKNOWN, Reason.NO_FEDERAL_RULE, verdict.notes)
    own = () if verdict.reason == Reason.NO_FEDERAL_RULE else verdict.notes
    return Verdict(Answer.CONDITIONAL, Reason.EXAMINED_HERE, (*own, *opens))


def opinion(effect: Effect, kind: Kind) -> Opinion:
    """What `effect` says about prescribing for `kind` without an examination in person."""
    allowed = OPEN.get(effect.conditions)
    if effect.rule not in SETTLING or effect.examination is None or allowed is None:
        return Opinion.UNSETTLED
    if kind not in allowed:
        return excluded(effect)
    # A limit's examination is asked only of the conditions that it closes.
    if effect.examination != "none" and effect.rule != "limits_conditions":
        return examination_asked(effect)
    if effect.firm:
        return Opinion.FOLLOWS
    return Opinion.SILENT if effect.rule == "limits_conditions" else Opinion.UNSETTLED


def excluded(effect: Effect) -> Opinion:
    """What an effect says about a kind that it leaves out: a mere "follows" says nothing of it."""
    if effect.rule == "follows_federal":
        return Opinion.SILENT
    return Opinion.DOUBTS if effect.doubtful else Opinion.EXCLUDES


def examination_asked(effect: Effect) -> Opinion:
    """What an effect that asks for an examination in person leaves open."""
    if effect.examined_by not in EXAMINERS:
        return Opinion.UNSETTLED
    if effect.doubtful:
        return Opinion.DOUBTS
    if effect.examined_by not in BY_ANOTHER:
        return Opinion.FORBIDS
    return Opinion.ASKS_LATER if effect.examination == "within_days" else Opinion.ASKS_ANOTHER


def judge(effects: list[Effect], kind: Kind, federal: list[Effect]) -> Verdict:
    """What one state's effects and the federal ones come to for a patient whom nobody has examined."""
    said = {effect.key: opinion(effect, kind) for effect in effects}
    closed = first_said(CLOSING, said)
    if closed:
        return closed
    if not said:
        return Verdict(Answer.UNKNOWN, Reason.NO_NOTES)
    if not any(effect.grants for effect in federal):
        return Verdict(Answer.UNKNOWN, Reason.NO_FEDERAL_RULE, tuple(effect.key for effect in federal))
    if not OPENING & set(said.values()):
        return Verdict(Answer.UNKNOWN, Reason.NOT_SETTLED, tuple(said))
    return first_said(WHILE_FEDERAL_LAW_PERMITS, said) or Verdict(Answer.UNKNOWN, Reason.NOT_SETTLED)


def first_said(decisions: list[Decision], said: dict[str, Opinion]) -> Verdict | None:
    """The first of these decisions that any effect calls for."""
    for word, answer, reason in decisions:
        keys = tuple(key for key, spoken in said.items() if spoken == word)
        if keys:
            return Verdict(answer, reason, keys)
    return None


def join(verdicts: list[Verdict]) -> Verdict:
    """One answer for several kinds: theirs where they agree, unknown where one is, else conditional."""
    answers = {verdict.answer for verdict in verdicts}
    if len(answers) == 1:
        return verdicts[0]
    for verdict in verdicts:
        if verdict.answer == Answer.UNKNOWN:
            return verdict
    strict = [verdict for verdict in verdicts if verdict.answer != Answer.ALLOWED]
    reason = Reason.SOME_CONDITIONS if len(strict) < len(verdicts) else strict[0].reason
    return Verdict(Answer.CONDITIONAL, reason, strict[0].notes, strict[0].steps)


def in_force(start: date | None, end: date | None, on: date) -> bool:
    """Half-open: from `start` on, no longer on `end`. No start: always was; no end: still is."""
    return (start is None or start <= on) and (end is None or on < end)


def is_new_law(old_start: date | None, new_start: date | None) -> bool:
    """Whether a version tells of law that begins later, not of the same law in better words."""
    return new_start is not None and (old_start is None or old_start < new_start)


def is_surer(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Whether a note would rest on more than before, by its basis and confidence: rules may say yes on it."""
    (basis, confidence), (new_basis, new_confidence) = before, after
    return (basis == "recalled" != new_basis) or (confidence == "low" != new_confidence)
