"""Where allauth asks us."""

import logging
import secrets
from io import BytesIO
from smtplib import SMTPException
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.mail import BadHeaderError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from clinics.accounts.models import User
from clinics.accounts.sessions import set_end

log = logging.getLogger(__name__)
NOT_THIS_CODE = _("This is not the code. Look again, and type all of it.")
IN_PLAIN_WORDS = {
    "duplicate_email": _("You use this e-mail address already."),
    "email_password_mismatch": _("The e-mail address or the password is wrong."),
    "email_taken": _("Another account has confirmed this address already."),
    "enter_current_password": _("This is not the password that you have now."),
    "incorrect_code": NOT_THIS_CODE,
    "incorrect_password": _("This password is wrong."),
    "too_many_login_attempts": _("Too many wrong tries. Wait a few minutes, then try again."),
    "rate_limited": _("This was asked for too often. Wait a few minutes, then try again."),
}

WAYS_TO_PROVE = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Ends of sessions, ways onward, and how somebody proves anew who they are."""

    error_messages = DefaultAccountAdapter.error_messages | IN_PLAIN_WORDS

    def generate_unique_username(self, txts: list, regex: str | None = None) -> str:
        """Nobody signs in by it or sees it, so it tells nothing and two are never alike."""
        return f"person-{secrets.token_hex(8)}"

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """What somebody did is done, even if no mail can tell of it. No address reaches the log."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError, BadHeaderError, UnicodeError) as error:
            log.warning("a mail was not sent: template=%s error=%s", template_prefix, type(error).__name__)
            sorry = gettext("We could not send you a mail just now. Please try again in a few minutes.")
            self.add_message(current.request, messages.ERROR, message=sorry)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        set_end(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index" if request.user.is_staff else "account")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account")

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Whoever has a second factor proves it by that: a known password must not remove it."""
        methods = [
            method | {"description": WAYS_TO_PROVE.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]
        return [method for method in methods if method["id"] != "reauthenticate"] or methods


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": NOT_THIS_CODE,
        "unverified_email": _("Confirm your e-mail address first. Then set up the second step."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What stands in the field until somebody writes another name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Key %(number)s") % {"number": number}

    def build_totp_svg(self, url: str) -> str:
        """On white, so that a phone reads it from a dark page, too."""
        svg = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(svg)
        return svg.getvalue().decode()

    def get_public_key_credential_user_entity(self, user: User) -> dict:
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.email}
