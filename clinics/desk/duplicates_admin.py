"""Two listings side by side: merge them into one, or say that they are two."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinicfinder import clock
from clinics.desk.duplicates import side_by_side, tell_apart, what_hangs_on
from clinics.desk.merging import merge
from clinics.desk.queue import KINDS
from clinics.listings.models import Listing


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Every fact of both, what differs marked; one form with the three answers."""
    one, other = get_object_or_404(Listing, pk=left), get_object_or_404(Listing, pk=right)
    if one.kind != other.kind or one.pk == other.pk:
        return _refused(request, _("Only two different listings of one kind can be compared."))
    may = _rights(request.user, KINDS[one.kind])
    if not may["view"]:
        raise PermissionDenied
    problems = _answer(request, one, other, may) if request.method == "POST" else []
    if problems is None:
        after = urlencode({"after": "{1},{0}".format(*sorted((left, right)))})
        return redirect(f"{reverse('admin:desk-next', args=['duplicates'])}?{after}")
    context = admin.site.each_context(request) | {
        "title": _("The same, or two?"),
        "left": one,
        "right": other,
        "model": KINDS[one.kind],
        "lines": side_by_side(one, other),
        "counts": what_hangs_on(one, other),
        "may": may,
        "problems": problems,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "admin/desk/compare.html", context)


def _answer(request: HttpRequest, one: Listing, other: Listing, may: dict[str, bool]) -> list[str] | None:
    """Do what was answered. The problems if it could not be done, None if it was."""
    answer = request.POST.get("answer")
    if answer == "two" and may["decide"]:
        tell_apart(one, other, request.user)
        messages.success(request, _("Noted: these are two."))
        return None
    if answer not in ("left", "right") or not may["merge"]:
        raise PermissionDenied
    keep, gone = (one, other) if answer == "left" else (other, one)
    try:
        kept = merge(keep, gone, request.POST.get("reason", ""), request.user, clock.now())
    except ValidationError as problem:
        return problem.messages
    messages.success(request, _("Merged into %(name)s. The other address leads there now.") % {"name": kept})
    return None


def _rights(user: Any, model: str) -> dict[str, bool]:
    """Who may decide on pairs says "two"; to make them one, they must be allowed to change listings."""
    view = user.has_perms([f"clinics.view_{model}", "clinics.view_notduplicate"])
    decide = user.has_perm("clinics.add_notduplicate")
    return {"view": view, "decide": decide, "merge": decide and user.has_perm(f"clinics.change_{model}")}


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    messages.warning(request, words)
    return redirect("admin:index")
