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

from clinics.desk import facts, facts_rows
from clinics.desk.admin_shared import SHORT, DeskAdmin
from clinics.desk.answers import about_proposals, post
from clinics.desk.facts_lines import Change, about, changes, lines_of, merged, moved, text_of
from clinics.desk.models import Proposal
from clinics.desk.proposals import Moved, accept, has_moved, refuse
from clinics.desk.queries import open_first, proposals
from clinics.listings.models import Listing, Provider
from clinics.listings.records import mending_address
from clinics.medicine.queries import Vocabulary, vocabulary

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
        if facts.is_rows(proposal.field):
            count = len(lines_of(proposal.old))
            return ngettext("%d entry", "%d entries", count) % count
        return Truncator(proposal.old).chars(SHORT)

    @admin.display(description=gettext_lazy("proposed"))
    def proposed(self, proposal: Proposal) -> str:
        if facts.is_rows(proposal.field):
            count = len(changes(proposal.old, proposal.new))
            return ngettext("%d difference", "%d differences", count) % count
        return Truncator(proposal.new).chars(SHORT)

    @admin.display(description="")
    def all_of_it(self, proposal: Proposal) -> SafeString:
        """To where all that waits for this listing is decided together."""
        kind = "listing" if proposal.listing_id else "provider"
        address = reverse("admin:proposals-of", args=[kind, proposal.listing_id or proposal.provider_id])
        return format_html('<a href="{}">{}</a>', address, _("Side by side"))

    @admin.action(description=gettext_lazy("Accept"), permissions=["change"])
    def accept_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._answer(request, accepting=list(queryset))

    @admin.action(description=gettext_lazy("Refuse"), permissions=["change"])
    def refuse_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._answer(request, refusing=list(queryset))

    def of_one(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """All that waits for one listing or practitioner, old beside new."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        subject = get_object_or_404(SUBJECTS.get(kind, Listing), pk=pk)
        waiting = list(proposals().about(subject).open().select_related("claim__user", "listing", "provider"))
        may_decide = self.has_change_permission(request)
        if request.method == "POST":
            if not may_decide:
                raise PermissionDenied
            self._decide(request, waiting)
            return redirect("admin:proposals-of", kind=kind, pk=pk)
        mended, words = facts.concrete(subject), vocabulary()
        context = self.admin_site.each_context(request) | {
            "title": _("Proposed for %(name)s") % {"name": subject},
            "subject": subject,
            "edit": mending_address(subject),
            "opts": self.opts,
            "rows": [_row(proposal, mended, words) for proposal in waiting],
            "may_decide": may_decide,
        }
        return render(request, "desk/admin/proposals.html", context)

    def _decide(self, request: HttpRequest, waiting: list[Proposal]) -> None:
        """What was chosen for each; the button for all accepts what was not refused."""
        otherwise = "accept" if "all" in request.POST else ""
        chosen = {one.pk: request.POST.get(f"decision-{one.pk}") or otherwise for one in waiting}
        self._answer(
            request,
            accepting=[one for one in waiting if chosen[one.pk] == "accept"],
            refusing=[one for one in waiting if chosen[one.pk] == "refuse"],
        )

    def _answer(
        self, request: HttpRequest, accepting: Iterable[Proposal] = (), refusing: Iterable[Proposal] = ()
    ) -> None:
        """Decide, and tell whoever proposed it: one mail to each for all that was decided at once."""
        done = [*self._refuse(request, refusing), *self._accept(request, accepting)]
        for letter in about_proposals(done):
            self.tell_later(request, letter, post)

    def _accept(self, request: HttpRequest, chosen: Iterable[Proposal]) -> list[Proposal]:
        done = []
        for proposal in chosen:
            name = facts.label(_model(proposal), proposal.field)
            try:
                accept(proposal, request.user, **_as_ticked(request, proposal))  # type: ignore[arg-type]
            except Moved:
                words = _(
                    "%(field)s: something else stands there now. Open “Side by side” and say that you saw it."
                )
                self.message_user(request, words % {"field": name}, messages.WARNING)
            except ValidationError as error:
                self.message_user(request, f"{name}: {' '.join(error.messages)}", messages.ERROR)
            else:
                done.append(proposal)
                self.log_change(request, proposal, _("Accepted."))
        if done:
            words = ngettext("%d proposal accepted.", "%d proposals accepted.", len(done))
            self.message_user(request, words % len(done), messages.SUCCESS)
        return done

    def _refuse(self, request: HttpRequest, chosen: Iterable[Proposal]) -> list[Proposal]:
        done = [one for one in chosen if refuse(one, request.user)]  # type: ignore[arg-type]
        for proposal in done:
            self.log_change(request, proposal, _("Refused."))
        if done:
            words = ngettext("%d proposal refused.", "%d proposals refused.", len(done))
            self.message_user(request, words % len(done))
        return done


def _as_ticked(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    """Whether the curator saw what stands there now, and which lines they accept, where they were asked."""
    asked = f"asked-{proposal.pk}" in request.POST
    return {
        "seen": f"seen-{proposal.pk}" in request.POST,
        "only": request.POST.getlist(f"line-{proposal.pk}") if asked else None,
    }


def _model(proposal: Proposal) -> Any:
    """Without asking the database: clinics and services have the facts of listings, and their own."""
    if proposal.provider_id:
        return Provider
    return facts.model_of(proposal.listing)


def _row(proposal: Proposal, subject: Any, words: Vocabulary) -> dict[str, Any]:
    model, name = type(subject), proposal.field
    row: dict[str, Any] = {"proposal": proposal, "label": facts.label(model, name)}
    if not facts.may_be_proposed(subject, name, by_registry=True):
        return row | {"old": proposal.old, "new": proposal.new}
    if facts.is_rows(name):
        return row | _row_of_rows(proposal, facts.current(subject, name), words)
    row |= {key: facts.shown(model, name, getattr(proposal, key)) for key in ("old", "new")}
    if has_moved(proposal, subject):
        row |= {"moved": True, "now": facts.shown(model, name, facts.current(subject, name))}
    return row


def _row_of_rows(proposal: Proposal, now: str, words: Vocabulary) -> dict[str, Any]:
    """What is added, changed and taken away, and what stays."""
    name, differences = proposal.field, changes(proposal.old, proposal.new)
    touched = [Change(one.about, (), ()) for one in differences]
    return {
        "differences": [_difference(name, one, now, words) for one in differences],
        "stays": facts_rows.BY_NAME[name].shown(merged(now, touched), words),
        "moved": moved(proposal.old, proposal.new, now),
    }


def _difference(name: str, change: Change, now: str, words: Vocabulary) -> dict[str, Any]:
    before, after = facts_rows.told(name, change, words)
    told: dict[str, Any] = {"about": change.about, "before": before, "after": after, "moved": False}
    lines = about(now, change.about)
    if lines != change.before:
        told |= {"moved": True, "now": facts_rows.BY_NAME[name].shown(text_of(lines), words)}
    return told
