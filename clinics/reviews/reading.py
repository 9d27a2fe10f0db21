"""The page on which the reviews of a listing are read, and what its own page shows of them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import ngettext

from clinicfinder import clock
from clinics.listings.models import Listing
from clinics.listings.prices import amount, dollars
from clinics.reviews.filters import ReadingForm, Wanted
from clinics.reviews.models import Review
from clinics.reviews.queries import keepers_of
from clinics.reviews.queries_reading import (
    Told,
    in_full,
    marked_by,
    removed_by_reason,
    session_offers,
    told_of,
)
from clinics.reviews.reading_words import Shown, days, shown
from clinics.reviews.rules import COUNTED_MONTHS, FULL_MONTHS, MEAN_FROM
from clinics.reviews.summary import Spread, Summary, summarise

A_PAGE = 20
ON_LISTING_PAGE = 3
YEAR = 12


@dataclass(frozen=True)
class PageLink:
    """One number below the list; without an address it is a gap."""

    label: str
    url: str = ""
    current: bool = False


def reading_page(listing: Listing, query: QueryDict, path: str, user: Any) -> dict[str, Any]:
    """The context of the page: a constant number of queries, whatever the number of reviews."""
    rows = told_of(listing.pk)
    form = ReadingForm(query, rows)
    wanted = form.wanted
    found = wanted.pick(rows)
    page = _page(found, form)
    summary = summarise(rows, clock.today())
    return {
        "listing": listing,
        "form": form,
        "is_asked": len(rows) > 1 or bool(form.errors) or wanted.narrows,
        "wanted": wanted,
        "found": len(found),
        "page": page,
        "previous_url": _address(path, query, page.number - 1) if page.has_previous() else "",
        "next_url": _address(path, query, page.number + 1) if page.has_next() else "",
        "page_links": _page_links(page, path, query),
        "reviews_url": path,
        "canonical": _address(path, QueryDict(), page.number),
        "is_indexed": not (listing.is_demo or listing.withheld or wanted != Wanted() or form.errors),
        "removed": removed_by_reason(listing.pk),
        **figures_in_words(summary),
        "published_prices": _published_prices(listing) if summary.prices else [],
        **_shown(listing, [row.pk for row in page.object_list], user),
    }


def on_listing_page(listing: Listing, user: Any) -> dict[str, Any]:
    """The figures and the newest reviews, for the listing's own page. Two queries for a visitor, or one."""
    rows = told_of(listing.pk)
    newest = [row.pk for row in Wanted().pick(rows)[:ON_LISTING_PAGE]]
    return figures_in_words(summarise(rows, clock.today())) | _shown(listing, newest, user)


def address_of(review: Review) -> str:
    """Where this review stands among all of its listing, in the order that nobody has changed."""
    keys = [row.pk for row in Wanted().pick(told_of(review.listing_id))]
    path, _hash, fragment = review.get_absolute_url().partition("#")
    page = keys.index(review.pk) // A_PAGE + 1 if review.pk in keys else 1
    return f"{_address(path, QueryDict(), page)}#{fragment}"


def figures_in_words(summary: Summary) -> dict[str, Any]:
    """The figures with the sentences that need counting."""
    figures = summary.figures
    return {
        "summary": summary,
        "so_far": ngettext("%(count)s review so far", "%(count)s reviews so far", figures.count)
        % {"count": figures.count},
        "made_of": ngettext("from %(count)s review", "from %(count)s reviews", figures.count)
        % {"count": figures.count},
        "mean_from": MEAN_FROM,
        "full_years": FULL_MONTHS // YEAR,
        "counted_years": COUNTED_MONTHS // YEAR,
        "prices_paid": _told(summary.prices, dollars),
        "waits_told": _told(summary.waits, days),
    }


def _told(spread: Spread | None, words: Any) -> dict[str, Any]:
    if spread is None:
        return {}
    return {
        "low": words(spread.low),
        "middle": words(spread.middle),
        "high": words(spread.high),
        "number": spread.number,
    }


def _shown(listing: Listing, keys: list[int], user: Any) -> dict[str, Any]:
    """These reviews in full. Whoever keeps the listing marks none as helpful, nor does its author."""
    today = clock.today()
    is_keeper = bool(user.is_authenticated) and user.pk in keepers_of(listing)
    marked = marked_by(user, keys)
    reviews: list[Shown] = [
        shown(
            review,
            today,
            is_marked=review.pk in marked,
            may_mark=not is_keeper and (review.author_id is None or review.author_id != user.pk),
        )
        for review in in_full(keys)
    ]
    return {"reviews": reviews, "keeps_listing": is_keeper}


def _page(found: list[Told], form: ReadingForm) -> Page:
    """The page asked for; the last one, and a word beside it, where there are not so many."""
    pages = Paginator(found, A_PAGE)
    number = form.cleaned_data.get("page") or 1
    if number > pages.num_pages:
        words = ngettext("There is only %(pages)s page.", "There are only %(pages)s pages.", pages.num_pages)
        form.add_error("page", words % {"pages": pages.num_pages})
    return pages.get_page(number)


def _page_links(page: Page, path: str, query: QueryDict) -> list[PageLink]:
    if page.paginator.num_pages == 1:
        return []
    return [
        PageLink(str(number), _address(path, query, number), number == page.number)
        if isinstance(number, int)
        else PageLink("…")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]


def _address(path: str, query: QueryDict, page: int) -> str:
    """This page of the same reviews in the same order. Blank parameters are dropped."""
    pairs = [(name, value) for name, value in query.dict().items() if str(value).strip() and name != "page"]
    pairs += [("page", str(page))] if page > 1 else []
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _published_prices(listing: Listing) -> list[tuple[str, str]]:
    """What the listing itself says that a session costs, by treatment."""
    return [(str(offer.treatment), amount(offer)) for offer in session_offers(listing.pk)]
