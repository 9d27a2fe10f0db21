"""The one function that writes what search reads, and the proof that it agrees with its sources."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from clinics.listings.entries import SearchEntry, SearchText
from clinics.listings.models import Affiliation, Listing, Provider
from clinics.listings.rows import listing_rows, listing_texts, provider_rows, provider_texts

BATCH = 500
# Rooms above that hand summaries down to columns of listings and practitioners (what is verified,
# how it is rated) put a function here when the app starts. It gets the ids, and is asked first.
Summary = Callable[[Collection[int], Collection[int]], None]
SUMMARIES: list[Summary] = []


def refresh(*, listings: Iterable[int] = (), providers: Iterable[int] = ()) -> None:
    """Write the index rows of these listings and practitioners anew, and of all whom they touch.

    Whatever changes a listing, a practitioner or an affiliation calls this, in the same
    transaction. A listing's rows hold its practitioners' names; a practitioner's rows hold
    the places where they practise: so either touches the other. Ids of deleted rows are fine.
    """
    listing_ids, provider_ids = set(listings), set(providers)
    for batch in batches(set(listing_ids)):
        provider_ids |= _affiliated("provider_id", listing_id__in=batch)
    for batch in batches(set(providers)):
        listing_ids |= _affiliated("listing_id", provider_id__in=batch)
    with transaction.atomic():
        for batch in batches(listing_ids):
            _hold(batch)
        for summary in SUMMARIES:
            _in_batches(summary, listing_ids, provider_ids)
        for batch in batches(listing_ids):
            _replace(SearchEntry, Q(listing__in=batch, provider=None), listing_rows(batch))
            _replace(SearchText, Q(listing__in=batch), listing_texts(batch))
        for batch in batches(provider_ids):
            _replace(SearchEntry, Q(provider__in=batch), provider_rows(batch))
            _replace(SearchText, Q(provider__in=batch), provider_texts(batch))


def rebuild() -> None:
    """Write the whole index anew."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        SearchText.objects.all().delete()
        refresh(
            listings=Listing.objects.values_list("pk", flat=True),
            providers=Provider.objects.values_list("pk", flat=True),
        )


def disagreements() -> Iterator[str]:
    """Every index row that is missing, stale or without a source, in words for a log."""
    yield from _compare("listing", Listing, Q(provider=None), (listing_rows, listing_texts))
    yield from _compare("provider", Provider, Q(), (provider_rows, provider_texts))


def _hold(listings: list[int]) -> None:
    """Of two who change what one listing's figures are made of, the second waits for the first."""
    list(Listing.objects.select_for_update().filter(pk__in=listings).order_by("pk").values_list("pk"))


def _affiliated(column: str, **whose: object) -> set[int]:
    return set(Affiliation.objects.filter(**whose).values_list(column, flat=True))


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in order, so many at a time as one query takes."""
    remaining = iter(sorted(ids))
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _in_batches(summary: Summary, listings: set[int], providers: set[int]) -> None:
    for batch in batches(listings):
        summary(batch, [])
    for batch in batches(providers):
        summary([], batch)


def _replace(model: type[SearchEntry] | type[SearchText], old: Q, rows: Iterable[Any]) -> None:
    model.objects.filter(old).delete()
    model.objects.bulk_create(rows, batch_size=BATCH)


def _compare(
    subject: str, source: type[Listing] | type[Provider], scope: Q, builders: tuple[Any, Any]
) -> Iterator[str]:
    for batch in batches(source.objects.values_list("pk", flat=True)):
        derived: tuple[Any, Any] = (SearchEntry, SearchText)
        for model, build in zip(derived, builders, strict=True):
            stored = model.objects.filter(scope, **{f"{subject}__in": batch})
            found, due = _content(stored), _content(build(batch))
            for row in sorted(due - found):
                yield f"missing {model.__name__}: {row}"
            for row in sorted(found - due):
                yield f"stale {model.__name__}: {row}"


def _content(rows: Iterable[Model]) -> set[str]:
    return {
        str([f.get_prep_value(getattr(row, f.attname)) for f in row._meta.fields if not f.primary_key])
        for row in rows
    }
