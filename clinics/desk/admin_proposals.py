"""Proposals, in the curators' admin: what stands there beside what is proposed."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinics.desk import facts
from clinics.desk.admin_shared import SHORT, DeskAdmin
from clinics.desk.models import Proposal
from clinics.desk.proposals import Moved, accept, has_moved, refuse
from clinics.desk.queries import open_first, proposals
from clinics.listings.models import Listing, Provider
from clinics.listings.records import mending_address

WHOLE: list[Any] = [
    "subject", "what", "old", "new", "origin", "claim", "state", "decided_by", "decided_at", "created_at",
]  # fmt: skip
SUBJECTS: dict[str, Any] = {"listing": Listing, "provider": Provider}


@admin.register(Proposal)
class ProposalAdmin(DeskAdmin):
    """Nobody rewrites a proposal: it is accepted or refused."""

    list_display = ["created_at", "subject", "what", "stands", "proposed", "origin", "state", "all_of_it"]
    list_filter = ["state", "origin", "created_at"]
    list_select_related = ["listing", "provider"]
    search_fields = ["listing__name", "provider__last_name", "field"]
    actions = ["accept_chosen", "refuse_chosen"]
    fields = WHOLE
    readonly_fields = WHOLE

    def get_ordering(self, request: HttpRequest) -> list:
        return [open_first(), "created_at", "pk"]

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.of_one)
        return [path("of/<str:kind>/<key:pk>/", page, name="proposals-of"), *super().get_urls()]

    @admin.display(description=gettext_lazy("field"), ordering="field")
    def what(self, proposal: Proposal) -> str:
        return facts.label(_model(proposal), proposal.field)

    @admin.display(description=gettext_lazy("stood there"))
    def stands(self, proposal: Proposal) -> str:
        return Truncator(proposal.old).chars(SHORT)

    @admin.display(description=gettext_lazy("proposed"))
    def proposed(self, proposal: Proposal) -> str:
        return Truncator(proposal.new).chars(SHORT)

    @admin.display(description="")
    def all_of_it(self, proposal: Proposal) -> SafeString:
        """To where all that waits for this listing is decided together."""
        kind = "listing" if proposal.listing_id else "provider"
        address = reverse("admin:proposals-of", args=[kind, proposal.listing_id or proposal.provider_id])
        return format_html('<a href="{}">{}</a>', address, _("Side by side"))

    @admin.action(description=gettext_lazy("Accept"), permissions=["change"])
    def accept_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._accept(request, list(queryset), seen=set())

    @admin.action(description=gettext_lazy("Refuse"), permissions=["change"])
    def refuse_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._refuse(request, list(queryset))

    def of_one(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """All that waits for one listing or practitioner, old beside new."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        subject = get_object_or_404(SUBJECTS.get(kind, Listing), pk=pk)
        waiting = list(proposals().about(subject).open().select_related("claim", "listing", "provider"))
        may_decide = self.has_change_permission(request)
        if request.method == "POST":
            if not may_decide:
                raise PermissionDenied
            self._decide(request, waiting)
            return redirect("admin:proposals-of", kind=kind, pk=pk)
        mended = facts.concrete(subject)
        context = self.admin_site.each_context(request) | {
            "title": _("Proposed for %(name)s") % {"name": subject},
            "subject": subject,
            "edit": mending_address(subject),
            "opts": self.opts,
            "rows": [_row(proposal, mended) for proposal in waiting],
            "may_decide": may_decide,
        }
        return render(request, "desk/admin/proposals.html", context)

    def _decide(self, request: HttpRequest, waiting: list[Proposal]) -> None:
        """What was chosen for each; the button for all accepts what was not refused."""
        otherwise = "accept" if "all" in request.POST else ""
        chosen = {one.pk: request.POST.get(f"decision-{one.pk}") or otherwise for one in waiting}
        seen = {one.pk for one in waiting if f"seen-{one.pk}" in request.POST}
        self._refuse(request, [one for one in waiting if chosen[one.pk] == "refuse"])
        self._accept(request, [one for one in waiting if chosen[one.pk] == "accept"], seen)

    def _accept(self, request: HttpRequest, chosen: Iterable[Proposal], seen: set[int]) -> None:
        done = 0
        for proposal in chosen:
            name = facts.label(_model(proposal), proposal.field)
            try:
                accept(proposal, request.user, seen=proposal.pk in seen)  # type: ignore[arg-type]
            except Moved:
                words = _(
                    "%(field)s: something else stands there now. Open “Side by side” and say that you saw it."
                )
                self.message_user(request, words % {"field": name}, messages.WARNING)
            except ValidationError as error:
                self.message_user(request, f"{name}: {' '.join(error.messages)}", messages.ERROR)
            else:
                done += 1
                self.log_change(request, proposal, _("Accepted."))
        if done:
            words = ngettext("%d proposal accepted.", "%d proposals accepted.", done)
            self.message_user(request, words % done, messages.SUCCESS)

    def _refuse(self, request: HttpRequest, chosen: list[Proposal]) -> None:
        for proposal in chosen:
            refuse(proposal, request.user)  # type: ignore[arg-type]
            self.log_change(request, proposal, _("Refused."))
        if chosen:
            words = ngettext("%d proposal refused.", "%d proposals refused.", len(chosen))
            self.message_user(request, words % len(chosen))


def _model(proposal: Proposal) -> Any:
    """Without asking the database: clinics and services have the facts of listings, and their own."""
    if proposal.provider_id:
        return Provider
    return facts.model_of(proposal.listing)


def _row(proposal: Proposal, subject: Any) -> dict[str, Any]:
    model, name = type(subject), proposal.field
    known = facts.may_be_proposed(subject, name, by_registry=True)
    texts = {"old": proposal.old, "new": proposal.new}
    if known:
        texts = {key: facts.shown(model, name, text) for key, text in texts.items()}
    moved = known and has_moved(proposal, subject)
    now = facts.shown(model, name, facts.current(subject, name)) if moved else ""
    return {"proposal": proposal, "label": facts.label(model, name), "moved": moved, "now": now, **texts}
