"""Where a clinic or a practice stands: from its address to a point on the map."""

from django.conf import settings
from django.utils.translation import gettext as _

from clinics.listings.models import Clinic, Provider
from clinics.places.geocoder import curation_geocoder, place_address, zip_points
from clinics.places.models import PointSource
from clinics.places.points import miles_between

ADDRESS = ("street", "city", "state", "zip_code")


def place(subject: Clinic | Provider) -> None:
    """Set the point by the address, as exactly as we can; no point if we know none. Does not save."""
    found = place_address(
        subject.street, subject.city, subject.state_id or "", subject.zip_code, curation_geocoder()
    )
    subject.latitude, subject.longitude, subject.point_source = found or (None, None, "")


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


def miles_from_zip(subject: Clinic | Provider) -> float | None:
    """How far it stands from the center of its ZIP code, in miles."""
    [center] = zip_points([subject.zip_code[:5]]).values() or [None]
    if center is None or subject.latitude is None or subject.longitude is None:
        return None
    return miles_between(subject.latitude, subject.longitude, *center)
