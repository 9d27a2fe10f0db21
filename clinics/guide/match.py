"""The self-check: what is asked, in which order, and what follows from the answers. Rules of plain values.

An answer is a tuple of plain strings under the name of its field. Nothing here says what somebody has or
should take: a result is a list of keys, each of which has words (`match_words`) and sources
(`match_sources`) of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

Answers = Mapping[str, tuple[str, ...]]

SKIP, NO, YES = "skip", "no", "yes"
IN_DANGER = "yes-now"
# Answers that make no sense next to another one.
ALONE = frozenset({NO, SKIP})
MOST_CONDITIONS = 3
# More than three cautions at once are not read.
MOST_CAUTIONS_AT_FIRST = 3
SPRAVATO = "esketamine-spravato"
DEPRESSION = frozenset({"major-depressive-disorder", "treatment-resistant-depression", "suicidal-ideation"})
PAIN = frozenset({"chronic-pain", "fibromyalgia", "crps", "neuropathic-pain", "migraine"})
# Somebody who thinks of suicide is not sent to a service that only calls.
IN_PERSON_ONLY = frozenset({"suicidal-ideation"})
LITTLE_EVIDENCE = frozenset({"weak", "against"})


@dataclass(frozen=True)
class Question:
    """One page. Without `values` its answers come from elsewhere: places, conditions."""

    key: str
    values: tuple[str, ...] = ()
    many: bool = False
    fields: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[str, ...]:
        """The names under which its answers are kept."""
        return (self.key, *self.fields)


QUESTIONS = (
    Question("urgent", (IN_DANGER, "sometimes", NO, SKIP)),
    Question("state", fields=("near", "home")),
    Question("age", ("under-18", "18-64", "65-plus", SKIP)),
    Question("condition", many=True),
    Question("tried", ("nothing", "one", "two-plus", "na", SKIP)),
    Question("pregnancy", (YES, NO, SKIP)),
    Question("heart", ("aneurysm", "bp", "unsure", NO, SKIP), many=True),
    Question("psychosis", (YES, NO, SKIP)),
    Question("substances", ("active", "past", "sedatives", NO, SKIP), many=True),
    Question("body", ("bladder", "liver", "eye", "sleep-apnea", "thyroid", NO, SKIP), many=True),
    Question("place", ("clinic-ride", "clinic-noride", "home-adult", "home-alone", "either", SKIP)),
    Question(
        "money",
        ("private", "medicare", "medicaid", "tricare-va", "self", "none", SKIP),
        fields=("payer", "max_price"),
    ),
)
ORDER = tuple(question.key for question in QUESTIONS)
BY_KEY = {question.key: question for question in QUESTIONS}
CRISIS, SUMMARY = "crisis", "summary"


class Level(IntEnum):
    """How grave a caution is, the gravest first."""

    STOP = 0
    TALK = 1
    INFO = 2


class Fit(StrEnum):
    """How a way to care goes with the answers. None of them is a promise."""

    MAY = "may"
    ASK = "ask"
    NOT = "not"


@dataclass(frozen=True)
class Caution:
    """Something to raise with a doctor."""

    key: str
    level: Level


@dataclass(frozen=True)
class Way:
    """A way to care, how it goes with the answers, and why (a key of words)."""

    key: str
    fit: Fit
    why: str


@dataclass(frozen=True)
class Summary:
    """What follows from the answers."""

    notes: tuple[str, ...]
    cautions: tuple[Caution, ...]
    ways: tuple[Way, ...]

    @property
    def first_cautions(self) -> tuple[Caution, ...]:
        return self.cautions[:MOST_CAUTIONS_AT_FIRST]

    @property
    def more_cautions(self) -> tuple[Caution, ...]:
        return self.cautions[MOST_CAUTIONS_AT_FIRST:]


TOLD: tuple[tuple[str, str, Caution], ...] = (
    ("urgent", "sometimes", Caution("thoughts", Level.TALK)),
    ("age", "under-18", Caution("under-18", Level.TALK)),
    ("age", "65-plus", Caution("older", Level.TALK)),
    ("tried", "nothing", Caution("not-first", Level.TALK)),
    ("pregnancy", YES, Caution("pregnancy", Level.STOP)),
    ("heart", "aneurysm", Caution("aneurysm", Level.STOP)),
    ("heart", "bp", Caution("blood-pressure", Level.TALK)),
    ("heart", "unsure", Caution("measure", Level.INFO)),
    ("psychosis", YES, Caution("psychosis", Level.STOP)),
    ("substances", "active", Caution("misuse", Level.STOP)),
    ("substances", "past", Caution("misuse-past", Level.TALK)),
    ("substances", "sedatives", Caution("sedatives", Level.TALK)),
    ("body", "bladder", Caution("bladder", Level.TALK)),
    ("body", "liver", Caution("liver", Level.TALK)),
    ("body", "eye", Caution("eye", Level.STOP)),
    ("body", "sleep-apnea", Caution("sleep-apnea", Level.TALK)),
    ("body", "thyroid", Caution("thyroid", Level.TALK)),
    ("place", "home-alone", Caution("alone", Level.STOP)),
    ("place", "home-adult", Caution("at-home", Level.TALK)),
    ("place", "clinic-noride", Caution("ride", Level.INFO)),
)
# Answers with which treatment at home is not shown.
NOT_AT_HOME = (
    ("urgent", "sometimes"),
    ("age", "under-18"),
    ("pregnancy", YES),
    ("heart", "aneurysm"),
    ("psychosis", YES),
    ("substances", "active"),
    ("place", "home-alone"),
)
# Answers with which a clinic that examines and watches is the better start.
RATHER_IN_CLINIC = (("heart", "bp"), ("substances", "past"), ("substances", "sedatives"))


def said(answers: Answers, key: str, value: str) -> bool:
    return value in answers.get(key, ())


def answered(answers: Answers, key: str) -> bool:
    return bool(answers.get(key))


def in_danger(answers: Answers) -> bool:
    return said(answers, "urgent", IN_DANGER)


def first_open(answers: Answers) -> str:
    """The first question without an answer; the summary once there is none left."""
    return next((key for key in ORDER if not answered(answers, key)), SUMMARY)


def may_stand_at(answers: Answers, key: str) -> str:
    """The page asked for, unless one before it is still open: nobody passes the first question by."""
    if in_danger(answers):
        return CRISIS
    still_open = first_open(answers)
    if key == SUMMARY or key not in BY_KEY:
        return still_open
    return still_open if place_of(still_open) < place_of(key) else key


def after(answers: Answers, key: str) -> str:
    """Where to go once this question is answered: on, or to the summary if nothing is open any more."""
    following = ORDER[ORDER.index(key) + 1 :]
    nothing_open = not following or first_open(answers) == SUMMARY
    return may_stand_at(answers, SUMMARY if nothing_open else following[0])


def is_last(answers: Answers, key: str) -> bool:
    """Whether the summary comes once this question is answered."""
    return first_open({**answers, key: (SKIP,)}) == SUMMARY


def before(key: str) -> str:
    """The question before this one; the first stays."""
    return ORDER[max(0, place_of(key) - 1)]


def place_of(key: str) -> int:
    """Its place in the order, from 0; that of the summary is after all questions."""
    return ORDER.index(key) if key in BY_KEY else len(ORDER)


def without(answers: Answers, key: str) -> dict[str, tuple[str, ...]]:
    """The answers but those of one question."""
    return {name: values for name, values in answers.items() if name not in BY_KEY[key].kept}


def clean(told: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Only names and values that are asked for today; answers to others are dropped."""
    known: dict[str, tuple[str, ...]] = {}
    for question in QUESTIONS:
        for name in question.kept:
            values = tuple(told.get(name, ()))
            if name == question.key and question.values:
                values = tuple(value for value in values if value in question.values)
            if values:
                known[name] = values
    return known


