"""What a detail page says, worked out in plain values before any template sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.listings.models import (
    Affiliation,
    Clinic,
    License,
    Listing,
    ListingPayer,
    OpeningHours,
    Provider,
    TelemedicineService,
)
from clinics.listings.prices import amount
from clinics.listings.rules import license_standing
from clinics.vetting.models import Check
from clinics.vetting.wording import license_evidence

DAY = "j M Y"
Seen = dict[tuple[int | None, str | None], Check]


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at a listing, with all that they do there and where they are licensed."""

    provider: Provider
    roles: list[str]
    licenses: list[str]


@dataclass(frozen=True)
class Insurance:
    """Payers by how the listing deals with them, and one sentence on the whole."""

    sentence: str
    in_network: list[str]
    superbill: list[str]


def license_line(license: License, at: datetime, check: Check | None = None) -> str:
    """A license in one line: "Texas license Q1234, active, expires 31 Dec 2027, not yet verified by us"."""
    on = at.astimezone(ZoneInfo(license.state.timezone)).date()
    standing = license_standing(license.status, license.expires_on, on)
    said = [_("%(state)s license %(number)s") % {"state": str(license.state), "number": license.number}]
    said.append(str(License.Status(standing).label).lower())
    if license.issued_on:
        said.append(_("issued %(day)s") % {"day": date_format(license.issued_on, DAY)})
    if license.expires_on:
        ended = license.expires_on < on
        words = _("expired on %(day)s") if ended else _("expires %(day)s")
        said.append(words % {"day": date_format(license.expires_on, DAY)})
    else:
        said.append(_("end date not known"))
    return ", ".join([*said, license_evidence(check)])


def licenses(provider: Provider, at: datetime, seen: Seen, here: str = "") -> list[str]:
    """Each license of a practitioner in one line, with its type first; those of the state `here` lead."""
    held_by_place = sorted(provider.licenses.all(), key=lambda held: held.state_id != here)
    return [
        f"{_name_of(held)}: {license_line(held, at, seen.get((provider.pk, held.state_id)))}"
        for held in held_by_place
    ]


def _name_of(held: License) -> str:
    """Its type, and what it is where it is no full license."""
    if held.ground == License.Ground.LICENSE:
        return held.get_type_display()
    return f"{held.get_type_display()}, {held.get_ground_display()}"


def licenses_seen(providers: Iterable[Provider]) -> Seen:
    """By practitioner and state, the look at a license that counts."""
    checks = Check.objects.of_providers({provider.pk for provider in providers}).newest_of_each()
    return {(c.provider_id, c.state_id): c for c in checks if c.kind == Check.Kind.LICENSE}


def team(listing: Listing, at: datetime, seen: Seen | None = None) -> list[Colleague]:
    """Who works here, in the order of the listing, each person once with all their roles.

    `seen` holds the looks at their licenses where the caller has asked for several listings at once.
    """
    here = listing.state_id if isinstance(listing, Clinic) else ""
    people: dict[int, list[Affiliation]] = {}
    for affiliation in listing.affiliations.all():
        people.setdefault(affiliation.provider_id, []).append(affiliation)
    if seen is None:
        seen = licenses_seen(roles[0].provider for roles in people.values())
    return [
        Colleague(
            provider=roles[0].provider,
            roles=[role.get_role_display() for role in roles],
            licenses=licenses(roles[0].provider, at, seen, here),
        )
        for roles in people.values()
    ]


def prices(listing: Listing) -> list[dict[str, str]]:
    """The price of each treatment, as the price box shows it."""
    return [
        {
            "label": str(offer.treatment),
            "amount": amount(offer),
            "per": offer.get_per_display() if amount(offer) else "",
            "includes": offer.includes,
            "note": "" if amount(offer) else _("Not published. Ask before you book."),
        }
        for offer in listing.offers.all()
    ]


def insurance(listing: Listing) -> Insurance:
    """How the listing deals with insurers. No word is not a no."""
    links = listing.payer_links.all()
    by_basis = {
        basis: [str(link.payer) for link in links if link.basis == basis] for basis in ListingPayer.Basis
    }
    in_network, superbill = (
        by_basis[ListingPayer.Basis.IN_NETWORK],
        by_basis[ListingPayer.Basis.SUPERBILL],
    )
    if listing.takes_insurance is False:
        sentence = _("Does not take insurance.")
    elif in_network:
        sentence = _("Takes insurance. Plans differ: ask your insurer whether yours covers this treatment.")
    elif superbill:
        sentence = _("You pay, and get a superbill to send to your insurer.")
    elif listing.takes_insurance:
        sentence = _("Takes insurance, but has not said which plans. Ask.")
    else:
        sentence = ""
    return Insurance(sentence, in_network, superbill)


def week(clinic: Clinic) -> list[tuple[str, list[OpeningHours]]]:
    """The seven days, each with its opening spans; empty where no hours are known at all."""
    spans = list(clinic.hours.all())
    if not spans:
        return []
    return [(str(day.label), [span for span in spans if span.weekday == day]) for day in OpeningHours.Weekday]


def address(place: Clinic | Provider) -> str:
    """The address in one line, as far as it is known."""
    region = "\u00a0".join(part for part in (place.state_id, place.zip_code) if part)
    town = ", ".join(part for part in (place.city, region) if part)
    return ", ".join(part for part in (place.street, place.unit, town) if part)


def serves(service: TelemedicineService) -> str:
    """In how many states it treats people; empty where none is known."""
    number = len(service.served.all())
    words = ngettext(
        "Serves %(number)s state. You must be there during visits.",
        "Serves %(number)s states. You must be in one of them during visits.",
        number,
    )
    return words % {"number": number} if number else ""


def map_link(place: Clinic | Provider) -> str:
    """Where a person who chooses to follow it finds the way: OpenStreetMap, asked for the address.

    The suite is left out: maps do not know it, and then find nothing.
    """
    town = f"{place.city}, {place.state_id} {place.zip_code}"
    query = ", ".join(part for part in (place.street, town) if part)
    return "https://www.openstreetmap.org/search?" + urlencode({"query": query})


def website(subject: Listing | Provider) -> str:
    """The website, if it is one: registries hold anything, and a link must not run a script."""
    return subject.website if subject.website.lower().startswith(("http://", "https://")) else ""


def phone_link(subject: Listing | Provider) -> str:
    """What a phone dials, without the extension; empty where the number is none."""
    return f"tel:{subject.phone.as_e164}" if subject.phone and subject.phone.is_valid() else ""


def workplaces(provider: Provider) -> list[tuple[Listing, list[str]]]:
    """The listings where a practitioner works, each once with all their roles there."""
    places: dict[int, list[Affiliation]] = {}
    for affiliation in provider.affiliations.all():
        places.setdefault(affiliation.listing_id, []).append(affiliation)
    return [(links[0].listing, [link.get_role_display() for link in links]) for links in places.values()]


def years_in_practice(provider: Provider, on: date) -> int | None:
    """Whole years since the year in which they began; None where that is unknown or lies ahead."""
    if provider.practising_since is None or provider.practising_since > on.year:
        return None
    return on.year - provider.practising_since
