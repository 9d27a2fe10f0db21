"""The checklist for the day of a treatment: what to do, and the stored facts that say why.

What is medical stands here by its fact alone, with its source; a line that rests on facts goes with them.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.listings.models import Clinic, TelemedicineService
from clinics.medicine.models import Fact
from clinics.medicine.telling import Source, Telling, Told, told
from clinics.pages.choosing import key_of
from clinics.pages.sheets_words import Words

Topic = Fact.Topic
Place = Clinic | TelemedicineService
PLACES: dict[str, Any] = {"clinic": Clinic, "telehealth": TelemedicineService}


@dataclass(frozen=True)
class Line:
    """Something to tick off; `facts` are the keys of those that say why, `blank` wants words beside it."""

    words: Words
    facts: tuple[str, ...] = ()
    blank: bool = False


@dataclass(frozen=True)
class Step:
    """A part of the day."""

    slug: str
    title: Words
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Item:
    """A line as it is shown, with its facts."""

    words: Words
    told: list[Told]
    blank: bool


@dataclass
class Checklist:
    """All that the page shows: the steps, whom to call and when, and the sources of every statement."""

    steps: list[tuple[Step, list[Item]]] = field(default_factory=list)
    at_home: list[Told] = field(default_factory=list)
    call_clinic: list[Told] = field(default_factory=list)
    emergency: list[Told] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


STEPS = (
    Step(
        "before",
        _("The days before"),
        (
            Line(_("My list of all that I take is written, and I bring it."), ("interaction-9",)),
            Line(_("I asked which of my medicines to take that day. I stop none on my own."),
                 ("interaction-2",)),
            Line(_("I asked from when on I may not eat or drink:"), ("esketamine-spravato-session-1",),
                 blank=True),
            Line(_("No alcohol, and nothing sedating that they do not know of."), ("interaction-1",)),
            Line(_("I know the whole price, in writing."), ("good-sign-12",)),
            Line(_("Soft clothes with sleeves that roll up. A blanket or music, if they allow it.")),
            Line(_("My questions, my insurance card, and a charged phone are packed.")),
            Line(_("Another adult looks after children or others who need me:"), blank=True),
        ),
    ),
    Step(
        "ride",
        _("The ride home"),
        (
            Line(_("Who takes me home, with phone number and time:"), ("driving-1",), blank=True),
            Line(_("Who stays with me afterward:"), ("driving-2",), blank=True),
            Line(_("If that ride falls through, I call:"), blank=True),
            Line(_("Until this day and hour I do not drive, and sign nothing that matters:"), blank=True),
        ),
    ),
    Step(
        "during",
        _("While I am there"),
        (
            Line(_("I told them how I am today, what I took, and what I ate and drank.")),
            Line(_("They watch me, and they have told me who does."), ("good-sign-5",)),
            Line(_("I know what I may feel. If it gets too much, I say so."),
                 ("side-effect-1", "side-effect-2")),
        ),
    ),
    Step(
        "after",
        _("Before I leave, and after"),
        (
            Line(_("Whom I call by day, and whom at night:"), ("good-sign-9",), blank=True),
            Line(_("The day of my next visit:"), blank=True),
            Line(_("I rest for the day, and write down how it was.")),
        ),
    ),
)  # fmt: skip
# Told as lists, in this order, after the steps.
LISTS = {"at_home": Topic.AT_HOME, "call_clinic": Topic.CALL_CLINIC, "emergency": Topic.EMERGENCY}


def place_of(asked: str) -> Place | None:
    """The published listing that `kind:slug` names, or None. One query, none where it names nothing."""
    key = key_of(asked)
    if key is None or key.kind not in PLACES:
        return None
    return PLACES[key.kind].objects.published().filter(slug=key.slug).first()


def checklist(at: Place | None) -> Checklist:
    """The steps with the facts as they are stored today; what holds at home is left out for a clinic.

    One query.
    """
    lists = {name: topic for name, topic in LISTS.items() if name != "at_home" or not isinstance(at, Clinic)}
    keys = {key for step in STEPS for line in step.lines for key in line.facts}
    rows = list(
        Fact.objects.filter(Q(key__in=keys) | Q(topic__in=lists.values())).select_related("treatment")
    )
    by_key = {fact.key: fact for fact in rows}
    telling, found = Telling(), Checklist()
    for step in STEPS:
        items = [_item(line, by_key, telling) for line in step.lines]
        found.steps.append((step, [item for item in items if item is not None]))
    for name, topic in lists.items():
        general = (fact for fact in rows if fact.topic == topic and not fact.condition_id)
        setattr(found, name, [told(fact, telling) for fact in general if not fact.treatment_id])
    found.sources = telling.sources
    return found


def _item(line: Line, by_key: dict[str, Fact], telling: Telling) -> Item | None:
    """A line that rests on facts is not said without any of them."""
    known = [told(by_key[key], telling) for key in line.facts if key in by_key]
    return Item(line.words, known, line.blank) if known or not line.facts else None