def summary(answers: Answers, evidence: Mapping[str, str]) -> Summary:
    """What follows from the answers. `evidence` is how well ketamine is proven, by condition."""
    cautions = [caution for key, value, caution in TOLD if said(answers, key, value)]
    return Summary(
        notes=tuple(_notes(answers)),
        cautions=tuple(sorted(cautions, key=lambda caution: caution.level)),
        ways=tuple(_ways(answers, evidence)),
    )


def _any(answers: Answers, pairs: Iterable[tuple[str, str]]) -> bool:
    return any(said(answers, key, value) for key, value in pairs)


def _conditions(answers: Answers) -> frozenset[str]:
    return frozenset(answers.get("condition", ())) - ALONE


def _notes(answers: Answers) -> Iterable[str]:
    """Statements that the answers call for, in the order of the questions."""
    conditions = _conditions(answers)
    if conditions & DEPRESSION and said(answers, "tried", "one"):
        yield "rule-of-two"
    if conditions & DEPRESSION and said(answers, "tried", "two-plus"):
        yield "two-tried"
    if conditions & PAIN or said(answers, "tried", "na"):
        yield "pain"
    for value in answers.get("money", ()):
        if value != SKIP:
            yield f"pay-{value}"


def not_at_home(answers: Answers) -> bool:
    return _any(answers, NOT_AT_HOME) or bool(_conditions(answers) & IN_PERSON_ONLY)


