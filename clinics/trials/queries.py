"""Questions about trials."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Window

from clinics.trials.rules import MONTHS_A_YEAR, OPEN

WORDS_STAND_IN = ("nct_id", "title", "official_title", "acronym", "sponsor", "summary")


class TrialQuerySet(models.QuerySet):
    """Trials as the newest file tells of them."""

    def listed(self) -> "TrialQuerySet":
        """Those that the registry still holds."""
        return self.filter(gone_on=None)

    def open(self) -> "TrialQuerySet":
        """Those that take people now or soon; what is finished or withdrawn leaves by itself."""
        return self.listed().filter(status__in=OPEN)

    def recruiting(self) -> "TrialQuerySet":
        return self.listed().filter(status="RECRUITING")

    def in_status(self, statuses: Iterable[str]) -> "TrialQuerySet":
        """Those that the registry still holds, in one of these statuses."""
        return self.listed().filter(status__in=list(statuses))

    def about(self, slugs: Iterable[str]) -> "TrialQuerySet":
        """Those about any of these conditions; each once."""
        links = self.model._default_manager.filter(conditions__slug__in=list(slugs))
        return self.filter(pk__in=links.order_by().values("pk"))

    def taking_age(self, years: int) -> "TrialQuerySet":
        """Those whose limits somebody of so many whole years may meet."""
        first, last = years * MONTHS_A_YEAR, years * MONTHS_A_YEAR + MONTHS_A_YEAR - 1
        return self.filter(
            Q(min_age_months=None) | Q(min_age_months__lte=last),
            Q(max_age_months=None) | Q(max_age_months__gte=first),
        )

    def taking_sex(self, sex: str) -> "TrialQuerySet":
        return self.filter(sex__in=["ALL", sex])

    def taking_healthy(self) -> "TrialQuerySet":
        """Those that say they take healthy volunteers; silence is no yes."""
        return self.filter(healthy_volunteers=True)

    def containing(self, words: Iterable[str]) -> "TrialQuerySet":
        """Those in which each of the words stands somewhere."""
        found = self
        for word in words:
            found = found.filter(
                Q(*((f"{name}__icontains", word) for name in WORDS_STAND_IN), _connector=Q.OR)
            )
        return found

    def newest_first(self) -> "TrialQuerySet":
        return self.order_by("-updated_on", "pk")

    def with_places(self) -> "TrialQuerySet":
        """With all that a page shows of them, in two queries more."""
        return self.prefetch_related("conditions", "sites__state")

    def holding(self) -> tuple[int, object]:
        """How many the registry still holds, and the day of the newest file."""
        told = self.listed().aggregate(number=Count("pk"), day=Max("retrieved_on"))
        return told["number"], told["day"]

    def recruiting_there(self, usps: str) -> "TrialQuerySet":
        """All that are listed, those first that recruit at a place in this state, in one query.

        `here` says so and `city` where; `number` counts them, `day` is that of the newest file.
        """
        sites = (
            self.model._default_manager.filter(
                pk=OuterRef("pk"), sites__state=usps, sites__status__in=["", "RECRUITING"]
            )
            .order_by("sites__city")
            .values("sites__city")
        )
        here = Q(status="RECRUITING") & Exists(sites)
        return (
            self.listed()
            .annotate(
                here=models.Case(models.When(here, then=1), default=0),
                city=Subquery(sites[:1]),
            )
            .annotate(number=Window(models.Sum("here")), day=Window(Max("retrieved_on")))
            .order_by("-here", F("updated_on").desc(), "pk")
            .only("nct_id", "title", "updated_on")
        )
