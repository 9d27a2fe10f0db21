"""A search as an Atom feed: what is new in it. Feed readers ask for it; nothing is kept of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from clinicfinder.addresses import Address
from clinicfinder.atom import AtomFeed, speakable
from clinics.listings.cards import ListingCard, listing_cards
from clinics.listings.models import Listing
from clinics.medicine.queries import vocabulary
from clinics.places.state_names import state_name
from clinics.places.states import STATE_ZONES
from clinics.search.criteria import Criteria, Scope
from clinics.search.dimensions import Dimension, dimensions
from clinics.search.filters import search_form
from clinics.search.forms import SearchForm
from clinics.search.news import NO, YES, News, news
from clinics.search.page import moment

DAY = "j M Y"
# Ids must stay when the site moves to another host, so they name none.
TAG = "tag:clinicfinder,2026:"
# A feed has its own order, and all of it is one page.
NOT_OF_FEEDS = ("page", "sort")


@dataclass(frozen=True)
class Entry:
    """One listing, and what is new about it."""

    news: News
    card: ListingCard
    patient_state: str

    @property
    def identifier(self) -> str:
        return f"{TAG}{self.card.kind}/{self.card.slug}"

    @property
    def url(self) -> str:
        return self.card.url

    @property
    def when(self) -> datetime:
        return self.news.when

    @property
    def title(self) -> str:
        if self.news.accepting:
            words = _("Now takes new patients: %(name)s (%(where)s)")
        elif self.news.again:
            words = _("Listed here again: %(name)s (%(where)s)")
        else:
            words = _("New here: %(name)s (%(where)s)")
        return words % {"name": self.card.name, "where": self.where}

    @property
    def where(self) -> str:
        if self.card.kind == Listing.Kind.CLINIC:
            return f"{self.card.city}, {self.card.state}"
        if self.patient_state:
            return _("telehealth, serves %(state)s") % {"state": state_name(self.patient_state)}
        return _("telehealth")

    @property
    def summary(self) -> str:
        """What is new, with its day; and that it is fictional, where it is."""
        said = [_("Fictional listing, for demonstration.")] if self.card.is_demo else []
        told = self.news
        if told.opened:
            words = _("Listed here again since %(day)s.") if told.again else _("Listed here since %(day)s.")
            said.append(words % {"day": self._day(told.opened)})
        if told.accepting and told.took_none:
            words = _("We learned on %(day)s that it takes new patients now. Before, it took none.")
            said.append(words % {"day": self._day(told.accepting)})
        elif told.accepting:
            words = _("We learned on %(day)s that it takes new patients.")
            said.append(words % {"day": self._day(told.accepting)})
        elif told.accepts == YES:
            said.append(_("It takes new patients."))
        elif told.accepts == NO:
            said.append(_("It takes no new patients now."))
        else:
            said.append(_("Ask whether it takes new patients."))
        return " ".join(said)

    def _day(self, at: datetime) -> str:
        zone = STATE_ZONES.get(self.card.state or self.patient_state, UTC)
        day: date = at.astimezone(zone).date()
        return date_format(day, DAY)


class Watched:
    """A search that somebody watches: its words, and what is new in it. At most seven queries."""

    def __init__(self, query: QueryDict) -> None:
        asked = query.copy()
        for name in NOT_OF_FEEDS:
            asked.pop(name, None)
        words = vocabulary()
        self.form: SearchForm = search_form(asked, words)
        self.criteria: Criteria = self.form.criteria(Scope.LISTINGS)
        self.query = asked
        at = moment(self.criteria, words)
        self.narrowing: list[Dimension] = dimensions(self.criteria, words, at)
        self.news = news(self.criteria, words, at)

    @property
    def words(self) -> str:
        """The search in plain language: where, and what was chosen."""
        chosen = [
            str(choice.label)
            for dimension in self.narrowing
            for choice in dimension.choices
            if dimension.wanted >> choice.bit & 1
        ]
        if self.criteria.words:
            chosen.append(_("Words: %(words)s") % {"words": " ".join(self.criteria.words)})
        if self.criteria.unknown:
            chosen.append(_("With those that have not said"))
        return ": ".join(part for part in (self._where, ", ".join(chosen)) if part)

    @property
    def _where(self) -> str:
        place, state = self.criteria.place, self.criteria.state
        if place is not None:
            told = {"miles": f"{self.criteria.radius_miles:g}", "place": place.label}
            return _("within %(miles)s miles of %(place)s") % told
        return _("in %(state)s") % {"state": state_name(state)} if state else _("in all states")

    @property
    def left_out(self) -> str:
        """What of the address we could not read, and why."""
        told = [
            f"{self.form.fields[name].label}: {' '.join(map(str, errors))}" if name in self.form.fields
            else " ".join(map(str, errors))
            for name, errors in self.form.errors.items()
        ]  # fmt: skip
        return _("Left out of this search: %(what)s") % {"what": " ".join(told)} if told else ""

    @property
    def identifier(self) -> str:
        """Tells one search from another without its words."""
        pairs = sorted(Address("", self.query).pairs)
        return f"{TAG}search/{sha256(repr(pairs).encode()).hexdigest()[:20]}"


class SearchFeed(AtomFeed):
    """What is new in one search."""

    def get_object(self, request: HttpRequest) -> Watched:
        return Watched(request.GET)

    def title(self, watched: Watched) -> str:
        return speakable(_("New ketamine care %(search)s") % {"search": watched.words})

    def subtitle(self, watched: Watched) -> str:
        about = _(
            "Listings that came in, and those that now take new patients. Your feed reader asks us for "
            "this address; we keep nothing of it."
        )
        return speakable(f"{about} {watched.left_out}".strip())

    def link(self, watched: Watched) -> str:
        return str(Address(reverse("search"), watched.query))

    def feed_url(self, watched: Watched) -> str:
        return str(Address(reverse("search-feed"), watched.query))

    def feed_guid(self, watched: Watched) -> str:
        return watched.identifier

    def items(self, watched: Watched) -> list[Entry]:
        cards = listing_cards([one.listing for one in watched.news])
        state = watched.criteria.patient_state
        return [Entry(one, cards[one.listing], state) for one in watched.news if one.listing in cards]

    def item_pubdate(self, item: Any) -> datetime | None:
        return item.news.opened


feed = SearchFeed()


@require_safe
@conditional_page
def search_feed(request: HttpRequest) -> HttpResponse:
    """The feed. Its content alone tells whether it changed: a listing may come to match with an old date."""
    response = feed(request)
    del response["Last-Modified"]
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True)
    return response