def _ways(answers: Answers, evidence: Mapping[str, str]) -> list[Way]:
    """Every way, the one to look at first before the others."""
    order: list[Callable[[Answers, Mapping[str, str]], Way]] = [_clinic, _spravato, _telehealth, _trial]
    ways = [way(answers, evidence) for way in order]
    if said(answers, "place", "home-adult") and ways[2].fit != Fit.NOT:
        ways.insert(0, ways.pop(2))
    trial_first = [way for way in ways if way.key == "trial" and way.why != "trial"]
    return (
        trial_first
        + [way for way in ways if way not in trial_first and way.fit != Fit.NOT]
        + [way for way in ways if way.fit == Fit.NOT]
    )


def _clinic(answers: Answers, evidence: Mapping[str, str]) -> Way:
    if said(answers, "age", "under-18"):
        return Way("clinic", Fit.ASK, "clinic-under-18")
    return Way("clinic", Fit.MAY, "clinic")


def _telehealth(answers: Answers, evidence: Mapping[str, str]) -> Way:
    """As far as the answers go; the law of the state is asked elsewhere."""
    if not_at_home(answers):
        return Way("telehealth", Fit.NOT, "home-not")
    if _any(answers, RATHER_IN_CLINIC) or set(answers.get("body", ())) - ALONE:
        return Way("telehealth", Fit.ASK, "home-clinic-better")
    return Way("telehealth", Fit.ASK, "home-watched")


def _spravato(answers: Answers, evidence: Mapping[str, str]) -> Way:
    conditions = _conditions(answers)
    reasons = (
        (said(answers, "age", "under-18"), "spravato-adults"),
        (said(answers, "heart", "aneurysm"), "spravato-vessels"),
        (said(answers, "pregnancy", YES), "spravato-pregnancy"),
        (bool(conditions) and not conditions & DEPRESSION, "spravato-depression"),
    )
    for holds, why in reasons:
        if holds:
            return Way("spravato", Fit.NOT, why)
    if conditions & DEPRESSION and said(answers, "tried", "two-plus"):
        return Way("spravato", Fit.MAY, "spravato-two")
    return Way("spravato", Fit.ASK, "spravato-uses")


def _trial(answers: Answers, evidence: Mapping[str, str]) -> Way:
    weak = any(evidence.get(slug) in LITTLE_EVIDENCE for slug in _conditions(answers))
    asked = _any(answers, (("age", "under-18"), ("substances", "active"), ("money", "none")))
    return Way("trial", Fit.ASK, "trial-first" if weak or asked else "trial")


AGE_GROUPS = {"under-18": "adolescent", "65-plus": "older-adult"}
INSURANCE = {"medicare": ("medicare",), "medicaid": ("medicaid",), "tricare-va": ("tricare", "va")}
Pairs = list[tuple[str, str]]


def where(answers: Answers) -> Pairs:
    """State and place, and what help is sought for: parameters of a search."""
    names = ("state", "near", "condition")
    return [(name, value) for name in names for value in answers.get(name, ()) if value != SKIP]


def search(answers: Answers) -> Pairs:
    """The parameters of the search that the answers ask for, without a way to care.

    Read from the answers that are parameters of a search, and from no other.
    """
    pairs = where(answers)
    for value in answers.get("age", ()):
        pairs += [("age_group", AGE_GROUPS[value])] if value in AGE_GROUPS else []
    for value in answers.get("money", ()):
        pairs += [("insurance", slug) for slug in INSURANCE.get(value, ())]
        if value == "private":
            pairs += [("insurance", slug) for slug in answers.get("payer", ())]
        if value == "self":
            pairs += [("max_price", dollars) for dollars in answers.get("max_price", ())]
    return pairs


def main_search(answers: Answers, *, video: bool = True) -> Pairs:
    """The search with the way to care that was asked for, where answers and law (`video`) leave it open."""
    place = next(iter(answers.get("place", ())), SKIP)
    if place in ("either", SKIP) and not not_at_home(answers):
        return search(answers)
    at_home = place == "home-adult" and video and not not_at_home(answers)
    return [*search(answers), ("care", "telehealth" if at_home else "in_person")]


def way_search(answers: Answers, way: Way) -> Pairs:
    """The search of one way to care; nothing for one that does not go with the answers."""
    if way.fit == Fit.NOT:
        return []
    care = {"clinic": ("care", "in_person"), "telehealth": ("care", "telehealth")}
    if way.key in care:
        return [*search(answers), care[way.key]]
    if way.key == "spravato":
        return [*search(answers), ("treatment", SPRAVATO)]
    return where(answers)
