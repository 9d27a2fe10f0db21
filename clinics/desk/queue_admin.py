"""The queue's pages in the admin: a list for each, the way from item to item, one-click actions."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinicfinder import clock
from clinics.desk import queue_law
from clinics.desk.queue import BY_KEY, SUBJECTS, Item, Queue
from clinics.listings.models import Status
from clinics.listings.publication import Because, publish, withdraw
from clinics.regulations.models import RegulationNote

PER_PAGE = 50
# Where somebody is in a queue: its key, the place in its order, the page on which the work is done.
SESSION_KEY = "desk"
MODELS: dict[str, Any] = {str(model._meta.model_name): model for model in (*SUBJECTS, RegulationNote)}


class _Slice:
    """What a paginator asks of a queue."""

    ordered = True

    def __init__(self, queue: Queue, user: Any) -> None:
        self.queue, self.user = queue, user

    def count(self) -> int:
        return self.queue.count(self.user)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, span: slice) -> list[Item]:
        return self.queue.page(self.user, span.start, span.stop)


@require_safe
def items(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that waits in one queue, the oldest first."""
    queue = _queue(request, key)
    pages: Any = Paginator(_Slice(queue, request.user), PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    may_act = {name for name in MODELS if queue.does and request.user.has_perm(f"clinics.change_{name}")}
    context = {"title": queue.title, "queue": queue, "page": page, "may_act": may_act}
    return render(request, "admin/desk/queue.html", admin.site.each_context(request) | context)


@require_safe
def following(request: HttpRequest, key: str) -> HttpResponse:
    """To the page where the next item is worked on: after a place in the order, or at it."""
    queue = _queue(request, key)
    at = request.GET.get("at", "")
    item = queue.following(request.user, at or request.GET.get("after", ""), inclusive=bool(at))
    if item is None:
        request.session.pop(SESSION_KEY, None)
        messages.info(request, _("That was the last one here."))
        return redirect("admin:desk-queue", key=key)
    request.session[SESSION_KEY] = [key, item.cursor, item.url]
    return redirect(item.url)


@require_POST
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Publish or suspend one item, then on to the next one."""
    queue = _queue(request, key)
    model, pk = request.POST.get("model", ""), request.POST.get("pk", "")
    if not queue.does or request.POST.get("do") != queue.does or model not in MODELS:
        raise Http404
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    if not request.user.has_perm(f"clinics.change_{model}"):
        raise PermissionDenied
    if queue.holds(request.user, model, int(pk)) and not _done(request, queue, model, int(pk)):
        return redirect(f"admin:clinics_{model}_change", pk)
    after = urlencode({"after": request.POST.get("cursor", "")})
    return redirect(f"{reverse('admin:desk-next', args=[key])}?{after}")


@transaction.atomic
def _done(request: HttpRequest, queue: Queue, model: str, pk: int) -> bool:
    """Do it, with the queue as the reason in its history; a refusal is told with what is in the way."""
    if queue.does in queue_law.DOES:
        return _done_by_editor(request, queue, pk)
    subjects = MODELS[model].objects.filter(pk=pk)
    left: dict[str, list] = {}
    because = Because(request.user, _("From the queue: %s") % queue.title)
    if queue.does == "publish":
        done, left = publish(subjects, clock.now(), because)
    else:
        done = withdraw(subjects, Status.SUSPENDED, clock.now(), because)
    for reason, refused in left.items():
        text = _("Not published, because %(reason)s: %(names)s") % {"reason": reason, "names": refused[0]}
        messages.warning(request, text)
    if done:
        words = _("Published.") if queue.does == "publish" else _("Suspended.")
        note = f"{words} {because.reason}"
        LogEntry.objects.log_actions(request.user.pk, done, CHANGE, note)  # type: ignore[arg-type]
        messages.success(request, f"{done[0]}: {words}")
    return bool(done)


def _done_by_editor(request: HttpRequest, queue: Queue, pk: int) -> bool:
    note = RegulationNote.objects.select_for_update().get(pk=pk)
    words = queue_law.DOES[queue.does](note, request.user)
    LogEntry.objects.log_actions(request.user.pk, [note], CHANGE, words)  # type: ignore[arg-type]
    messages.success(request, f"{note}: {words}")
    return True


def _queue(request: HttpRequest, key: str) -> Queue:
    """The queue of this key, for those who may see it."""
    if key not in BY_KEY:
        raise Http404
    if not BY_KEY[key].visible_to(request.user):
        raise PermissionDenied
    return BY_KEY[key]
