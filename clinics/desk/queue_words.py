"""What a curator reads of each thing that waits, before they open it."""

from collections.abc import Callable
from typing import Any

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from clinics.desk import facts
from clinics.desk.models import Claim, Proposal, Report, Request
from clinics.listings.models import Provider
from clinics.registries.models import ExclusionMatch
from clinics.regulations.models import RegulationNote, SourcePage
from clinics.reviews.models import Review, ReviewAnswer, VisitReceipt

SHORT = 80


def title(row: Any) -> str:
    """Its name; of a proposal, the field as the form names it; of evidence, the review that it is for."""
    if isinstance(row, VisitReceipt):
        return str(row.review)
    if not isinstance(row, Proposal):
        return str(row)
    model = Provider if row.provider_id else facts.model_of(row.listing)
    return f"{row.listing or row.provider}: {facts.label(model, row.field)}"


def said(row: Any) -> str:
    """What helps to choose what to do first. Of all others: the kind, the place, the status."""
    for model, tells in TELLS.items():
        if isinstance(row, model):
            return Truncator(str(tells(row))).chars(SHORT)
    town = ", ".join(filter(None, (getattr(row, "city", ""), getattr(row, "state_id", ""))))
    kind = capfirst(str(row._meta.verbose_name))
    status = row.get_status_display() if hasattr(row, "get_status_display") else ""
    return " · ".join(filter(None, (kind, town, status)))


def _may_be(match: ExclusionMatch) -> str:
    how = _("by NPI") if match.by_npi else _("by name")
    return _("May be %(name)s, matched %(how)s") % {"name": match.listing or match.provider, "how": how}


def _stars(review: Review) -> str:
    return _("%(stars)s of 5 stars: %(text)s") % {"stars": review.overall, "text": review.text}


TELLS: dict[type, Callable[[Any], Any]] = {
    Claim: lambda claim: claim.role,
    ExclusionMatch: _may_be,
    RegulationNote: lambda note: note.summary,
    SourcePage: lambda page: page.url,
    Proposal: lambda proposal: proposal.get_origin_display(),
    Report: lambda report: report.text or _("No words of their own"),
    Review: _stars,
    ReviewAnswer: lambda answer: answer.text,
    VisitReceipt: lambda receipt: _("A file that only moderators can open"),
    Request: lambda request: request.text or _("No words of their own"),
}
