"""Pages that explain how this directory works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from clinics.reviews import rules as ratings
from clinics.search import ranking
from clinics.vetting.wording import other_durations, policy

MONTHS_OF_A_YEAR = 12


def how_we_rank(request: HttpRequest) -> HttpResponse:
    """The order of results in words, printed from the weights that make it."""
    context = {
        "weights": [
            int(points)
            for points in (
                ranking.DISTANCE_POINTS,
                ranking.VERIFICATION_POINTS,
                ranking.COMPLETENESS_POINTS,
                ranking.RATING_POINTS,
                ranking.FRESHNESS_POINTS,
            )
        ],
        "no_distance": int(ranking.NO_DISTANCE_POINTS),
        "prior_mean": ranking.PRIOR_MEAN,
        "prior_count": ranking.PRIOR_COUNT,
        "freshness": [(days, ranking.FRESHNESS_POINTS * share) for days, share in ranking.FRESHNESS],
        "mean_from": ratings.MEAN_FROM,
        "full_years": ratings.FULL_MONTHS // MONTHS_OF_A_YEAR,
        "counted_years": ratings.COUNTED_MONTHS // MONTHS_OF_A_YEAR,
        "aged_percent": round(100 * ratings.AGED),
    }
    return render(request, "guide/how_we_rank.html", context)


def how_we_verify(request: HttpRequest) -> HttpResponse:
    """What "verified" means, printed from the table that decides it."""
    context = {
        "policies": [
            (_("A clinic"), policy("clinic")),
            (_("A telemedicine service"), policy("telehealth")),
            (_("A practitioner"), policy("provider")),
        ],
        "others": other_durations(),
    }
    return render(request, "guide/how_we_verify.html", context)
