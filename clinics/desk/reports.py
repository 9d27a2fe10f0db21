"""Reports: how they are kept, and how they are settled."""

from django.db import transaction
from django.utils.translation import gettext as _

from clinicfinder import clock, languages, mail
from clinics.accounts.models import User
from clinics.desk.models import Report


@transaction.atomic
def settle(report: Report, by: User | None) -> None:
    """Store the state and the answer that a curator gave. What tells reporters apart is forgotten."""
    settled = report.state != Report.State.OPEN
    report.handled_by = by if settled else None
    report.handled_at = clock.now() if settled else None
    if settled:
        report.sender = ""
    report.save(update_fields=["state", "answer", "sender", "handled_by", "handled_at"])


def waits_for_mail(report: Report) -> bool:
    settled = report.state != Report.State.OPEN
    return bool(settled and report.email and report.answer.strip() and report.told_at is None)


def tell(report: Report) -> bool:
    """Send the reporter the answer, once for ever. True unless a mail that was due could not be sent."""
    if not waits_for_mail(report):
        return True
    name = (report.listing or report.provider).name  # type: ignore[union-attr]
    with languages.reading(report.language):
        subject = _("Your report about %(name)s") % {"name": name}
        return mail.send_once(report, "report_answer", subject, {"report": report, "name": name})
