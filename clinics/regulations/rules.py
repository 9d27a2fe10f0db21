"""May a doctor prescribe ketamine by telehealth, for use at home, to a new patient?

The case judged: an adult whom the prescriber has never examined in person; a physician
licensed in the patient's state. Each effect of a note in force is asked, for each kind of
condition, what it says; the answers are then joined, the stricter first. What is only
recalled, or of low confidence, never makes anything allowed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What the law tells apart. A condition that is not stated may be of any kind."""

    PSYCHIATRIC = "psychiatric"
    SUBSTANCE_USE = "substance-use"
    PAIN = "pain"


KIND_OF = {
    "major-depressive-disorder": Kind.PSYCHIATRIC,
    "treatment-resistant-depression": Kind.PSYCHIATRIC,
    "suicidal-ideation": Kind.PSYCHIATRIC,
    "bipolar-depression": Kind.PSYCHIATRIC,
    "ptsd": Kind.PSYCHIATRIC,
    "anxiety": Kind.PSYCHIATRIC,
    "ocd": Kind.PSYCHIATRIC,
    "postpartum-depression": Kind.PSYCHIATRIC,
    "substance-use-disorder": Kind.SUBSTANCE_USE,
    "chronic-pain": Kind.PAIN,
    "fibromyalgia": Kind.PAIN,
    "crps": Kind.PAIN,
    "neuropathic-pain": Kind.PAIN,
    # Ketamine is sought for migraine that keeps coming back: the stricter reading.
    "migraine": Kind.PAIN,
}
# For which kinds a first prescription without an examination in person is open.
OPEN = {
    "all": frozenset(Kind),
    "psychiatric_and_sud_only": frozenset({Kind.PSYCHIATRIC, Kind.SUBSTANCE_USE}),
    "not_pain": frozenset(Kind) - {Kind.PAIN},
    "not_chronic_pain": frozenset(Kind) - {Kind.PAIN},
}
SETTLING = ("follows_federal", "requires_examination", "limits_conditions")
STATE_RULES = (*SETTLING, "unknown")
# Federal law asks for one examination in person, unless a flexibility is in force.
FEDERAL_RULES = ("federal_flexibility", "federal_examination")
EXAMINATIONS = ("none", "before_first", "within_days", None)
SPEAKS_TO_PHYSICIANS = ("all", "physicians")
PRESCRIBERS = (*SPEAKS_TO_PHYSICIANS, "np", "physicians licensed elsewhere")
# Somebody other than the prescriber may have seen the patient.
BY_ANOTHER = ("any licensed practitioner", "prescriber or referring clinician")
EXAMINERS = (*BY_ANOTHER, "prescriber")


class Answer(StrEnum):
    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    NOT_ALLOWED = "not-allowed"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why it is the answer: one plain sentence each, in `verdict.py`."""

    FEDERAL_RULE = "federal-rule"
    SOME_CONDITIONS = "some-conditions"
    EXAMINED_BY_ANOTHER = "examined-by-another"
    EXAMINED_LATER = "examined-later"
    SOURCES_DIFFER = "sources-differ"
    EXAMINED_FIRST = "examined-first"
    CONDITION_EXCLUDED = "condition-excluded"
    NO_FEDERAL_RULE = "no-federal-rule"
    NOT_SETTLED = "not-settled"
    NO_NOTES = "no-notes"


@dataclass(frozen=True)
class Effect:
    """What one note says, as a rule can read it. None means not known, never none."""

    key: str
    rule: str = "unknown"
    examination: str | None = None
    examined_by: str | None = None
    conditions: str = "unknown"
    prescribers: str = "all"
    confidence: str = "low"
    recalled: bool = True

    @classmethod
    def read(cls, key: str, data: Any, *, confidence: str, recalled: bool) -> "Effect":
        """From a note's JSON. What has an unexpected shape is not known."""
        data = data if isinstance(data, Mapping) else {}
        seen = data.get("examination")
        seen = seen if isinstance(seen, Mapping) else {}
        required = seen.get("required")
        return cls(
            key=key,
            rule=str(data.get("rule")),
            examination=required if required in EXAMINATIONS else None,
            examined_by=str(seen.get("by")),
            conditions=str(data.get("conditions_allowed")),
            prescribers=str(data.get("prescribers", "all")),
            confidence=confidence,
            recalled=recalled,
        )

    @property
    def doubtful(self) -> bool:
        return self.confidence == "low"

    @property
    def firm(self) -> bool:
        """Sure enough to say yes on."""
        return not self.doubtful and not self.recalled

    @property
    def federal(self) -> bool:
        return self.rule in FEDERAL_RULES

    @property
    def grants(self) -> bool:
        """A federal rule that we are sure of, and that asks for no examination in person."""
        return self.rule == "federal_flexibility" and self.firm


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
FORBIDDEN: list[Decision] = [
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


@dataclass(frozen=True)
class Verdict:
    """The answer, why, and the keys of the notes that decided it, the most important first."""

    answer: Answer
    reason: Reason
    notes: tuple[str, ...] = ()


def telehealth_verdict(effects: Iterable[Effect], conditions: Iterable[str] = ()) -> Verdict:
    """Judge the effects that are in force on the day: one state's, and the federal ones."""
    effects = list(effects)
    federal = [effect for effect in effects if effect.federal]
    state = [e for e in effects if not e.federal and e.prescribers in SPEAKS_TO_PHYSICIANS]
    return join([judge(state, kind, federal) for kind in kinds_of(conditions)])


def kinds_of(conditions: Iterable[str]) -> list[Kind]:
    """The kinds of these conditions; all of them where none, or one that we cannot place, is given."""
    kinds = {KIND_OF.get(slug) for slug in conditions} or {None}
    return [kind for kind in Kind if kind in kinds or None in kinds]


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
    """What one state's effects and the federal ones come to for one kind of condition."""
    said = {effect.key: opinion(effect, kind) for effect in effects}
    forbidden = first_said(FORBIDDEN, said)
    if forbidden:
        return forbidden
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
    return Verdict(Answer.CONDITIONAL, reason, strict[0].notes)


def in_force(start: date | None, end: date | None, on: date) -> bool:
    """Half-open: from `start` on, no longer on `end`. No start: always was; no end: still is."""
    return (start is None or start <= on) and (end is None or on < end)


def unreadable(data: Any) -> str | None:
    """The first field of an effect that no rule understands; None when all is well."""
    if not isinstance(data, Mapping) or data.get("rule") not in STATE_RULES + FEDERAL_RULES:
        return "rule"
    if data["rule"] in FEDERAL_RULES:
        return None
    seen = data.get("examination")
    if not isinstance(seen, Mapping) or seen.get("required") not in EXAMINATIONS:
        return "examination.required"
    if seen.get("required") in ("before_first", "within_days") and seen.get("by") not in EXAMINERS:
        return "examination.by"
    if data.get("conditions_allowed") not in (*OPEN, "unknown"):
        return "conditions_allowed"
    return None if data.get("prescribers") in PRESCRIBERS else "prescribers"
