"""Every section and question that people bring is three taps from home at most, and shows its sources."""

import re

import pytest
from django.urls import reverse

from clinics.guide.content import load_guide
from clinics.guide.loading import load_costs
from clinics.medicine.loading import load_vocabularies
from clinics.models import GuidePage, State
from clinics.places.states import STATES
from clinics.regulations.loading import load_notes

pytestmark = pytest.mark.django_db

TAPS = 3
# What people look for on the whole way, and where it stands.
SECTIONS = {
    "introduction": ("/guide/might-it-help-me/",),
    "find a qualified provider": ("/guide/find-a-provider/",),
    "qualifying conditions": ("/guide/qualifying-conditions/",),
    "major depression": (
        "/conditions/major-depressive-disorder/",
        "/conditions/treatment-resistant-depression/",
    ),
    "chronic pain": (
        "/conditions/chronic-pain/",
        "/conditions/fibromyalgia/",
        "/conditions/crps/",
        "/conditions/neuropathic-pain/",
    ),
    "law": ("/guide/law-and-prescriptions/",),
    "state variations": ("/states/tx/",),
    "prescription renewal": ("/guide/renewing-a-prescription/",),
    "ways to get it": ("/guide/ways-to-get-ketamine/",),
    "clinics and centers": (
        "/guide/clinics/",
        "/treatments/iv-infusion/",
        "/treatments/im-injection/",
        "/treatments/esketamine-spravato/",
    ),
    "clinical trials": ("/guide/clinical-trials/",),
    "telemedicine": ("/guide/telemedicine/", "/treatments/oral-sublingual/"),
    "privacy and security": ("/guide/telemedicine/#privacy",),
    "costs and insurance": ("/guide/paying/", "/costs/"),
    "coverage and prior authorization": (
        "/guide/insurance-and-prior-authorization/",
        "/costs/insurance/#payers",
        "/costs/insurance/#approval",
    ),
    "out-of-pocket costs": ("/guide/out-of-pocket-costs/",),
    "financial assistance": ("/guide/financial-help/", "/assistance/"),
    "benefits": ("/guide/benefits/",),
    "side effects": ("/guide/side-effects-and-safety/",),
    "risk assessment": ("/guide/risk-check/", "/match/"),
    "first visit": ("/guide/your-first-visit/",),
    "managing a prescription": ("/guide/living-with-a-prescription/",),
    "warning signs and emergency contacts": ("/guide/warning-signs/",),
    "follow-up": ("/guide/follow-up-and-maintenance/",),
    "stopping": ("/guide/stopping-safely/",),
}
HREF = re.compile(r'<a [^>]*?href="(/[^"#?]*)')
HEADER = re.compile(r"<header.*?</header>", re.DOTALL)
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
SOURCE = re.compile(r'<a [^>]*?href="https?://[^"/]+[^"]*"[^>]*>\s*[^<\s]')


@pytest.fixture
def read(client, db):
    """The text of a page, asked for once."""
    State.objects.bulk_create(State(**row._asdict()) for row in STATES)
    for load in (load_vocabularies, load_costs, load_guide, load_notes):
        load()
    known = {}

    def page(path):
        if path not in known:
            response = client.get(path)
            known[path] = response.content.decode() if response.status_code == 200 else ""
        return known[path]

    return page


def taps_from_home(read, wanted):
    """How many taps pages are away, until all that are wanted are found. A phone's menu takes one to open."""
    found = {reverse("home"): 0}
    for taken in range(TAPS):
        for here in [path for path, taps in found.items() if taps == taken]:
            menu = "".join(HEADER.findall(read(here)))
            for path in HREF.findall(HEADER.sub("", read(here))):
                found[path] = min(found.get(path, taken + 1), taken + 1)
            for path in HREF.findall(menu):
                found[path] = min(found.get(path, taken + 2), taken + 2)
        if all(found.get(path, TAPS + 1) <= taken + 1 for path in wanted):
            break
    return found


def test_every_section_and_question_is_three_taps_from_home(read):
    wanted = {path.partition("#")[0] for paths in SECTIONS.values() for path in paths}
    questions = [page.get_absolute_url() for page in GuidePage.objects.faq()]
    assert len(questions) >= 25
    taps = taps_from_home(read, wanted | set(questions))
    assert [path for path in (*wanted, *questions) if taps.get(path, TAPS + 1) > TAPS] == []


def test_each_section_has_sources_that_can_be_followed(read):
    for address in (address for addresses in SECTIONS.values() for address in addresses):
        path, _, anchor = address.partition("#")
        body = MAIN.search(read(path)).group()
        assert SOURCE.search(body), address
        assert not anchor or f'id="{anchor}"' in body, address
