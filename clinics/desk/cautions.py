"""A caution on a page, as soon as several people have told the same."""

from collections import defaultdict
from collections.abc import Collection

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clinicfinder import clock
from clinics.desk.models import Report
from clinics.desk.rules import Caution, Told, caution
from clinics.listings.models import Listing, Provider

OF_PLACES = {
    Caution.CLOSED: gettext_noop(
        "%(number)s people told us that this place has closed or moved. We are checking."
    ),
    Caution.CONTACT: gettext_noop(
        "%(number)s people told us that the phone number, address or website here is wrong. We are checking."
    ),
    Caution.EITHER: gettext_noop(
        "%(number)s people told us that this place has closed or that its phone number, address or "
        "website is wrong. We are checking."
    ),
}
OF_PEOPLE = OF_PLACES | {
    Caution.CLOSED: gettext_noop(
        "%(number)s people told us that this practitioner has moved or no longer practices. We are checking."
    ),
    Caution.EITHER: gettext_noop(
        "%(number)s people told us that this practitioner has moved, or that the phone number, address or "
        "website here is wrong. We are checking."
    ),
}


def cautions_for(subject: Listing | Provider) -> str:
    """The caution in plain words; "" where there is none. One query."""
    return _words(subject, Report.objects.about(subject).open().told())


def cautions_for_each(subjects: Collection[Listing | Provider]) -> list[str]:
    """The caution of each of these, "" where there is none. One query."""
    people = {one.pk for one in subjects if isinstance(one, Provider)}
    places = {one.pk for one in subjects if not isinstance(one, Provider)}
    told: dict[tuple[bool, int], list[Told]] = defaultdict(list)
    for report in Report.objects.about_any(places, people).open():
        about = (report.listing_id is None, report.listing_id or report.provider_id or 0)
        told[about].append(Told(report.kind, report.sender, report.created_at))
    return [_words(one, told[isinstance(one, Provider), one.pk]) for one in subjects]


def _words(subject: Listing | Provider, told: list[Told]) -> str:
    kind, people = caution(told, clock.now())
    if not kind:
        return ""
    words = OF_PEOPLE if isinstance(subject, Provider) else OF_PLACES
    return _(words[kind]) % {"number": capfirst(str(apnumber(people)))}
