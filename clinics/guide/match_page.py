"""One look at the self-check: which page comes next, and what stands on it. At most eight queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.guide import match
from clinics.guide.forms_match import Step, WhereForm, form_of
from clinics.guide.match import CRISIS, ORDER, SUMMARY, Fit, Way
from clinics.guide.match_sources import ASKED_FROM, SOURCES, Source
from clinics.guide.match_state import LostAnswersError, pack, unpack
from clinics.guide.match_words import (
    ASKED,
    FITS,
    FORBIDDEN,
    LEVELS,
    NOT_SAID,
    QUESTIONS_TO_ASK,
    SAID,
    SHORT,
    WAYS,
    Words,
)
from clinics.listings.prices import dollars
from clinics.medicine.models import Condition
from clinics.medicine.queries import Vocabulary, vocabulary
from clinics.places.state_names import state_name, states_by_name
from clinics.places.states import STATE_NAMES, STATE_ZONES
from clinics.regulations.rules import Answer
from clinics.regulations.verdict import Law, ground_for

BACK, LATER, NEXT = "back", "later", "next"
CHANGE = "change-"


@dataclass(frozen=True)
class Statement:
    """Words, and where they stand."""

    key: str
    text: Words
    sources: tuple[Source, ...]
    label: Words = ""
    kind: str = ""


@dataclass(frozen=True)
class Path:
    """A way to care on the page: a statement, and the link to it where it goes with the answers."""

    key: str
    name: Words
    fit: str
    label: Words
    statement: Statement
    url: str
    law: Law | None = None


@dataclass(frozen=True)
class Given:
    """A question and what was answered, in short words."""

    key: str
    name: Words
    values: list[Words]


class Look:
    """What one request brings, and the page that answers it."""

    def __init__(self, data: QueryDict | None = None) -> None:
        self.form: Step | None = None
        self.lost = False
        self.answers: dict[str, tuple[str, ...]] = {}
        if data is None:
            self.key = ORDER[0]
            return
        try:
            self.answers = unpack(data.get("token", ""))
        except LostAnswersError:
            self.lost, self.key = True, ORDER[0]
            return
        self.key = self._go(data, data.get("step", ""), data.get("go", NEXT))

    @cached_property
    def words(self) -> Vocabulary:
        return vocabulary()

    def _go(self, data: QueryDict, step: str, way: str) -> str:
        """The page that follows. Answers are kept on the way back, too, if they are right."""
        if way.startswith(CHANGE):
            return match.may_stand_at(self.answers, way.removeprefix(CHANGE))
        if way == LATER or step not in ORDER:
            return match.may_stand_at(self.answers, step)
        here = match.may_stand_at(self.answers, step)
        if here != step:
            return here
        form = form_of(step, data, self.answers, self.words)
        right = form.is_valid()
        if right:
            self.answers = match.clean(match.without(self.answers, step) | form.kept())
        if way == BACK and not match.in_danger(self.answers):
            return match.before(step)
        if not right:
            self.form = form
            return step
        return match.after(self.answers, step)

    @property
    def template(self) -> str:
        pages = {CRISIS: "guide/match_crisis.html", SUMMARY: "guide/match_summary.html"}
        return pages.get(self.key, "guide/match.html")

    def context(self) -> dict[str, Any]:
        if self.key == CRISIS:
            later = match.without(self.answers, "urgent")
            return {"token": pack(later), "sources": SOURCES["crisis"]}
        if self.key == SUMMARY:
            return self._summary()
        form = self.form or form_of(self.key, None, self.answers, self.words)
        meant = (
            [place.label for place in form.places] + form.suggestions if isinstance(form, WhereForm) else []
        )
        return {
            "form": form,
            "step": self.key,
            "asked": ASKED[self.key],
            "sources": ASKED_FROM[self.key],
            "number": ORDER.index(self.key) + 1,
            "count": len(ORDER),
            "token": pack(self.answers) if self.answers else "",
            "first": self.key == ORDER[0],
            "last": match.is_last(self.answers, self.key),
            "lost": self.lost,
            "help_first": bool(set(self.answers.get("urgent", ())) & {"sometimes", match.SKIP}),
            "choices": meant,
        }

    def _summary(self) -> dict[str, Any]:
        chosen = self.answers.get("condition", ())
        conditions = [row for row in Condition.objects.all() if row.slug in chosen]
        found = match.summary(self.answers, {row.slug: row.evidence for row in conditions})
        law = self._law()
        video = law is None or law.answer != Answer.NOT_ALLOWED
        return {
            "token": pack(self.answers),
            "conditions": conditions,
            "little": match.LITTLE_EVIDENCE,
            "notes": [statement(key) for key in found.notes],
            "first_cautions": self._cautions(found.first_cautions),
            "more_cautions": self._cautions(found.more_cautions),
            "paths": [self._path(way, law) for way in found.ways],
            "search_url": address(
                "search",
                match.main_search(self.answers, video=video),
            ),
            "given": [self._given(key) for key in ORDER],
            "ask": QUESTIONS_TO_ASK,
            "onward": self._onward(),
            "today": clock.today(),
        }

    def _law(self) -> Law | None:
        """What the law of the state says of a doctor who prescribes by video, today and for this."""
        usps = next(iter(self.answers.get("home", ())), "")
        if usps not in STATE_NAMES:
            return None
        today = clock.now().astimezone(STATE_ZONES.get(usps, UTC)).date()
        conditions = [slug for slug in self.answers.get("condition", ()) if slug != match.SKIP]
        return ground_for(usps, today).law(conditions)

    def _cautions(self, cautions: Iterable[match.Caution]) -> list[Statement]:
        return [statement(one.key, label=LEVELS[one.level], kind=one.level.name.lower()) for one in cautions]

    def _path(self, way: Way, law: Law | None) -> Path:
        """The law counts where the answers leave a way open."""
        by_video = way.key == "telehealth" and way.fit != Fit.NOT
        forbidden = by_video and law is not None and law.answer == Answer.NOT_ALLOWED
        fit = Fit.NOT if forbidden else way.fit
        page = "trial-list" if way.key == "trial" else "search"
        pairs = match.way_search(self.answers, way)
        return Path(
            way.key,
            WAYS[way.key],
            fit.value,
            FORBIDDEN if forbidden else FITS[fit],
            statement(way.why),
            address(page, pairs) if fit != Fit.NOT else "",
            law if by_video else None,
        )

    def _given(self, key: str) -> Given:
        values = [value for value in self.answers.get(key, ()) if value != match.SKIP]
        labels = {slug: word.name for slug, word in self.words.by_slug["condition"].items()}
        named: dict[str, Words] = {**dict(states_by_name()), **labels, **ASKED[key].labels}
        told: list[Words] = [named.get(value, value) for value in values]
        if key == "state":
            home = [state_name(usps) for usps in self.answers.get("home", ()) if usps in STATE_NAMES]
            told = [*home, *self.answers.get("near", ())]
        if key == "money":
            plans = self.words.by_slug["insurance"]
            told += [plans[slug].name for slug in self.answers.get("payer", ()) if slug in plans]
            told += [
                _("up to %(price)s a session") % {"price": dollars(int(most) * 100)}
                for most in self.answers.get("max_price", ())
            ]
        return Given(key, SHORT[key], told or [NOT_SAID])

    def _onward(self) -> list[tuple[str, str]]:
        """Pages to read on, those that there are."""
        state = [pair for pair in match.where(self.answers) if pair[0] == "state"]
        near = [pair for pair in match.where(self.answers) if pair[0] == "near"]
        links = [
            (address("state-list", []), _("The law, state by state")),
            (address("guide", []), _("The guide: from the first question to a year later")),
            (address("costs", [*near, *state]), _("What it may cost")),
            (address("assistance", state), _("Help with paying")),
        ]
        return [link for link in links if link[0]]


def statement(key: str, *, label: Words = "", kind: str = "") -> Statement:
    return Statement(key, SAID[key], SOURCES[key], label, kind)


def address(name: str, pairs: match.Pairs) -> str:
    """The page of that name with these parameters; empty where there is no such page."""
    try:
        path = reverse(name)
    except NoReverseMatch:
        return ""
    return f"{path}?{urlencode(pairs)}" if pairs else path
