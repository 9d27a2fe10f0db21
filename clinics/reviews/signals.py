"""Signals beside a review: what a moderator may want to ask. Never a verdict, and nothing acts on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinics.reviews import queries_signals as ask
from clinics.reviews import signal_rules as rules
from clinics.reviews.models import Review
from clinics.reviews.personal import Detail
from clinics.reviews.queries import once_kept

KINDS_OF_DETAIL = {
    "phone": gettext_lazy("a phone number"),
    "email": gettext_lazy("an e-mail address"),
    "web": gettext_lazy("a web address"),
    "name": gettext_lazy("a name"),
    "number": gettext_lazy("a number of a record"),
}


@dataclass(frozen=True)
class Link:
    """Another review that a signal speaks of."""

    label: str
    url: str


@dataclass(frozen=True)
class Signal:
    """One question for a human, and the reviews that it is about."""

    kind: str
    words: str
    links: tuple[Link, ...] = ()


def signals_of(review: Review, found: Iterable[Detail], now: datetime) -> list[Signal]:
    """All signals of one review; `found` are the possible personal details in its text.

    At most eight queries, however many reviews there are.
    """
    return [
        *_origins(review, now),
        *_alike(review, now),
        *_bursts(review),
        *_account(review),
        *_stake(review),
        *_personal(found),
    ]


def _origins(review: Review, now: datetime) -> Iterable[Signal]:
    own = ask.traces_of(review, now)
    if not own:
        return
    others = ask.traces_like(own, review, now)
    devices = {trace.device for trace in own}
    same = {t.review_id: t.review for t in others if rules.any_of([t.device], devices)}
    near = {t.review_id: t.review for t in others if t.review_id not in same}
    if same:
        words = ngettext(
            "One other account sent a review from the same network with the same kind of browser in the last "
            "30 days. Is it the same person, or do people share a device?",
            "%(count)d reviews by other accounts came from the same network with the same kind of browser in "
            "the last 30 days. Is it one person, or do people share a device?",
            len(same),
        )
        yield Signal("device", words % {"count": len(same)}, _links(same.values()))
    if near:
        words = ngettext(
            "One other account sent a review from the same network in the last 30 days. Do they know each "
            "other? A household, a workplace and a phone company can share a network.",
            "%(count)d reviews by other accounts came from the same network in the last 30 days. Do they "
            "belong together? A household, a workplace and a phone company can share a network.",
            len(near),
        )
        yield Signal("network", words % {"count": len(near)}, _links(near.values()))


def _alike(review: Review, now: datetime) -> Iterable[Signal]:
    keys = rules.alike(review.text, ask.texts_to_compare(review, now))
    if keys:
        found = ask.by_key(keys)
        words = _("The words are nearly those of another review. Was one copied from the other?")
        yield Signal("alike", words, _links(found[key] for key in keys if key in found))


def _bursts(review: Review) -> Iterable[Signal]:
    of_listing = _some(ask.of_the_same_listing(review, rules.BURST_OF_LISTING))
    if rules.is_burst(len(of_listing)):
        words = _(
            "Several reviews of this place came within 48 hours of this one. Did somebody ask for them?"
        )
        yield Signal("burst-of-listing", words, _links(of_listing))
    if review.author_id is None:
        return
    of_account = _some(ask.of_the_same_account(review, rules.BURST_OF_ACCOUNT))
    if rules.is_burst(len(of_account)):
        words = _("This account wrote several reviews within a day. Can all of them tell of own visits?")
        yield Signal("burst-of-account", words, _links(of_account))


def _account(review: Review) -> Iterable[Signal]:
    if review.author and rules.is_new(review.author.date_joined, review.first_sent_at):
        words = _(
            "The account was less than 7 days old. Most honest reviewers have a new account, too: does "
            "anything else make you doubt?"
        )
        yield Signal("new-account", words)


def _stake(review: Review) -> Iterable[Signal]:
    if review.author is None:
        return
    if review.author_id in once_kept(review.listing):
        words = _("This account once asked to take care of this listing. Does its author work there?")
        yield Signal("claimed", words)
    if rules.of_one_domain(review.author.email, review.listing.website):
        words = _("The account has a mailbox at the domain of this place. Does its author work there?")
        yield Signal("domain", words)


def _personal(found: Iterable[Detail]) -> Iterable[Signal]:
    kinds = dict.fromkeys(str(KINDS_OF_DETAIL[detail.kind]) for detail in found)
    if kinds:
        words = _("Marked in the text: %(kinds)s. Does that tell who somebody is?")
        yield Signal("personal", words % {"kinds": get_text_list(list(kinds), _("and"))})


def _some(rows: QuerySet[Review]) -> list[Review]:
    return list(rows[: rules.MOST_NAMED])


def _links(reviews: Iterable[Review]) -> tuple[Link, ...]:
    named = list(reviews)[: rules.MOST_NAMED]
    return tuple(Link(str(row), reverse("admin:review-decide", args=[row.pk])) for row in named)
