"""What the desk holds of an account: its claims and proposals, and letters from its addresses."""

from collections.abc import Collection
from typing import Any

from django.db.models.functions import Lower

from clinics.desk.models import Report, Request
from clinics.desk.queries import claims, proposals


def exported(user: Any, addresses: Collection[str]) -> dict[str, Any]:
    """`addresses`: those that are proven to be theirs, in lower case."""
    made = proposals().filter(claim__user=user.pk).select_related("listing", "provider")
    return {
        "claims": [_claim(row) for row in claims().of(user)],
        "proposals": [_proposal(row) for row in made.order_by("created_at", "pk")],
        "reports": _told(Report, addresses),
        "requests": _told(Request, addresses),
    }


def letters_from(model: Any, addresses: Collection[str]) -> Any:
    """Reports or requests that came with one of these addresses, however it was written."""
    theirs = model.objects.annotate(lower=Lower("email")).filter(lower__in=addresses).order_by()
    return model.objects.filter(pk__in=theirs.values("pk"))


def _told(model: Any, addresses: Collection[str]) -> list[dict[str, Any]]:
    rows = letters_from(model, addresses).select_related("listing", "provider")
    return [_letter(row) for row in rows.order_by("created_at", "pk")]


def _claim(row: Any) -> dict[str, Any]:
    return {
        "listing": row.listing.name,
        "email": row.email,
        "what_you_do_there": row.role,
        "state": row.get_state_display(),
        "reason": row.reason,
        "claimed": row.created_at,
        "decided": row.decided_at,
    }


def _proposal(row: Any) -> dict[str, Any]:
    return {
        "about": _subject(row),
        "field": row.field,
        "stood_there": row.old,
        "proposed": row.new,
        "state": row.get_state_display(),
        "sent": row.created_at,
        "decided": row.decided_at,
    }


def _letter(row: Any) -> dict[str, Any]:
    return {
        "about": _subject(row) or row.name,
        "kind": row.get_kind_display(),
        "text": row.text,
        "email": row.email,
        "state": row.get_state_display(),
        "answer": row.answer,
        "sent": row.created_at,
        "settled": row.handled_at,
    }


def _subject(row: Any) -> str:
    subject = row.listing or row.provider
    return subject.name if subject else ""
