"""Listings that may stand here twice, and what tells two of them apart."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from clinics.desk import rules_duplicates as rules
from clinics.desk.merging import MOVED, SHARED, WITH_KEYS, special
from clinics.desk.models import NotDuplicate
from clinics.desk.queue_queries import comparable_listings, decided_pairs, rows_by_listing
from clinics.listings.models import Listing

REASONS = {
    "npi": _("same NPI"),
    "phone": _("same phone number"),
    "name": _("nearly the same name"),
    "website": _("same website"),
}
HIDDEN = {"id", "listing_ptr", "updated_at", "kind"}


class Line(NamedTuple):
    """One fact of both, side by side."""

    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


def possible(kinds: Collection[str] = ("clinic", "telehealth")) -> rules.Pairs:
    """Pairs that nobody has decided on, in the order in which they arose. Two queries."""
    found = rules.pairs(_entry(*row) for row in comparable_listings(kinds))
    decided = decided_pairs()
    return {pair: found[pair] for pair in sorted(found, key=lambda pair: pair[::-1]) if pair not in decided}


def tell_apart(one: Listing, other: Listing, user: Any) -> None:
    """A curator found that they are two: the pair comes up no more."""
    first, second = sorted((one.pk, other.pk))
    NotDuplicate.objects.get_or_create(first_id=first, second_id=second, defaults={"decided_by": user})


def side_by_side(left: Listing, right: Listing) -> list[Line]:
    """Every fact of the two, and how much hangs on each."""
    one, other = special(left), special(right)
    fields = [field for field in one._meta.concrete_fields if field.name not in HIDDEN]
    lines = [_line(field, one, other) for field in fields]
    for name in SHARED:
        field = one._meta.get_field(name)
        lines.append(Line(str(field.verbose_name), *(_joined(getattr(x, name).all()) for x in (one, other))))
    for model, owner, _key in WITH_KEYS:
        if owner == "listing" or owner in _owners(one):
            lines.append(_rows(model, owner, one, other))
    return [Line(line.label[:1].upper() + line.label[1:], line.left, line.right) for line in lines]


def what_hangs_on(left: Listing, right: Listing) -> list[Line]:
    """How many rows of each kind would move: checks, reports, claims and so on."""
    lines = []
    for model, owner in MOVED:
        grouped = rows_by_listing(model, owner, [left.pk, right.pk])
        label = str(model._meta.verbose_name_plural)
        lines.append(Line(label[:1].upper() + label[1:], *(str(grouped.get(x.pk, 0)) for x in (left, right))))
    return lines


def _entry(*row: Any) -> rules.Entry:
    pk, kind, is_demo, name, npi, phone, website, street, zip_code, latitude, longitude = row
    return rules.Entry(
        pk,
        kind,
        is_demo,
        rules.compared_name(name),
        npi,
        phone,
        street or "",
        (zip_code or "")[:5],
        None if latitude is None else (latitude, longitude),
        rules.host_of(website),
    )


def _line(field: Any, one: Model, other: Model) -> Line:
    return Line(str(field.verbose_name), _shown(one, field), _shown(other, field))


def _shown(row: Any, field: Any) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return {None: "", True: str(_("yes")), False: str(_("no"))}.get(value, str(value))


def _owners(one: Listing) -> set[str]:
    return {"clinic"} if one.kind == Listing.Kind.CLINIC else {"service"}


def _rows(model: type[Model], owner: str, one: Listing, other: Listing) -> Line:
    sides = [model._default_manager.filter(**{owner: side.pk}) for side in (one, other)]
    return Line(str(model._meta.verbose_name_plural), *(_joined(side) for side in sides))


def _joined(rows: Any) -> str:
    return "; ".join(str(row) for row in rows)
