"""A list of listings from its address: what somebody needs who phones around."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.desk.cautions import cautions_for_each
from clinics.listings.models import Clinic, Listing, Provider, TelemedicineService
from clinics.listings.queries import workplaces
from clinics.pages import wording
from clinics.pages.choosing import (
    PARAMETER,
    Found,
    Key,
    Subject,
    address,
    asked,
    checks_by_subject,
    find,
    listings_of,
    providers_of,
    subject_key,
)
from clinics.pages.compare import MOST as MOST_COMPARED
from clinics.pages.compare import questions_url
from clinics.pages.verification import told

MOST = 20


@dataclass(frozen=True)
class Item:
    """One on the list, in its order. `state` is open, closed or missing; only an open one has lines."""

    key: Key
    asked: Key
    state: str
    name: str
    url: str = ""
    kind_label: str = ""
    is_demo: bool = False
    withheld: bool = False
    verified: bool = False
    where: list[str] = field(default_factory=list)
    phone: str = ""
    phone_link: str = ""
    prices: list[str] = field(default_factory=list)
    verification: str = ""
    caution: str = ""
    confirmed: str = ""
    questions_url: str = ""
    compared: bool = False


def shortlist(query: QueryDict) -> dict[str, Any]:
    """The list in the address: a constant number of queries, whatever its length."""
    wanted = asked(query.getlist(PARAMETER), MOST)
    found = find(wanted.keys)
    items = _items(found)
    keys = [item.key for item in items]
    return {
        "wanted": wanted,
        "items": items,
        "most": MOST,
        "most_compared": MOST_COMPARED,
        "comparable": any(item.state == "open" for item in items),
        "page_url": address("shortlist", keys),
        "keys": keys,
    }


def _items(found: list[Found]) -> list[Item]:
    subjects = [one.subject for one in found if one.is_open and one.subject is not None]
    _load(subjects)
    checks = checks_by_subject(subjects, []) if subjects else {}
    cautions = dict(zip(subjects, cautions_for_each(subjects) if subjects else [], strict=True))
    at = clock.now()
    items = []
    for one in found:
        if not one.is_open or one.subject is None:
            items.append(_without_lines(one))
            continue
        subject = one.subject
        verification = told(subject, at, checks.get(subject_key(subject), []))
        items.append(
            Item(
                key=one.key,
                asked=one.asked,
                state="open",
                name=str(subject),
                url=subject.get_absolute_url(),
                kind_label=_kind_label(subject),
                is_demo=subject.is_demo,
                withheld=subject.withheld,
                verified=verification.stands,
                where=_where(subject),
                phone=_phone(subject),
                phone_link=wording.phone_link(subject),
                prices=_prices(subject),
                verification=verification.line,
                caution=cautions[subject],
                confirmed=_confirmed(subject),
                questions_url=questions_url(one.key),
                compared=sum(item.compared for item in items) < MOST_COMPARED,
            )
        )
    return items


def _without_lines(one: Found) -> Item:
    if one.subject is None:
        return Item(one.key, one.asked, "missing", str(one.asked))
    name, url = str(one.subject), one.subject.get_absolute_url()
    return Item(one.key, one.asked, "closed", name, url, is_demo=one.subject.is_demo)


def _load(subjects: list[Subject]) -> None:
    if listings := listings_of(subjects):
        prefetch_related_objects(listings, "offers__treatment")
    if services := [one for one in listings if isinstance(one, TelemedicineService)]:
        prefetch_related_objects(services, "served")
    if providers := providers_of(subjects):
        prefetch_related_objects(providers, "licenses", workplaces())


def _kind_label(subject: Subject) -> str:
    return subject.get_kind_display() if isinstance(subject, Listing) else _("Practitioner")


def _where(subject: Subject) -> list[str]:
    if isinstance(subject, TelemedicineService):
        return [line for line in [wording.serves(subject)] if line]
    if isinstance(subject, Clinic):
        return [wording.address(subject)]
    places = [place.name for place, _roles in wording.workplaces(subject)]
    return [line for line in (*places, wording.address(subject)) if line]


def _phone(subject: Subject) -> str:
    extension = _("Extension %(number)s") % {"number": subject.phone_extension}
    return ", ".join(
        part for part in (str(subject.phone or ""), subject.phone_extension and extension) if part
    )


def _prices(subject: Subject) -> list[str]:
    if isinstance(subject, Provider):
        return []
    published = [price for price in wording.prices(subject) if price["amount"]]
    if not published:
        return [_("Price not published. Ask before you book.")]
    return [f"{price['label']}: {price['amount']} {price['per']}" for price in published]


def _confirmed(subject: Subject) -> str:
    if subject.confirmed_on is None:
        return _("Nobody has confirmed these details to us yet.")
    return _("Details last confirmed on %(day)s.") % {"day": date_format(subject.confirmed_on, wording.DAY)}
