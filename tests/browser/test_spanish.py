"""The main journeys once in Spanish, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from clinics.listings import index
from clinics.medicine.loading import load_vocabularies
from clinics.medicine.models import Condition
from clinics.places.models import State
from clinics.places.states import STATES
from tests import factories as make
from tests.translations.release import translated

PHONE = {"width": 390, "height": 844}
PATHS = ["/es/", "/es/search/?state=TX&condition=ptsd&radius=9999", "/es/conditions/ptsd/", "/es/states/tx/",
         "/es/diary/", "/es/shortlist/", "/es/costs/?treatment=iv-infusion", "/es/accounts/signup/",
         "/es/clinics/harbor/", "/es/clinics/harbor/questions/", "/es/nothing/"]  # fmt: skip
NO_SCRIPT = pytest.mark.parametrize("browser_context_args", [{"java_script_enabled": False}], indirect=True)


@pytest.fixture(autouse=True)
def known(transactional_db):
    State.objects.bulk_create(State(**row._asdict()) for row in STATES)
    load_vocabularies()
    translated("names", "facts")
    for name, slug in (("Harbor Clinic", "harbor"), ("Lantern Clinic", "lantern")):
        clinic = make.ClinicFactory(name=name, slug=slug, state=State.objects.get(usps="TX"), city="Austin")
        clinic.conditions.add(Condition.objects.get(slug="ptsd"))
        index.refresh(listings=[clinic.pk])


@pytest.mark.parametrize("path", PATHS)
def test_spanish_pages_meet_wcag(visitor, visit, axe, scheme, viewport, path):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit(path)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def walk(page):
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("¿Quién puede tratarme")
    page.get_by_label("Estado donde vive").select_option("TX")
    page.get_by_label("¿Para qué busca ayuda?").select_option("ptsd")
    page.get_by_role("button", name="Buscar atención").click()
    expect(page).to_have_url(re.compile(r"/es/search/\?.*state=TX"))
    expect(page.locator("[data-listing]")).to_have_count(2)
    page.get_by_role("link", name="Harbor Clinic").click()
    expect(page).to_have_url(re.compile(r"/es/clinics/harbor/$"))


def test_from_the_first_page_to_a_clinic_in_spanish(visit):
    page = visit("/")
    walk(page)
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"[^s]/clinics/harbor/$"))


@NO_SCRIPT
def test_the_same_without_javascript(visit):
    walk(visit("/"))


def test_keep_two_and_compare_them_in_spanish(visit):
    page = visit("/es/search/?state=TX&condition=ptsd")
    page.set_viewport_size(PHONE)
    for name in ("Harbor Clinic", "Lantern Clinic"):
        page.locator("article", has_text=name).get_by_role("button", name="Guardar").click()
    page.get_by_role("link", name=re.compile(r"Mi lista \(2\)")).first.click()
    expect(page).to_have_url(re.compile(r"/es/shortlist/\?listing="))
    page.get_by_role("button", name=re.compile("Comparar")).click()
    expect(page).to_have_url(re.compile(r"/es/compare/\?listing="))
    expect(page.get_by_role("table")).to_contain_text("Harbor Clinic")


def test_the_diary_keeps_a_spanish_entry(visit):
    page = visit("/es/diary/")
    page.get_by_role("textbox", name="Nota", exact=True).fill("Dormí bien.")
    page.get_by_role("button", name="Guardar en este dispositivo").click()
    expect(page.get_by_text("Se guardó en este dispositivo.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Dormí bien.").first).to_be_visible()
