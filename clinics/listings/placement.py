"""Where a clinic or a practice stands: from its address to a point on the map."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from clinics.listings.models import Clinic, Provider
from clinics.places.geocoder import answers, curation_geocoder, place_address, zip_points
from clinics.places.models import PointSource, ZipCode
from clinics.places.points import miles_between
from clinics.places.reach import MOST_MILES

ADDRESS = ("street", "city", "state", "zip_code")


def place(subject: Clinic | Provider) -> None:
    """Set the point by the address, as exactly as we can; no point if we know none. Does not save."""
    found = place_address(
        subject.street, subject.city, subject.state_id or "", subject.zip_code, curation_geocoder()
    )
    subject.latitude, subject.longitude, subject.point_source = found or (None, None, "")


@dataclass(frozen=True)
class Answer:
    """One place that the geocoder takes the address for, and how far it is from its ZIP code's center."""

    label: str
    latitude: float
    longitude: float
    miles_from_zip: float | None


def answers_for(subject: Clinic | Provider) -> list[Answer]:
    """What the geocoder offers for the whole address; a curator chooses."""
    town = f"{subject.city}, {subject.state_id or ''} {subject.zip_code}".strip()
    told = answers(f"{subject.street}, {town}") or answers(town)
    [center] = zip_points([subject.zip_code[:5]]).values() or [None]
    return [
        Answer(label, latitude, longitude, center and miles_between(latitude, longitude, *center))
        for label, latitude, longitude in told
    ]


def pin(subject: Clinic | Provider, answer: Answer) -> None:
    """Take this answer for the point. Does not save."""
    subject.latitude, subject.longitude = answer.latitude, answer.longitude
    subject.point_source = PointSource.HAND


def how_placed(subject: Clinic | Provider) -> str:
    """What came of placing it, for the curator."""
    if subject.latitude is None:
        return _(
            "We know neither its ZIP code nor its city, so it is not on the map and no search near a place "
            "finds it. Mend the address, or type the coordinates."
        )
    words = _("Placed on the map: %(how)s.") % {"how": PointSource(subject.point_source).label}
    exact = subject.point_source == PointSource.STREET
    if subject.street and settings.CURATION_GEOCODER != "embedded" and not exact:
        words += " " + _("The geocoder for streets gave no answer.")
    return words


def miles_from_zip(subject: Clinic | Provider) -> tuple[float, float] | None:
    """How far it stands from the center of its ZIP code, and how far that reaches, in miles."""
    known = ZipCode.objects.filter(code=subject.zip_code[:5]).first()
    if known is None or known.latitude is None or known.longitude is None:
        return None
    if subject.latitude is None or subject.longitude is None:
        return None
    miles = miles_between(subject.latitude, subject.longitude, known.latitude, known.longitude)
    return miles, known.reach_miles or MOST_MILES
