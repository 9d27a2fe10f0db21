"""The facts of a listing that may be proposed, as text and back.

Nothing else can be: no check, rank, status, address of a page or registry number stands in these lists.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import BooleanField, Field
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.modelfields import PhoneNumberField

from clinics.desk import facts_rows
from clinics.listings.models import Clinic, Listing, Provider, TelemedicineService
from clinics.listings.placement import ADDRESS
from clinics.medicine.queries import Vocabulary, vocabulary

Subject = Clinic | TelemedicineService | Provider
REACHED = ("phone", "phone_extension", "phone_note", "website", "email")
WHOM = ("accepting_new_patients", "wait_days", "conditions", "age_groups", "languages", "accessibility")
# What a clinic or service may propose about itself, in the order in which it is asked.
OF_CLINIC: dict[str, tuple[str, ...]] = {
    "reach": ("street", "unit", "city", "zip_code", *REACHED),
    "hours": ("hours",),
    "whom": WHOM,
    "prices": ("offers", "payment_plans", "sliding_scale", "hsa_fsa"),
    "insurance": ("takes_insurance", "payers", "prior_authorization_help"),
    "care": (
        "description", "consultation_required", "psychotherapy_support", "monitoring_by", "monitoring_of",
        "follow_up", "emergency_plan",
    ),
}  # fmt: skip
OF_SERVICE: dict[str, tuple[str, ...]] = {
    "reach": REACHED,
    "where": ("states_served", "modality", "platforms"),
    "whom": WHOM,
    "prices": OF_CLINIC["prices"],
    "insurance": OF_CLINIC["insurance"],
    "care": (
        "description", "consultation_required", "evaluation", "in_person_visit_required", "home_delivery",
        "monitor_required", "psychotherapy_support", "follow_up", "emergency_plan", "privacy_practice",
        "business_associate_agreement",
    ),
}  # fmt: skip
TITLES: dict[str, str | Promise] = {
    "reach": gettext_lazy("How to reach you"),
    "hours": gettext_lazy("When you are open"),
    "where": gettext_lazy("Where you treat people"),
    "whom": gettext_lazy("Whom you treat"),
    "prices": gettext_lazy("What it costs"),
    "insurance": gettext_lazy("Insurance"),
    "care": gettext_lazy("Care"),
}
CARE_OF_CLINIC = tuple(name for names in OF_CLINIC.values() for name in names)
CARE_OF_SERVICE = tuple(name for names in OF_SERVICE.values() for name in names)
# What a public registry may propose besides.
NAMED = ("name", "organisation", "state")
OF_PERSON = (
    "first_name", "middle_name", "last_name", "suffix", "credentials", "taxonomy", "specialty", "phone",
    "phone_extension", "phone_note", "website", "street", "unit", "city", "state", "zip_code",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A fact as a page shows it; `text` is empty where it is not known."""

    name: str
    label: str | Promise
    text: str


def sections_of(subject: Any) -> dict[str, tuple[str, ...]]:
    """What a clinic or service may propose about itself, by what it belongs to."""
    return OF_CLINIC if isinstance(subject, Clinic) else OF_SERVICE


def care_fields(subject: Any) -> tuple[str, ...]:
    return CARE_OF_CLINIC if isinstance(subject, Clinic) else CARE_OF_SERVICE


def is_rows(name: str) -> bool:
    """Whether it is rows beside the listing, and no column of it."""
    return name in facts_rows.BY_NAME


def may_be_proposed(subject: Subject, name: str, by_registry: bool) -> bool:
    if isinstance(subject, Provider):
        return by_registry and name in OF_PERSON
    names = care_fields(subject) + (NAMED if by_registry else ())
    return name in names and (is_rows(name) or name in {field.name for field in subject._meta.get_fields()})


def concrete(subject: Listing | Provider) -> Subject:
    """The clinic or service that a listing is, with all its columns and its history."""
    if isinstance(subject, Clinic | TelemedicineService | Provider):
        return subject
    return subject.clinic if subject.kind == Listing.Kind.CLINIC else subject.telemedicineservice


def model_of(subject: Any) -> type[Clinic] | type[TelemedicineService]:
    return Clinic if subject.kind == Listing.Kind.CLINIC else TelemedicineService


def as_text(value: Any) -> str:
    """A value as a proposal keeps it: unknown is empty, a line ends in one way."""
    if value is None:
        return ""
    if hasattr(value, "as_e164"):
        return value.as_e164 if value and value.is_valid() else str(value)
    return str(getattr(value, "pk", value)).replace("\r\n", "\n").strip()


def current(subject: Subject, name: str) -> str:
    """What stands there now, as text."""
    if is_rows(name):
        return facts_rows.BY_NAME[name].current(subject)
    return as_text(getattr(subject, subject._meta.get_field(name).attname))  # type: ignore[union-attr]


def parsed(subject: Subject, name: str, text: str) -> Any:
    """The value that a text stands for; ValidationError where it stands for none."""
    if is_rows(name):
        return facts_rows.BY_NAME[name].parsed(text, vocabulary())
    field: Any = subject._meta.get_field(name)
    if isinstance(field, PhoneNumberField) and text:
        value = field.to_python(text)
        if not value or not value.is_valid():
            raise ValidationError(_("This is not a phone number that can be dialed."))
        return value
    return field.clean(None if text == "" and field.null else text, subject)


def shown(model: Any, name: str, text: str, words: Vocabulary | None = None) -> str:
    """A kept text as people read it. Who asks for many hands the vocabulary over, read once."""
    if is_rows(name):
        return facts_rows.BY_NAME[name].shown(text, words or vocabulary())
    field: Any = model._meta.get_field(name)
    if isinstance(field, BooleanField) and text:
        return _("Yes") if text == "True" else _("No")
    if isinstance(field, PhoneNumberField) and text:
        return str(field.to_python(text) or text)
    return str(dict(field.choices).get(text, text)) if field.choices else text


def label(model: Any, name: str) -> str:
    if is_rows(name):
        return facts_rows.heading(name)
    try:
        field: Field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(capfirst(field.verbose_name))


def facts_of(subject: Any) -> list[tuple[str | Promise, list[Fact]]]:
    """All that a clinic is asked to confirm, in the order and under the titles of the form."""
    model, words = type(subject), vocabulary()
    return [
        (
            TITLES[key],
            [
                Fact(name, label(model, name), shown(model, name, current(subject, name), words))
                for name in names
            ],
        )
        for key, names in sections_of(subject).items()
    ]


def is_address(name: str) -> bool:
    return name in ADDRESS
