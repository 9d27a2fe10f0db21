"""Where allauth asks us."""

from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse
from qrcode.image.svg import SvgPathFillImage

from clinics.accounts.models import User
from clinics.accounts.sessions import set_end


class AccountAdapter(DefaultAccountAdapter):
    """Ends of sessions, ways onward, and how somebody proves anew who they are."""

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        set_end(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index" if request.user.is_staff else "account")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Whoever has a second factor proves it by that: a known password must not remove it."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] != "reauthenticate"] or methods


class SecondFactorAdapter(DefaultMFAAdapter):
    def build_totp_svg(self, url: str) -> str:
        """On white, so that a phone reads it from a dark page, too."""
        svg = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(svg)
        return svg.getvalue().decode()

    def get_public_key_credential_user_entity(self, user: User) -> dict:
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.email}
