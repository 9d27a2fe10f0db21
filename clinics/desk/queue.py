"""The queues of the curators' desk: one table, and how each is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.desk import duplicates, queue_law, queue_queries, queue_reviews, queue_words
from clinics.desk.queue_queries import NEVER, beyond, by_pk, counted, counted_by_key, in_order
from clinics.listings.models import Clinic, Listing, Provider, TelemedicineService
from clinics.reviews.workload import WORK

SUBJECTS = (Clinic, TelemedicineService, Provider)
# The page on which the work is done: its name, and what somebody must be allowed to use it.
WAYS: dict[str, tuple[str | Promise, str]] = {
    "open": (_("Open"), ""),
    "evidence": (_("Evidence"), "clinics.view_check"),
    "edit": (_("Edit"), "clinics.change_clinic"),
    "compare": (_("Compare"), "clinics.view_notduplicate"),
    "look": (_("Look again"), "clinics.change_regulationnote"),
    "decide": (_("Decide"), "clinics.change_regulationnote"),
    "watch": (_("Open"), "clinics.change_sourcepage"),
    "moderate": (_("Decide"), "clinics.change_review"),
}
DOES = {
    "publish": _("Publish"),
    "suspend": _("Suspend"),
    "unchanged": _("Nothing changed"),
    "settle": _("I have looked at the notes on its page"),
}
# Where the editors of the law do it.
LAW_PAGES = {"look": "admin:note-look", "decide": "admin:note-decide", "watch": "admin:source-watch"}
KINDS = {"clinic": "clinic", "telehealth": "telemedicineservice"}


class Item(NamedTuple):
    """One thing to do: its place in the order, its name, where the work is done, where else to go."""

    cursor: str
    title: str
    said: str
    since: date | None
    url: str
    other_url: str = ""
    other_label: str | Promise = ""
    model: str = ""
    pk: int = 0


@dataclass(frozen=True)
class Queue:
    """Things of one sort that wait. `since` is the heading of the day by which they are ordered.

    `way` leads to the page on which the work is done; `does` is what one click does from the list.
    """

    key: str
    title: str | Promise
    since: str | Promise
    asks: Callable[[datetime], queue_queries.Parts]
    way: str = "open"
    does: str = ""

    @property
    def opens(self) -> str | Promise:
        return WAYS[self.way][0]

    @property
    def does_label(self) -> str | Promise:
        return DOES.get(self.does, "")

    def visible_to(self, user: Any) -> bool:
        return bool(self._seen(user))

    def count(self, user: Any) -> int:
        return counted(self.parts(user))

    def parts(self, user: Any) -> list[Any]:
        """What may be counted of it in the database."""
        return [part for _number, part in self._seen(user)]

    def page(self, user: Any, start: int, end: int) -> list[Item]:
        return self._items(in_order(self._seen(user))[start:end])

    def following(self, user: Any, cursor: str, *, inclusive: bool) -> Item | None:
        """The item after a place in the order, or at it; the first one where the place is not named."""
        parts = self._seen(user)
        if place := _read(cursor):
            parts = [(n, beyond(part, n, place, inclusive=inclusive)) for n, part in parts]
        found = self._items(in_order(parts)[:1])
        return found[0] if found else None

    def holds(self, user: Any, model: str, pk: int) -> bool:
        """Whether this waits here."""
        parts = (part for _number, part in self._seen(user) if part.model._meta.model_name == model)
        return any(part.filter(pk=pk).exists() for part in parts)

    def _seen(self, user: Any) -> list[tuple[int, Any]]:
        """The parts that this person may see, with their numbers."""
        return [
            (number, part)
            for number, part in enumerate(self.asks(clock.now()))
            if self._may(user, f"clinics.view_{part.model._meta.model_name}")
        ]

    def _may(self, user: Any, permission: str) -> bool:
        needed = [permission, *filter(None, [WAYS[self.way][1]])]
        return user.has_perms(needed)

    def _items(self, rows: Iterable[tuple[Any, int, int]]) -> list[Item]:
        """The rows as they are shown, in one query for each model among them."""
        models = [part.model for part in self.asks(clock.now())]
        found = list(rows)
        loaded = {
            number: by_pk(models[number], [pk for _at, n, pk in found if n == number])
            for number in {number for _at, number, _pk in found}
        }
        return [
            self._item(loaded[number][pk], f"{at.isoformat()},{number},{pk}", at)
            for at, number, pk in found
            if pk in loaded[number]
        ]

    def _item(self, row: Any, cursor: str, at: date) -> Item:
        model, since = row._meta.model_name, None if at == NEVER else at
        form = reverse(f"admin:clinics_{model}_change", args=[row.pk])
        item = Item(
            cursor, queue_words.title(row), queue_words.said(row), since, form, model=model, pk=row.pk
        )  # fmt: skip
        if not isinstance(row, SUBJECTS):
            return item
        evidence = reverse("admin:evidence", args=[model, row.pk])
        if self.way == "evidence":
            return item._replace(url=evidence, other_url=form, other_label=WAYS["edit"][0])
        return item._replace(other_url=evidence, other_label=WAYS["evidence"][0])


class Law(Queue):
    """Work of the editors of the law. Nobody decides on what they wrote."""

    def _seen(self, user: Any) -> list[tuple[int, Any]]:
        parts = super()._seen(user)
        if self.way == "decide":
            return [(number, part.waiting_for(user)) for number, part in parts]
        return parts

    def _item(self, row: Any, cursor: str, at: date) -> Item:
        item = super()._item(row, cursor, at)
        return item._replace(url=reverse(LAW_PAGES[self.way], args=[row.pk]))


class Moderation(Queue):
    """Work of the moderators of reviews. Nobody is led to what another must decide."""

    def _seen(self, user: Any) -> list[tuple[int, Any]]:
        return [(0, queue_reviews.waiting_for(self.key, user))] if queue_reviews.may(self.key, user) else []

    def _item(self, row: Any, cursor: str, at: date) -> Item:
        model = row._meta.model_name
        words = queue_words.title(row), queue_words.said(row)
        return Item(cursor, *words, at, queue_reviews.page_of(row), model=model, pk=row.pk)


class Pairs(Queue):
    """Possible duplicates: found by comparing all listings, so there is no table to count."""

    def visible_to(self, user: Any) -> bool:
        return bool(self._kinds(user))

    def count(self, user: Any) -> int:
        return len(duplicates.possible(self._kinds(user)))

    def page(self, user: Any, start: int, end: int) -> list[Item]:
        return self._pairs(list(duplicates.possible(self._kinds(user)).items())[start:end])

    def following(self, user: Any, cursor: str, *, inclusive: bool) -> Item | None:
        place = tuple(int(part) for part in cursor.split(",") if part.isdecimal())[:2]
        later = [
            (pair, why)
            for pair, why in duplicates.possible(self._kinds(user)).items()
            if pair[::-1] > place or (inclusive and pair[::-1] == place)
        ]
        found = self._pairs(later[:1])
        return found[0] if found else None

    def holds(self, user: Any, model: str, pk: int) -> bool:
        return False

    def _kinds(self, user: Any) -> list[str]:
        return [kind for kind, model in KINDS.items() if self._may(user, f"clinics.view_{model}")]

    def _pairs(self, pairs: list[tuple[tuple[int, int], list[str]]]) -> list[Item]:
        listings = by_pk(Listing, {pk for pair, _why in pairs for pk in pair})
        return [
            Item(
                f"{second},{first}",
                f"{listings[first]} / {listings[second]}",
                ", ".join(str(duplicates.REASONS[reason]) for reason in why),
                listings[second].created_at,
                reverse("admin:desk-compare", args=[first, second]),
            )
            for (first, second), why in pairs
        ]


ASKED, LAW = queue_queries, queue_law
QUEUES: tuple[Queue, ...] = (
    Queue("exclusions", _("Possible exclusions"), _("Found"), ASKED.exclusions),
    Queue("reports", _("Reports from the public"), _("Told"), ASKED.reports),
    Queue("requests", _("Requests: add, correct, take down"), _("Asked"), ASKED.requests),
    Queue("claims", _("Claims"), _("Claimed"), ASKED.claims),
    Queue("proposals", _("Suggestions from imports and clinics"), _("Proposed"), ASKED.proposals),
    Queue("drafts", _("New drafts"), _("Created"), ASKED.drafts, "evidence", "publish"),
    Queue("lapsing", _("Verification ends within 30 days"), _("Ends"), ASKED.lapsing, "evidence"),
    Queue("lapsed", _("Verification has lapsed"), _("Lapsed"), ASKED.lapsed, "evidence", "suspend"),
    Queue(
        "unconfirmed", _("Contact not confirmed for 180 days"), _("Confirmed"), ASKED.unconfirmed,
        "evidence", "suspend",
    ),
    Queue("off-the-map", _("Not on the map"), _("Created"), ASKED.off_the_map, "edit"),
    Queue("far-from-zip", _("Far from its ZIP code"), _("Created"), ASKED.far_from_zip, "edit"),
    Law("law-drafts", _("Regulation drafts to decide on"), _("Written"), LAW.drafts, "decide"),
    Law("law-changed", _("Notes whose source page changed"), _("Seen"), LAW.source_changed, "look", "settle"),
    Law("law-review", _("Regulation notes due for review"), _("Due"), LAW.review_due, "look", "unchanged"),
    Law("dead-links", _("Dead links of regulation notes"), _("Since"), LAW.dead_links, "watch"),
    *(Moderation(w.key, w.title, w.since, queue_reviews.asks(w.key), "moderate") for w in WORK),
    Pairs("duplicates", _("Possible duplicates"), _("Since"), lambda now: [], "compare"),
)  # fmt: skip
BY_KEY = {queue.key: queue for queue in QUEUES}


def waiting(user: Any) -> list[dict[str, Any]]:
    """Each queue that this person may see, with how many wait. One query for all, two for duplicates."""
    seen = [queue for queue in QUEUES if queue.visible_to(user)]
    parts = {queue.key: queue.parts(user) for queue in seen}
    counts = counted_by_key({key: found for key, found in parts.items() if found})
    return [
        {
            "key": queue.key,
            "title": queue.title,
            "count": counts[queue.key] if queue.key in counts else queue.count(user),
        }
        for queue in seen
    ]


def _read(cursor: str) -> queue_queries.Place | None:
    """A place in the order as it was written; None where somebody else wrote it."""
    when, _comma, rest = cursor.partition(",")
    number, _comma, pk = rest.partition(",")
    try:
        at = (date if len(when) == len("2026-01-31") else datetime).fromisoformat(when)
    except ValueError:
        return None
    sound = number.isdecimal() and pk.isdecimal() and len(pk) < 19 and NEVER.year <= at.year < 3000
    if not sound or (isinstance(at, datetime) and at.tzinfo is None):
        return None
    return at, int(number), int(pk)
