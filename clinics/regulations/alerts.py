"""Alerts: a mail when the law of a state changes, asked for, confirmed by mail, stopped with one tap."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from clinicfinder import clock, mail
from clinics.accounts.addresses import main_address
from clinics.places.models import State
from clinics.regulations.models import LawAlert
from clinics.regulations.queries_alerts import alerts

CONFIRM_DAYS = 3
DAY = 86_400
CONFIRM_SALT, STOP_SALT = "clinics.regulations.alerts.confirm", "clinics.regulations.alerts.stop"


class LinkError(Exception):
    """The link leads nowhere."""


class Forged(LinkError):  # noqa: N818 (it says what the link is)
    """We never made it."""


class Over(LinkError):  # noqa: N818 (it says what the link is)
    """It is too old, or what it was about is gone."""


class Asked(StrEnum):
    """What came of asking for an alert."""

    SENT = "sent"
    ALREADY = "already"
    FAILED = "failed"


def ask(user: Any, state: State, site: str) -> Asked:
    """Mail a link that confirms it. Asking again before that sends another one."""
    now = clock.now()
    start = {"asked_at": now, "told_until": now}
    alert, made = LawAlert.objects.get_or_create(user=user, state=state, defaults=start)
    if alert.confirmed_at:
        return Asked.ALREADY
    alerts().unconfirmed().filter(pk=alert.pk).update(asked_at=now)
    to = main_address(user)
    link = site.rstrip("/") + reverse("law-alert-confirm", args=[confirm_token(alert, to)])
    subject = _("Confirm: mails about ketamine law in %(state)s") % {"state": state.spoken}
    if to and mail.send("law_confirm", subject, to, {"state": state, "link": link, "days": CONFIRM_DAYS}):
        return Asked.SENT
    if made:
        alerts().unconfirmed().filter(pk=alert.pk).delete()
    return Asked.FAILED


def confirm_token(alert: LawAlert, to: str) -> str:
    """Good for three days, and only while the account writes from the address that it was sent to."""
    return signing.dumps([alert.pk, _digest(to)], salt=CONFIRM_SALT)


def stop_token(alert: LawAlert) -> str:
    """Good for as long as the alert lives: old mails must be able to stop it, too."""
    return signing.dumps([alert.pk, alert.state_id], salt=STOP_SALT)


def to_confirm(token: str) -> LawAlert:
    """The alert that a link confirms. Raises Forged or Over."""
    try:
        number, digest = signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_DAYS * DAY)
    except signing.SignatureExpired as error:
        raise Over from error
    except signing.BadSignature as error:
        raise Forged from error
    alert = alerts().with_all().filter(pk=number).first()
    if alert is None or _digest(main_address(alert.user)) != digest:
        raise Over
    return alert


def confirm(alert: LawAlert) -> None:
    """From now on they are told. However often it is pressed, the first time counts."""
    now = clock.now()
    alerts().unconfirmed().filter(pk=alert.pk).update(confirmed_at=now, told_until=now)


def to_stop(token: str) -> tuple[State, bool]:
    """Of which state a link stops the mails, and whether they still come. Raises Forged."""
    number, usps = _stopping(token)
    return State.objects.get(pk=usps), alerts().filter(pk=number).exists()


def stop(token: str) -> None:
    """Delete the alert. Nothing stays of it."""
    alerts().filter(pk=_stopping(token)[0]).delete()


def _stopping(token: str) -> tuple[int, str]:
    try:
        number, usps = signing.loads(token, salt=STOP_SALT)
    except signing.BadSignature as error:
        raise Forged from error
    return number, usps


def forget_unconfirmed() -> int:
    """Drop those whose link is over; returns how many."""
    with transaction.atomic():
        return alerts().never_confirmed(clock.now(), CONFIRM_DAYS).delete()[0]


def exported(user: Any) -> list[dict[str, Any]]:
    """What an account is told of its alerts when it asks for its data."""
    rows: Iterable[LawAlert] = alerts().of(user)
    return [
        {
            "state": str(row.state),
            "asked": row.asked_at,
            "confirmed": row.confirmed_at,
            "told_until": row.told_until,
        }
        for row in rows
    ]


def _digest(address: str) -> str:
    """Tells addresses apart without naming one in a link."""
    return salted_hmac(CONFIRM_SALT, address, algorithm="sha256").hexdigest()[:16]
