"""Pages that explain how this directory works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from clinics.search import ranking
from clinics.vetting.wording import other_durations, policy


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
