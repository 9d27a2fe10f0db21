"""The narrow rows that search reads. Derived: only `index.refresh` writes them.

One row for each published clinic, each state that a telemedicine service serves, and each
practice place and license of a practitioner. Everything a search filters, counts or sorts by
stands here as a number; docs/performance.md says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Case, Count, Q, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from clinics.listings.models import Listing, Provider
from clinics.listings.models.base import exactly_one_subject


class Flag(models.IntegerChoices):
    """Bits of `SearchEntry.flags`."""

    IN_PERSON = 1, _("in person")
    TELEHEALTH = 2, _("by telehealth")
    EVENING = 4, _("open in the evening")
    WEEKEND = 8, _("open at the weekend")
    PRICE_TOLD = 16, _("has published some price")
    INSURANCE_TOLD = 32, _("has said whether it takes insurance")
    # What the law asks of telehealth (clinics/search/legal.py).
    EXAMINES_FIRST = 64, _("examines in person before the first prescription")
    NO_PHYSICIAN = 128, _("no physician among its prescribers there")
    PRESCRIBER_NAMED = 256, _("names who prescribes")


class EntryKind(models.IntegerChoices):
    CLINIC = 1, _("clinic")
    TELEHEALTH = 2, _("telemedicine service")
    PROVIDER = 3, _("practitioner")


COLUMNS = (
    "kind", "listing_id", "provider_id", "state", "cell", "x", "y", "z",
    "conditions", "treatments", "payers", "payers_high", "languages", "languages_high",
    "accessibility", "age_groups", "flags", "accepting", "price_cents", "wait_days",
    "rating_mean", "rating_count", "verified_from", "verified_until",
    "licensed_from", "licensed_until", "confirmed_on", "completeness",
)  # fmt: skip
# The database alone judges place and license; these columns are never fetched.
JUDGED_THERE = ("cell", "x", "y", "z", "licensed_from", "licensed_until")
READ_COLUMNS = tuple(column for column in COLUMNS if column not in JUDGED_THERE)


def covering(name: str, *leading: str) -> models.Index:
    """An index that holds a whole row, so that a search never visits the table."""
    fields = [column.removesuffix("_id") for column in COLUMNS]
    return models.Index(name=name, fields=[*leading, *(f for f in fields if f not in leading)])


@dataclass(frozen=True)
class Sql:
    """A piece of SQL, and the values for its placeholders."""

    text: str
    values: Sequence[Any] = ()

    def __add__(self, other: "Sql") -> "Sql":
        return Sql(f"{self.text} {other.text}", [*self.values, *other.values])


@dataclass(frozen=True)
class CareThere:
    """How much care is listed in a state, before the law is asked, and the clinics to show first.

    `foremost` tells of each, by its id and in order, whether it is verified.
    """

    clinics: int
    services: int
    practitioners: int
    foremost: dict[int, bool]


class SearchEntryQuerySet(models.QuerySet):
    """Candidates of a search."""

    def of_kinds(self, kinds: Iterable[int]) -> "SearchEntryQuerySet":
        """These kinds of entry, without fictional ones where this site hides them."""
        shown = {} if settings.SHOW_DEMO else {"is_demo": False}
        return self.filter(kind__in=list(kinds), **shown)

    def in_cells(self, cells: Iterable[int]) -> "SearchEntryQuerySet":
        """Entries in these grid cells; minus a state's number stands for its telehealth.

        Written out, since there are hundreds: Django would take longer than the database.
        """
        listed = ", ".join(str(int(cell)) for cell in cells)
        return self.filter(RawSQL(f"cell IN ({listed})", [], models.BooleanField()))  # noqa: S611 (numbers)

    def in_state(self, usps: str) -> "SearchEntryQuerySet":
        """Places that stand in the state, and services that serve it."""
        return self.filter(state=usps)

    def care_in(self, usps: str, second: int, most: int) -> CareThere:
        """The care that is listed in the state at this second; its clinics: the verified first, then
        those of whom we know most, at most so many. Two queries.
        """
        there = self.of_kinds(EntryKind).in_state(usps)
        licensed = Q(licensed_from=None) | Q(licensed_from__lte=second)
        licensed &= Q(licensed_until=None) | Q(licensed_until__gt=second)
        counts = there.aggregate(
            clinics=Count("listing", distinct=True, filter=Q(kind=EntryKind.CLINIC)),
            services=Count("listing", distinct=True, filter=Q(kind=EntryKind.TELEHEALTH)),
            practitioners=Count("provider", distinct=True, filter=Q(kind=EntryKind.PROVIDER) & licensed),
        )
        verified = Q(verified_from__lte=second, verified_until__gt=second)
        clinics = (
            self.of_kinds([EntryKind.CLINIC])
            .in_state(usps)
            .annotate(stands=Case(When(verified, then=True), default=False))
        )
        first = clinics.order_by("-stands", "-completeness", "listing").values_list("listing", "stands")
        return CareThere(**counts, foremost=dict(first[:most]))

    def containing(self, words: Iterable[str]) -> "SearchEntryQuerySet":
        """Entries whose name, practitioners or description hold every one of the folded words."""
        listings, providers = Q(listing__isnull=False), Q(provider__isnull=False)
        for word in words:
            listings &= Q(words__contains=word)
            providers &= Q(words__contains=word)
        return self.filter(
            Q(kind=EntryKind.PROVIDER, provider__in=SearchText.objects.filter(providers).values("provider"))
            | Q(
                ~Q(kind=EntryKind.PROVIDER),
                listing__in=SearchText.objects.filter(listings).values("listing"),
            )
        )

    def rows(self, *conditions: Sql, beside: Sql, most: int | None = None) -> list[tuple]:
        """READ_COLUMNS and the number `beside` them as plain tuples, in one query; at most so many."""
        limit = Sql("" if most is None else f"LIMIT {most}")
        columns = Sql(", ".join(READ_COLUMNS) + ",") + beside
        return self.ask(self.selecting(columns, *conditions) + limit)

    def selecting(self, columns: Sql, *conditions: Sql) -> Sql:
        """`SELECT columns FROM … WHERE` what this query set asks for and these conditions hold.

        Only the query set's own conditions are left to Django to build: for this many columns
        it would take longer than the database to answer.
        """
        query = self.query.chain()
        table = query.get_initial_alias()
        try:
            where = Sql(*query.get_compiler(self.db).compile(query.where))
        except EmptyResultSet:
            where = Sql("1 = 0")
        whole = Sql("SELECT") + columns + Sql(f"FROM {table} WHERE") + where
        return sum((Sql("AND") + condition for condition in conditions), start=whole)

    def ask(self, sql: Sql) -> list[tuple]:
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql.text, sql.values)
            return cursor.fetchall()


class SearchEntry(models.Model):
    """One row of the index.

    `cell` is the quarter-degree cell of the point, or minus the state's number where the row
    has no place (telehealth). `x`, `y`, `z` are miles from the earth's centre. Instants are
    seconds since 1970 UTC; `confirmed_on` is a proleptic day number. `payers` and `languages`
    continue in a second word. `completeness` is a percentage.
    """

    kind = models.PositiveSmallIntegerField(choices=EntryKind)
    listing = models.ForeignKey(Listing, models.CASCADE, null=True, related_name="+")
    provider = models.ForeignKey(Provider, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=2)
    cell = models.IntegerField()
    is_demo = models.BooleanField(default=False)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    z = models.FloatField(null=True)
    conditions = models.BigIntegerField(default=0)
    treatments = models.BigIntegerField(default=0)
    payers = models.BigIntegerField(default=0)
    payers_high = models.BigIntegerField(default=0)
    languages = models.BigIntegerField(default=0)
    languages_high = models.BigIntegerField(default=0)
    accessibility = models.BigIntegerField(default=0)
    age_groups = models.BigIntegerField(default=0)
    flags = models.SmallIntegerField(default=0)
    accepting = models.SmallIntegerField(null=True)
    price_cents = models.IntegerField(null=True)
    wait_days = models.IntegerField(null=True)
    rating_mean = models.FloatField(null=True)
    rating_count = models.IntegerField(default=0)
    verified_from = models.BigIntegerField(null=True)
    verified_until = models.BigIntegerField(null=True)
    licensed_from = models.BigIntegerField(null=True)
    licensed_until = models.BigIntegerField(null=True)
    confirmed_on = models.IntegerField(null=True)
    completeness = models.SmallIntegerField(default=0)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.CheckConstraint(
                name="entry_has_its_subject",
                condition=Q(kind__in=[1, 2], listing__isnull=False, provider__isnull=True)
                | Q(kind=3, provider__isnull=False),
            )
        ]
        indexes = [
            covering("entry_by_cell", "cell", "kind", "is_demo"),
            covering("entry_by_state", "state", "kind", "is_demo"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.provider_id or self.listing_id} in {self.state}"


class SearchText(models.Model):
    """The words by which a listing or practitioner is found, folded to plain lower-case letters."""

    listing = models.OneToOneField(Listing, models.CASCADE, null=True, related_name="+")
    provider = models.OneToOneField(Provider, models.CASCADE, null=True, related_name="+")
    words = models.TextField()

    class Meta:
        verbose_name = _("search text")
        verbose_name_plural = _("search texts")
        constraints = [
            exactly_one_subject("text_has_exactly_one_subject"),
        ]

    def __str__(self) -> str:
        return self.words[:60]
