"""What a note's effect says, as a rule can read it: plain values from its JSON.

`fixtures/README.md` explains the words. `unreadable` refuses any others, so that editors hear of a slip.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
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


class Profile(StrEnum):
    """How care is given, as far as the law tells it apart."""

    CLINIC = "clinic"
    TELEHEALTH = "telehealth"


# For which kinds a first prescription without an examination in person is open.
OPEN = {
    "all": frozenset(Kind),
    "psychiatric_and_sud_only": frozenset({Kind.PSYCHIATRIC, Kind.SUBSTANCE_USE}),
    "not_pain": frozenset(Kind) - {Kind.PAIN},
    "not_chronic_pain": frozenset(Kind) - {Kind.PAIN},
}
SETTLING = ("follows_federal", "requires_examination", "limits_conditions")
TELEHEALTH_RULES = (*SETTLING, "unknown")
# Federal law asks for one examination in person, unless a flexibility is in force.
FLEXIBILITY, EXAMINATION = "federal_flexibility", "federal_examination"
FEDERAL_RULES = (FLEXIBILITY, EXAMINATION)
# Rules on any way of care: they open it, close it, or ask for something.
PERMITS, FORBIDS = "permits", "forbids"
ASKING = ("requires_license", "requires_monitor", "requires_step")
GENERAL_RULES = (PERMITS, FORBIDS, *ASKING)
# No rule of care, but what all states can be compared by.
TELLS = "tells"
TOLD = {
    "np-practice": ("full", "reduced", "restricted", "independent-with-experience"),
    "imlc": ("member", "no-member"),
    "state-registration": ("asked", "not-known"),
    "crna-opt-out": ("opted-out", "no-opt-out"),
    "medicaid-spravato": ("with-prior-approval", "covered", "not-covered"),
}
# What a general rule may be about: slugs of treatments, as in the public contract.
TREATMENTS = (
    "iv-infusion", "im-injection", "subcutaneous", "esketamine-spravato", "intranasal-compounded",
    "oral-sublingual", "ketamine-assisted-psychotherapy",
)  # fmt: skip
RULES = (*TELEHEALTH_RULES, *FEDERAL_RULES, *GENERAL_RULES, TELLS)
NEEDS_A_DOCTOR = ("reduced", "restricted")
EXAMINATIONS = ("none", "before_first", "within_days", None)
PHYSICIANS, NURSES = ("all", "physicians"), ("all", "np")
PRESCRIBERS = ("all", "physicians", "np", "nd", "physicians licensed elsewhere")
# Somebody other than the prescriber may have seen the patient.
BY_ANOTHER = ("any licensed practitioner", "prescriber or referring clinician")
EXAMINERS = (*BY_ANOTHER, "prescriber")


@dataclass(frozen=True)
class Effect:
    """What one note says, as a rule can read it. None means not known, never none.

    `profiles` and `treatments` narrow the general rules; no treatments means all of them.
    """

    key: str
    rule: str = "unknown"
    examination: str | None = None
    examined_by: str | None = None
    conditions: str = "unknown"
    prescribers: str = "all"
    profiles: frozenset[str] = frozenset()
    treatments: frozenset[str] = frozenset()
    about: str = ""
    value: str = ""
    confidence: str = "low"
    recalled: bool = True
    # Of the state's own law, not of federal law.
    own: bool = True

    @classmethod
    def read(cls, key: str, data: Any, *, confidence: str, recalled: bool, own: bool = True) -> "Effect":
        """From a note's JSON. What has an unexpected shape is not known."""
        data = data if isinstance(data, Mapping) else {}
        seen = data.get("examination")
        seen = seen if isinstance(seen, Mapping) else {}
        required = seen.get("required")
        general = data.get("rule") in GENERAL_RULES
        return cls(
            key=key,
            rule=str(data.get("rule")),
            examination=required if required in EXAMINATIONS else None,
            examined_by=str(seen.get("by")),
            conditions=str(data.get("conditions" if general else "conditions_allowed")),
            prescribers=str(data.get("prescribers", "all")),
            profiles=_words(data.get("profiles")),
            treatments=_words(data.get("treatments")),
            about=str(data.get("about", "")),
            value=str(data.get("value", "")),
            confidence=confidence,
            recalled=recalled,
            own=own,
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
    def on_telehealth(self) -> bool:
        """A state's word on prescribing by telehealth; what no rule can read counts as an unclear one."""
        return self.rule not in (*FEDERAL_RULES, *GENERAL_RULES, TELLS)

    @property
    def grants(self) -> bool:
        """A federal rule that we are sure of, and that asks for no examination in person."""
        return self.rule == FLEXIBILITY and self.firm


def kinds_of(conditions: Iterable[str]) -> list[Kind]:
    """The kinds of these conditions; all of them where none, or one that we cannot place, is given."""
    kinds = {KIND_OF.get(slug) for slug in conditions} or {None}
    return [kind for kind in Kind if kind in kinds or None in kinds]


def unreadable(data: Any) -> str | None:
    """The first field of an effect that no rule understands; None when all is well."""
    if not isinstance(data, Mapping) or not _is_one_of(data.get("rule"), RULES):
        return "rule"
    rule = data["rule"]
    if rule == TELLS:
        if not _is_one_of(data.get("about"), TOLD):
            return "about"
        return None if _is_one_of(data.get("value"), TOLD[data["about"]]) else "value"
    if rule in GENERAL_RULES:
        return _unreadable_general(data)
    return None if rule in FEDERAL_RULES else _unreadable_telehealth(data)


def _unreadable_general(data: Mapping[str, Any]) -> str | None:
    profiles, treatments = data.get("profiles"), data.get("treatments")
    if not _are_some_of(profiles, list(Profile)):
        return "profiles"
    if treatments != "all" and not _are_some_of(treatments, TREATMENTS):
        return "treatments"
    if not _is_one_of(data.get("conditions"), OPEN):
        return "conditions"
    if not _is_one_of(data.get("prescribers"), PRESCRIBERS):
        return "prescribers"
    asks = data["rule"] in ASKING
    return "what" if asks and not str(data.get("what") or "").strip() else None


def _unreadable_telehealth(data: Mapping[str, Any]) -> str | None:
    seen = data.get("examination")
    if not isinstance(seen, Mapping) or seen.get("required") not in EXAMINATIONS:
        return "examination.required"
    if seen.get("required") in ("before_first", "within_days") and not _is_one_of(seen.get("by"), EXAMINERS):
        return "examination.by"
    if not _is_one_of(data.get("conditions_allowed"), (*OPEN, "unknown")):
        return "conditions_allowed"
    return None if _is_one_of(data.get("prescribers"), PRESCRIBERS) else "prescribers"


def _is_one_of(value: Any, words: Container[str]) -> bool:
    return isinstance(value, str) and value in words


def _are_some_of(values: Any, words: Container[str]) -> bool:
    return isinstance(values, list) and bool(values) and all(_is_one_of(value, words) for value in values)


def _words(value: Any) -> frozenset[str]:
    """A list of words; "all", or nothing, is no narrowing."""
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()
