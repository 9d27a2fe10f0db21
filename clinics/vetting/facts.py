"""What a check was of: when a phone number, an NPI or a price changes, the check is of something else."""

from collections.abc import Collection, Iterable
from hashlib import sha256

from clinics.listings.models import Clinic, Listing, Offer, Provider
from clinics.vetting.rules import Kind

REACHED = ("phone", "website")
PLACE = ("street", "city", "zip_code")
Digests = dict[tuple[int, str], str]


def digests(listings: Collection[int] = (), providers: Collection[int] = ()) -> tuple[Digests, Digests]:
    """By id and kind of check, the digest of what stands there now: of listings, and of practitioners."""
    of_listings: Digests = {}
    if listings:
        places = {pk: rest for pk, *rest in Clinic.objects.filter(pk__in=listings).values_list("pk", *PLACE)}
        rows = Listing.objects.filter(pk__in=listings).order_by()
        for pk, npi, email, *reached in rows.values_list("pk", "npi", "email", *REACHED):
            of_listings[pk, Kind.NPI] = _digest([npi])
            of_listings[pk, Kind.CONTACT] = _digest([email, *reached, *places.get(pk, [])])
            of_listings[pk, Kind.PRICE] = _digest([])
        prices: dict[int, list] = {}
        offers = Offer.objects.filter(listing__in=listings).order_by("listing", "treatment", "per")
        for pk, *told in offers.values_list(
            "listing_id", "treatment_id", "per", "price_low_cents", "price_high_cents"
        ):
            prices.setdefault(pk, []).extend(told)
        of_listings |= {(pk, Kind.PRICE): _digest(told) for pk, told in prices.items()}
    of_providers: Digests = {}
    if providers:
        people = Provider.objects.filter(pk__in=providers).order_by()
        for pk, npi, *reached in people.values_list("pk", "npi", *REACHED, *PLACE):
            of_providers[pk, Kind.NPI] = _digest([npi])
            of_providers[pk, Kind.CONTACT] = _digest(reached)
    return of_listings, of_providers


def _digest(values: Iterable[object]) -> str:
    return sha256("\n".join(str(value) for value in values).encode()).hexdigest()
