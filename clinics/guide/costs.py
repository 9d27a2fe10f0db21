"""The estimator's page: what was asked, the prices that answer it, and how each line was made."""

from dataclasses import dataclass
from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinicfinder.addresses import Address
from clinics.guide.chart import Chart, chart_of
from clinics.guide.costs_words import Line, Prices, cells, lines_of, paid_lines, span, tenths
from clinics.guide.estimating import Course, Plan, Savings, Shares, between, exactly, shares
from clinics.guide.forms import SPRAVATO, CostsForm
from clinics.guide.models import NationalPrice
from clinics.guide.prices_near import PricesNear, prices_near
from clinics.listings.prices import dollars
from clinics.medicine.models import Fact
from clinics.medicine.queries import vocabulary
from clinics.places.outcomes import Place
from clinics.places.state_names import state_name
from clinics.places.states import STATE_ZONES
from clinics.search.criteria import DEFAULT_RADIUS_MILES
from clinics.search.links import Link

# Of the months that `NationalPrice.upkeep_sessions` are told for.
UPKEEP_MONTHS = 6
# Where nothing else is known: $590 a session, the lower list price of the medicine in 2019, and $7,150 a
# year, the lowest limit that pages name. Both help less than the true figures may. The rest is $10.
DRUG_CENTS, LIMIT_CENTS, REST_CENTS = 59_000, 715_000, 1_000
KEEP = (
    "treatment", "use", "near", "state", "radius", "first", "upkeep", "price", "consult", "ride", "insured",
    "confirmed", "deductible", "percent", "copay", "most", "savings", "drug", "limit",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """The estimate in words."""

    lines: list[Line]
    chart: Chart
    course: Course
    paid: Shares
    insured: bool
    you: tuple[str, ...]


@dataclass(frozen=True)
class National:
    """What one session of something costs in the country, and the query of its estimate."""

    row: NationalPrice
    range: str
    query: str


class Costs:
    """One look at the estimator. Reads the address alone; at most seven queries."""

    def __init__(self, query: QueryDict) -> None:
        self.words = vocabulary()
        self.form = CostsForm(query, self.words)
        self.form.is_valid()
        self.data = self.form.cleaned_data
        self.query = query
        self.treatment: str = self.data.get("treatment") or ""
        self.name = self.words.by_slug["treatment"][self.treatment].name if self.treatment else ""
        self.place: Place | None = self.data.get("near")
        self.state: str = self.data.get("state") or (self.place.state if self.place else "")
        rows = NationalPrice.objects.select_related("treatment")
        self.rows = {(row.treatment.slug, row.use): row for row in rows}
        self.use = self.form.use_of(set(self.rows))
        self.national = self.rows.get((self.treatment, self.use))
        self.today = clock.now().astimezone(STATE_ZONES.get(self.state, UTC)).date()
        self.radius: float = self.data.get("radius") or DEFAULT_RADIUS_MILES
        self._prefill()
        self.near = self._prices_near() if self.treatment else None
        self.prices = self._prices() if self.treatment else None

    @property
    def ranges(self) -> list[National]:
        """What one session costs in the country, for whoever has not said of what yet."""
        return [
            National(row, _range_of(row), f"?{urlencode({'treatment': slug, 'use': use})}")
            for (slug, use), row in self.rows.items()
            if row.session_low_cents is not None and not self.treatment
        ]

    @property
    def off_label(self) -> bool:
        return bool(self.treatment) and self.treatment != SPRAVATO

    @property
    def where(self) -> str:
        """The place that listings were looked for in, in words."""
        if self.place is not None:
            return _("within %(miles)s miles of %(place)s") % {
                "miles": f"{self.radius:g}",
                "place": self.place.label,
            }
        if self.state:
            return _("in %(state)s") % {"state": state_name(self.state)}
        return _("in all states")

    @property
    def asked_plan(self) -> bool:
        return bool(self._insured())

    @property
    def open_numbers(self) -> bool:
        """Whether the part of the form that holds the numbers has something to show."""
        return self._told("first", "upkeep", "price", "consult", "ride")

    @property
    def open_plan(self) -> bool:
        return self._told("insured", "confirmed", "deductible", "percent", "copay", "most", "savings", "drug",
                          "limit")  # fmt: skip

    def address(self, path: str) -> str:
        """The same questions at this path: a link that keeps what was typed, and only that."""
        kept = [(name, self._typed(name)) for name in KEEP]
        pairs = [(name, value) for name, value in kept if value]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def search_url(self) -> str:
        pairs = [*self._place_pairs(), ("treatment", self.treatment)]
        if self.prices is not None:
            pairs.append(("max_price", str(-(-self.prices.session.high // 100))))
        return f"{reverse('search')}?{urlencode(pairs)}"

    def assistance_url(self) -> str:
        pairs = [("treatment", self.treatment), ("state", self.state), ("insured", self._insured())]
        told = [(name, value) for name, value in pairs if value]
        return reverse("assistance") + (f"?{urlencode(told)}" if told else "")

    def place_links(self) -> list[Link]:
        """The places that a name may mean, or that a misspelling may have meant."""
        address = Address(reverse("costs"), self.query)
        links = [Link(place.label, address.changed(near=place.label)) for place in self.form.places]
        return links + [Link(text, address.changed(near=text)) for text in self.form.suggestions]

    def result(self) -> Result | None:
        """The estimate, where any price of a session is known."""
        if self.prices is None:
            return None
        course = Course(
            consult=self.prices.consult,
            session=self.prices.session,
            first_sessions=self.first,
            upkeep_tenths=self.upkeep,
            ride=self.data.get("ride") or 0,
        )
        plan, savings = self.plan(), self.savings()
        paid = shares(course, plan, savings)
        lines = lines_of(course, self.prices)
        if plan is not None:
            lines += paid_lines(paid, savings)
        return Result(
            lines=lines,
            chart=chart_of(course, paid if plan else None),
            course=course,
            paid=paid,
            insured=plan is not None,
            you=cells(paid.you),
        )

    def plan(self) -> Plan | None:
        """The reader's plan, where it counts: for Spravato, or where the plan has confirmed it."""
        counts = not self.off_label or self.data.get("confirmed")
        deductible, percent, copay = (self.data.get(name) for name in ("deductible", "percent", "copay"))
        if not self._insured() or not counts or deductible is None or (percent is None and copay is None):
            return None
        return Plan(
            deductible=deductible,
            percent=percent,
            copay=copay if percent is None else None,
            most=self.data.get("most"),
        )

    def savings(self) -> Savings | None:
        if not self.data.get("savings") or self.treatment != SPRAVATO or not self._insured():
            return None
        drug, limit = self.data.get("drug"), self.data.get("limit")
        return Savings(
            drug=DRUG_CENTS if drug is None else drug,
            limit=LIMIT_CENTS if limit is None else limit,
            rest=REST_CENTS,
        )

    def _insured(self) -> str:
        return self.data.get("insured") or ""

    @property
    def session_words(self) -> str:
        return span(self.prices.session) if self.prices else ""

    @property
    def shown_plan(self) -> str:
        """What the reader said is left of the deductible and of the maximum."""
        told = [
            (_("Deductible: %(sum)s."), self.data.get("deductible")),
            (_("Maximum: %(sum)s."), self.data.get("most")),
        ]
        return " ".join(words % {"sum": dollars(cents)} for words, cents in told if cents is not None)

    def _told(self, *names: str) -> bool:
        return any(self._typed(name) or name in self.form.errors for name in names)

    def _place_pairs(self) -> list[tuple[str, str]]:
        pairs = [(name, self._typed(name)) for name in ("near", "state", "radius") if name in self.data]
        return [(name, value) for name, value in pairs if value]

    def _typed(self, name: str) -> str:
        value = self.query.get(name, "").strip()
        if name in ("first", "upkeep"):
            return "" if name not in self.changed else value
        return "" if name == "use" and value == NationalPrice.Use.MOOD else value

    def _prefill(self) -> None:
        """Show the numbers that we start from. What the reader typed stays; our own of another treatment,
        which came along in the form, makes way."""
        before = self.rows.get(tuple((self.data.get("of") or "").split(".")))  # type: ignore[arg-type]
        old, new = _defaults(before), _defaults(self.national)
        now: dict[str, int] = {}
        self.changed = set()
        for name, ours in new.items():
            typed = self.data.get(name)
            if typed is None or typed == (old[name] if before else ours):
                now[name] = ours
            else:
                now[name] = typed
                self.changed.add(name)
        self.first, self.upkeep = now["first"], now["upkeep"]
        shown: Any = self.query.copy()
        if self.treatment:
            shown["of"] = f"{self.treatment}.{self.use}"
            for name, text in (("first", str(self.first)), ("upkeep", tenths(self.upkeep))):
                if name not in self.form.errors:
                    shown[name] = text
        self.form.data = shown

    def _prices_near(self) -> PricesNear | None:
        """Listings do not say whether a price is for pain, where sessions are longer: so not for pain."""
        if self.use == NationalPrice.Use.PAIN:
            return None
        return prices_near(self.treatment, place=self.place, state=self.state, radius_miles=self.radius)

    def _prices(self) -> Prices | None:
        """The reader's own price first, then the listings near, then the national figures."""
        own, own_consult, row = self.data.get("price"), self.data.get("consult"), self.national
        near = self.near.session if self.near else None
        if own is not None:
            session, source, how = exactly(own), "own", _("the price that you typed")
        elif near is not None and self.near is not None:
            session, source = near, "near"
            how = _("from %(count)s listings %(where)s") % {"count": self.near.count, "where": self.where}
        elif row and row.session_low_cents is not None and row.session_high_cents is not None:
            session, source = between(row.session_low_cents, row.session_high_cents), "national"
            how = _("national figures")
        else:
            return None
        if own_consult is not None:
            consult, consult_how = exactly(own_consult), _("the price that you typed")
        else:
            known = row is not None and row.consult_high_cents is not None
            low, high = (row.consult_low_cents or 0, row.consult_high_cents or 0) if row and known else (0, 0)
            consult = between(min(low, high), high)
            consult_how = _("national figures") if known else _("not known, so left out")
        return Prices(session, consult, source, how, consult_how)


def facts_of(costs: Costs) -> dict[str, Any]:
    """The sourced statements beside an estimate: prices of the treatment, and the good faith estimate."""
    topics = (Fact.Topic.PRICE, Fact.Topic.WAY_TO_PAY, Fact.Topic.INSURANCE)
    facts = list(Fact.objects.filter(topic__in=topics))
    by_key = {fact.key: fact for fact in facts}
    pain = costs.use == NationalPrice.Use.PAIN
    return {
        "price_facts": [
            fact
            for fact in facts
            if fact.topic == Fact.Topic.PRICE
            and fact.treatment_id == costs.treatment
            and (fact.about == "pain") == pain
        ],
        "estimate_fact": by_key.get("pay-good-faith-estimate"),
        "off_label_fact": by_key.get("insurance-commercial"),
        "savings_facts": [fact for fact in facts if fact.key.startswith("pay-savings")],
    }


def _defaults(row: NationalPrice | None) -> dict[str, int]:
    """The numbers that an estimate starts from, without any knowledge none."""
    if row is None:
        return {"first": 0, "upkeep": 0}
    upkeep = ((row.upkeep_sessions or 0) * 10 + UPKEEP_MONTHS // 2) // UPKEEP_MONTHS
    return {"first": row.first_sessions or 0, "upkeep": upkeep}


def _range_of(row: NationalPrice) -> str:
    return span(between(row.session_low_cents or 0, row.session_high_cents or 0))
