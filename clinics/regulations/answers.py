"""The answers that a state's page gives: one for each way of getting the treatment."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.regulations.effects import Kind, Profile
from clinics.regulations.rules import REFERENCE, Answer, Practice, Reason, for_kind, legality
from clinics.regulations.verdict import Ground, Law

SPRAVATO = frozenset({"esketamine-spravato"})
ON_SITE = frozenset({"iv-infusion", "im-injection", "subcutaneous"})
TELEHEALTH = "telehealth"


@dataclass(frozen=True)
class Way:
    """A way of getting the treatment, and the patient for whom the answer is given."""

    slug: str
    name: str | Promise
    whom: str | Promise
    practice: Practice


WAYS = (
    Way(
        "clinic",
        _("In a clinic"),
        _("Ketamine by infusion or injection, given on site."),
        Practice(profile=Profile.CLINIC, treatments=ON_SITE),
    ),
    Way(
        TELEHEALTH,
        _("By telehealth"),
        _("An adult whom the doctor has never seen in person; ketamine to take at home, whatever it is for."),
        REFERENCE,
    ),
    Way(
        "home",
        _("At home, after a visit in person"),
        _("Ketamine to take at home, once the doctor has examined you in person."),
        Practice(examines_first=True),
    ),
    Way(
        "spravato",
        _("Spravato"),
        _("The esketamine nasal spray, taken in a certified clinic."),
        Practice(profile=Profile.CLINIC, treatments=SPRAVATO),
    ),
)
MAY_AFTER_A_VISIT = _(
    "a doctor licensed there who has examined you in person may prescribe ketamine by video, to take at home."
)
# The law's own statements speak of patients whom nobody has seen.
AFTER_A_VISIT = {
    Reason.FEDERAL_RULE: MAY_AFTER_A_VISIT,
    Reason.SOME_CONDITIONS: _(
        "a doctor licensed there who has examined you in person may prescribe ketamine by video, to take "
        "at home, for some conditions, but not for all."
    ),
    Reason.EXAMINED_HERE: MAY_AFTER_A_VISIT,
    Reason.NOT_SETTLED: _(
        "our notes do not settle whether a doctor who has examined you in person may then prescribe "
        "ketamine by video. Ask the prescriber or the medical board."
    ),
}
# Reasons that ask for nothing but the visit.
OPEN_AFTER_A_VISIT = (Reason.FEDERAL_RULE, Reason.EXAMINED_HERE)
NEVER_HOME = _("It is never sent home or taken at home: that is against federal law.")


@dataclass(frozen=True)
class Answered:
    """The law's answer for one way."""

    way: Way
    law: Law
    statement: str
    besides: str = ""

    @property
    def differs_by(self) -> tuple[str, str, str]:
        """What two days are compared by."""
        return self.law.answer, self.statement, self.besides


def answers(ground: Ground) -> list[Answered]:
    """The answer for each way, on the ground's day."""
    return list(_each(ground))


def _each(ground: Ground) -> Iterator[Answered]:
    for way in WAYS:
        law = ground.law((), way.practice)
        if way.practice.examines_first:
            yield _after_a_visit(ground, way, law)
            continue
        besides = ""
        if way.practice.treatments == SPRAVATO:
            home = ground.law((), Practice(treatments=SPRAVATO))
            besides = str(NEVER_HOME) if home.answer == Answer.NOT_ALLOWED else ""
        yield Answered(way, law, law.statement, besides)


def _after_a_visit(ground: Ground, way: Way, law: Law) -> Answered:
    """The visit is the premise of this way: where the law asks for nothing but a visit, it allows."""
    verdicts = [for_kind(ground.effects, way.practice, kind) for kind in Kind]
    if all(verdict.reason in OPEN_AFTER_A_VISIT and not verdict.steps for verdict in verdicts):
        return Answered(way, replace(law, answer=Answer.ALLOWED), str(MAY_AFTER_A_VISIT))
    steps = ground.steps(legality(ground.effects, way.practice)) if law.reason == Reason.EXAMINED_HERE else []
    besides = gettext("It needs: %(steps)s.") % {"steps": "; ".join(steps)} if steps else ""
    return Answered(way, law, str(AFTER_A_VISIT.get(law.reason, law.statement)), besides)
