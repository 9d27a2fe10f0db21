"""The pages on which a second editor decides, and on which somebody looks at a source again."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.regulations import versions
from clinics.regulations.admin_compare import facts_of, side_by_side, trials
from clinics.regulations.admin_shared import EditorsAdmin
from clinics.regulations.forms_notes import EXAMPLE_STATE, LookForm, ReasonForm
from clinics.regulations.models import RegulationNote, SourcePage
from clinics.regulations.rules import is_new_law
from clinics.regulations.verdict import DAY

Status = RegulationNote.Status
PAGE = "admin:clinics_regulationnote_change"
REFUSED_BY_DATABASE = "The database refuses this. Somebody may have changed it at the same time: look again."


def decide(model_admin: EditorsAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """A draft beside what it supersedes, and the two answers."""
    draft = model_admin.for_editors(request, pk)
    if draft.status != Status.DRAFT:
        messages.info(request, _("Somebody has decided this already."))
        return redirect(PAGE, pk)
    reason = ReasonForm(request.POST if request.POST.get("answer") == "refuse" else None)
    if request.method == "POST" and _decided(model_admin, request, draft, reason):
        return redirect(PAGE, pk)
    on = max(clock.today(), draft.effective_from or clock.today())
    usps = draft.state_id or EXAMPLE_STATE
    context = {
        "title": _("Decide on %(note)s") % {"note": draft},
        "draft": draft,
        "old": draft.supersedes,
        "new_law": bool(draft.supersedes and _is_new_law(draft)),
        "lines": side_by_side(draft),
        "trials": trials(draft, usps, on) if draft.effect is not None else [],
        "trial_usps": usps,
        "trial_on": on,
        "reason": reason,
        "seen": fingerprint(draft),
        "own": draft.written_by_id == request.user.pk,
    }
    return model_admin.page(request, "decide.html", context)


def _decided(
    model_admin: EditorsAdmin, request: HttpRequest, draft: RegulationNote, reason: ReasonForm
) -> bool:
    """Approve or refuse as asked. False, with a message, where that cannot be."""
    approving = request.POST.get("answer") == "approve"
    if not approving and not reason.is_valid():
        return False
    try:
        with transaction.atomic():
            stored = RegulationNote.objects.select_for_update().get(pk=draft.pk)
            if request.POST.get("seen") != fingerprint(stored):
                raise ValidationError(_("The draft was changed since you opened this page. Read it again."))
            if approving:
                versions.approve(stored, request.user)  # type: ignore[arg-type]
                words = _("Approved. It is public now.")
            else:
                versions.refuse(stored, request.user, reason.cleaned_data["reason"])  # type: ignore[arg-type]
                words = _("Refused: %(reason)s") % reason.cleaned_data
            model_admin.log_change(request, stored, words)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return False
    except IntegrityError:
        messages.error(request, _(REFUSED_BY_DATABASE))
        return False
    messages.success(request, words)
    return True


def look(model_admin: EditorsAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looked at the source of a public note again: one click if nothing changed, else the form."""
    note = model_admin.for_editors(request, pk)
    if note.status != Status.APPROVED:
        messages.info(request, _("Only of a note that is public now the source is looked at again."))
        return redirect(PAGE, pk)
    if request.method == "POST" and "unchanged" in request.POST:
        unchanged(model_admin, request, note)
        return redirect(PAGE, pk)
    form = LookForm(request.POST if request.method == "POST" else None, instance=note)
    if form.is_bound and form.is_valid() and _looked(model_admin, request, form):
        return redirect(PAGE, pk)
    context = {
        "title": _("Looked at the source of %(note)s again") % {"note": note},
        "note": note,
        "form": form,
        "changed": SourcePage.objects.changed().named_by(RegulationNote.objects.filter(pk=pk)),
        "next_review": versions.next_review(note, clock.today()),
    }
    return model_admin.page(request, "look.html", context)


def unchanged(model_admin: Any, request: HttpRequest, note: RegulationNote) -> None:
    """Looked at today, nothing changed."""
    versions.still_right(note, clock.today())
    review = date_format(versions.next_review(note, clock.today()), DAY)
    words = _("Looked at the source: nothing changed. Next review: %(day)s.") % {"day": review}
    model_admin.log_change(request, note, words)
    messages.success(request, words)


def _looked(model_admin: EditorsAdmin, request: HttpRequest, form: LookForm) -> bool:
    try:
        with transaction.atomic():
            form.instance.save(update_fields=list(form.fields))
            names = ", ".join(str(form.fields[name].label).lower() for name in form.changed_data)
            words = _("Looked at the source again.")
            model_admin.log_change(request, form.instance, f"{words} {names}".strip())
    except IntegrityError:
        messages.error(request, _(REFUSED_BY_DATABASE))
        return False
    messages.success(request, _("Stored."))
    return True


def watch_source(model_admin: EditorsAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """To the page on which the source of a note is watched; it is made where there is none."""
    if request.method != "POST" or not request.user.has_perm("clinics.add_sourcepage"):
        raise PermissionDenied
    note = model_admin.for_editors(request, pk)
    url = note.stored_page_url if "stored" in request.POST and note.stored_page_url else note.source_url
    page, _made = SourcePage.objects.get_or_create(url=url)
    return redirect("admin:source-watch", page.pk)


def fingerprint(note: RegulationNote) -> str:
    """Changes with whatever a second editor reads of a draft."""
    told = repr([*sorted(facts_of(note).items()), note.effect, note.key, note.state_id, note.reason])
    return hashlib.sha256(told.encode()).hexdigest()


def _is_new_law(draft: RegulationNote) -> bool:
    return draft.supersedes is not None and is_new_law(draft.supersedes.effective_from, draft.effective_from)
