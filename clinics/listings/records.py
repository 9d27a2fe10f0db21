"""Writing listings and practitioners: their names, their addresses, whom they serve."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clinics.listings import index
from clinics.listings.models import FormerSlug, Listing, Provider, ServedState, TelemedicineService
from clinics.places.models import State

SLUG_LENGTH = 120


def kind_of(subject: Listing | Provider) -> str:
    """The first word of its address: clinic, telehealth or provider."""
    return FormerSlug.Kind.PROVIDER if isinstance(subject, Provider) else subject.kind


def slug_is_free(kind: str, slug: str, subject: Listing | Provider | None = None) -> bool:
    """Whether nobody else has or had this address: an old bookmark must never lead to a stranger."""
    provider = kind == FormerSlug.Kind.PROVIDER
    taken = Provider.objects.filter(slug=slug) if provider else Listing.objects.filter(kind=kind, slug=slug)
    formerly = FormerSlug.objects.filter(kind=kind, slug=slug)
    if subject is not None:
        taken = taken.exclude(pk=subject.pk)
        formerly = formerly.exclude(**{"provider" if provider else "listing": subject.pk})
    return not taken.exists() and not formerly.exists()


def free_slug(kind: str, words: str, subject: Listing | Provider | None = None) -> str:
    """An address made of these words, with a number behind it where others had it first."""
    stem = slugify(words)[: SLUG_LENGTH - 8].strip("-") or kind
    if slug_is_free(kind, stem, subject):
        return stem
    if subject is not None and re.fullmatch(rf"{stem}-[0-9]+", subject.slug):
        return subject.slug
    return f"{stem}-{_highest_number(kind, stem) + 1}"


def _highest_number(kind: str, stem: str) -> int:
    """The highest number that anybody has or had behind this stem; 1 where there is none."""
    provider = kind == FormerSlug.Kind.PROVIDER
    now = Provider.objects.all() if provider else Listing.objects.filter(kind=kind)
    slugs = now.filter(slug__startswith=f"{stem}-").values_list("slug", flat=True)
    formerly = FormerSlug.objects.filter(kind=kind, slug__startswith=f"{stem}-").values_list(
        "slug", flat=True
    )
    tails = (slug.removeprefix(f"{stem}-") for slug in (*slugs, *formerly))
    return max((int(tail) for tail in tails if tail.isdecimal() and len(tail) < 7), default=1)


@transaction.atomic
def change_slug(subject: Listing | Provider, slug: str) -> None:
    """Give it another address; the one it had redirects for ever.

    Raises ValidationError if the address is malformed, or is or was somebody else's.
    """
    kind, former = kind_of(subject), type(subject)._base_manager.values_list("slug").get(pk=subject.pk)[0]
    if slug == former:
        return
    subject._meta.get_field("slug").clean(slug, subject)
    if not slug_is_free(kind, slug, subject):
        raise ValidationError(_("The address “%(slug)s” is or was that of another listing.") % {"slug": slug})
    FormerSlug.objects.filter(kind=kind, slug=slug, **_owner(subject)).delete()
    FormerSlug.objects.create(kind=kind, slug=former, **_owner(subject))
    subject.slug = slug
    subject.save(update_fields=["slug", "updated_at"])


@transaction.atomic
def rename(listing: Listing, name: str) -> None:
    """Give a listing another name, and the address that goes with it."""
    listing.name = name
    listing.save(update_fields=["name", "updated_at"])
    change_slug(listing, free_slug(listing.kind, name, listing))
    index.refresh(listings=[listing.pk])


def serve(service: TelemedicineService, states: Iterable[State]) -> None:
    """Set the states that a service treats people in. What is verified of those that stay, stays."""
    wanted = {state.pk for state in states}
    service.served.exclude(state__in=wanted).delete()
    held = set(service.served.values_list("state_id", flat=True))
    ServedState.objects.bulk_create(
        ServedState(service=service, state_id=usps) for usps in sorted(wanted - held)
    )


def _owner(subject: Listing | Provider) -> dict[str, int]:
    return {"provider_id" if isinstance(subject, Provider) else "listing_id": subject.pk}


def mending_address(subject: Listing | Provider) -> str:
    """Clinics, telemedicine services and practitioners each have their own form in the admin."""
    kind = getattr(subject, "kind", "provider")
    model = "telemedicineservice" if kind == "telehealth" else kind
    return reverse(f"admin:clinics_{model}_change", args=[subject.pk])
