"""Which programs may help this person to pay."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from clinics.guide.forms import AssistanceForm
from clinics.guide.models import Program
from clinics.medicine.queries import vocabulary
from clinics.places.state_names import state_name

INCOME = {"no": False, "yes": True, "unknown": None}


@dataclass(frozen=True)
class Source:
    """A page that says something of a program, and all that it says."""

    name: str
    url: str
    basis: str
    texts: list[str]


@dataclass(frozen=True)
class Card:
    """A program, the names of what its columns hold as codes, and its facts by the pages that say them."""

    program: Program
    treatments: list[str]
    not_in: list[str]
    own_texts: list[str]
    sources: list[Source]


def help_for(query: QueryDict) -> dict[str, Any]:
    """The context of the page: two queries, whatever was asked."""
    words = vocabulary()
    form = AssistanceForm(query, words)
    form.is_valid()
    data = form.cleaned_data
    programs = list(Program.objects.published())
    fitting = [program for program in programs if fits(program, data)]
    names = {word.slug: word.name for word in words.words["treatment"]}
    chosen = {name: value for name, value in data.items() if value}
    return {
        "form": form,
        "cards": [_card(program, names) for program in fitting],
        "count": len(fitting),
        "asked": bool(chosen),
        "without": _without(chosen, programs),
        "costs_url": _onward("costs", treatment=data.get("treatment"), state=data.get("state")),
        "search_url": _onward("search", treatment=data.get("treatment"), state=data.get("state")),
    }


def fits(program: Program, data: dict[str, Any]) -> bool:
    """Whether nothing that was said keeps the person out. What a program leaves open keeps nobody out."""
    insured, treatment, state = data.get("insured"), data.get("treatment"), data.get("state")
    if insured and program.insurance and insured not in program.insurance:
        return False
    if data.get("veteran") == "no" and program.veterans_only:
        return False
    if data.get("income") and program.income_limited is not INCOME[data["income"]]:
        return False
    if treatment and program.treatments and treatment not in program.treatments:
        return False
    return not (state and state in program.not_in)


def _card(program: Program, treatments: dict[str, Any]) -> Card:
    """Each page is named once, however much it says."""
    own = Source(program.source_name, program.source_url, program.basis, [])
    found = {(own.url, own.basis): own}
    for told in program.facts:
        source = Source(told["name"], told["url"], told["basis"], [])
        found.setdefault((source.url, source.basis), source).texts.append(told["text"])
    return Card(
        program,
        [treatments.get(slug, slug) for slug in program.treatments],
        [state_name(usps) for usps in program.not_in],
        own.texts,
        [source for source in found.values() if source is not own],
    )


def _without(chosen: dict[str, Any], programs: list[Program]) -> list[tuple[str, str, int]]:
    """For each answer: its name, the page without it, and how many programs that page shows."""
    ways = []
    for name in chosen:
        rest = {other: value for other, value in chosen.items() if other != name}
        count = sum(fits(program, rest) for program in programs)
        ways.append((name, reverse("assistance") + (f"?{urlencode(rest)}" if rest else ""), count))
    return sorted((way for way in ways if way[2]), key=lambda way: -way[2])


def _onward(page: str, **told: str | None) -> str:
    pairs = {name: value for name, value in told.items() if value}
    return reverse(page) + (f"?{urlencode(pairs)}" if pairs else "")
