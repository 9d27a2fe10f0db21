"""A caution on a page, as soon as several people have told the same."""

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clinicfinder import clock
from clinics.desk.models import Report
from clinics.desk.rules import Caution, caution
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
    kind, people = caution(Report.objects.about(subject).open().told(), clock.now())
    if not kind:
        return ""
    words = OF_PEOPLE if isinstance(subject, Provider) else OF_PLACES
    return _(words[kind]) % {"number": capfirst(str(apnumber(people)))}
