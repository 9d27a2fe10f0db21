"""The editors' side of the law: drafts are written here, decided on, and never rewritten."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.regulations import admin_decide
from clinics.regulations.admin_compare import trials
from clinics.regulations.admin_decide import PAGE, REFUSED_BY_DATABASE, Status
from clinics.regulations.admin_shared import EditorsAdmin
from clinics.regulations.admin_sources import SourcePageAdmin
from clinics.regulations.forms_effect import in_words
from clinics.regulations.forms_notes import PREVIEW, NoteForm
from clinics.regulations.models import RegulationNote, SourcePage
from clinics.regulations.topics import topic_name
from clinics.regulations.versions import next_version

SAYS = ["topic", "summary", "for_patients", "citation", "source_url", "stored_page_url"]
HOLDS = ["adopted_on", "effective_from", "effective_until"]
KNOWN_BY = ["basis", "confidence", "last_verified_on", "review_due_on"]
READ_ONLY: Any = [
    (None, {"fields": ["key", "version", "status", "state", "topic_in_words", *SAYS[1:]]}),
    (_("In force"), {"fields": HOLDS}),
    (_("How we know"), {"fields": KNOWN_BY}),
    (_("What a rule reads"), {"fields": ["effect_in_words"]}),
    (_("Who and why"), {"fields": ["reason", "written_by", "decided_by", "approved_at", "from_release"]}),
]
# Groups of the effect's fields, by what was chosen in the first.
EFFECT: Any = [
    (
        _("What a rule reads"),
        {
            "fields": ["effect_rule"],
            "description": _(
                "Choose first what it does. Then fill in what belongs to it, and leave the rest empty."
            ),
        },
    ),
    (_("If it tells by what states can be compared"), {"fields": ["effect_told"]}),
    (
        _("If it opens, closes or asks for something in any way of care"),
        {"fields": ["effect_profiles", "effect_treatments", "effect_what"]},
    ),
    (
        _("If it is about prescribing by telehealth in a state"),
        {
            "fields": [
                "effect_examination", "effect_by", "effect_days", "effect_modality", "effect_exceptions",
                "effect_steps",
            ]
        },
    ),
    (_("For both of these"), {"fields": ["effect_conditions", "effect_prescribers"]}),
    (
        _("Try it"),
        {
            "fields": ["preview_on", "preview_state"],
            "description": _("“Show what it would answer” stores nothing."),
        },
    ),
]  # fmt: skip


class InForceFilter(admin.SimpleListFilter):
    """Notes that hold today, and those that have ended or not begun."""

    title = _("in force today")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        held = RegulationNote.objects.in_force(clock.today())
        if self.value() == "yes":
            return queryset.filter(pk__in=held)
        if self.value() == "no":
            return queryset.exclude(pk__in=held)
        return None


@admin.register(RegulationNote)
class RegulationNoteAdmin(EditorsAdmin):
    """A draft is its writer's to change. What is public is read here, and a new version is written of it."""

    form = NoteForm
    change_form_template = "admin/regulations/note.html"
    list_display = [
        "__str__",
        "status",
        "jurisdiction",
        "topic_in_words",
        "short_summary",
        "effective_from",
        "effective_until",
        "confidence",
        "basis",
        "last_verified_on",
        "review_due_on",
    ]
    list_filter = [InForceFilter, "status", "confidence", "basis", "topic", "state"]
    list_select_related = ["state"]
    search_fields = ["key", "summary", "citation", "source_url"]

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "decide": (admin_decide.decide, "note-decide"),
            "look": (admin_decide.look, "note-look"),
            "watch": (admin_decide.watch_source, "note-watch"),
        }
        own = [
            path(f"<key:pk>/{end}/", self.admin_site.admin_view(partial(view, self)), name=name)
            for end, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=_("state"), ordering="state")
    def jurisdiction(self, note: RegulationNote) -> str:
        return str(note.state or _("Federal"))

    @admin.display(description=_("topic"), ordering="topic")
    def topic_in_words(self, note: RegulationNote) -> str:
        return topic_name(note.topic)

    @admin.display(description=_("summary"))
    def short_summary(self, note: RegulationNote) -> str:
        return Truncator(note.summary).words(18)

    @admin.display(description=_("effect"))
    def effect_in_words(self, note: RegulationNote) -> SafeString | str:
        lines = in_words(note.effect)
        return format_html_join("", "<p><strong>{}</strong>: {}</p>", lines) or gettext(
            "Nothing that a rule reads"
        )

    def has_change_permission(self, request: HttpRequest, obj: RegulationNote | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.pk is None or is_mine(obj, request.user))

    def get_fieldsets(self, request: HttpRequest, obj: RegulationNote | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return READ_ONLY
        later = obj.supersedes_id if obj else self._superseded(request)
        return [
            (None, {"fields": ["key", "state", *SAYS]}),
            *([(_("Why a new version"), {"fields": ["kind", "reason"]})] if later else []),
            (_("In force"), {"fields": HOLDS}),
            (_("How we know"), {"fields": KNOWN_BY}),
            *EFFECT,
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: RegulationNote | None = None) -> list[str]:
        return [*READ_ONLY[0][1]["fields"][1:3], "topic_in_words", "effect_in_words"]

    def get_form(
        self, request: HttpRequest, obj: RegulationNote | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        old = None if obj else self._superseded(request)
        if old is None:
            return form
        superseded = old

        class OfAnOlderOne(form):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **values: Any) -> None:
                super().__init__(*args, **{**values, "instance": next_version(superseded)})

        return OfAnOlderOne

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        old = self._superseded(request)
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "supersedes" in request.GET and old is None:
            self.message_user(
                request, _("Only of a note that is public now a new version is written."), messages.WARNING
            )
            return redirect("admin:clinics_regulationnote_changelist")
        draft = RegulationNote.objects.waiting().filter(key=old.key).first() if old else None
        if draft:
            self.message_user(
                request, _("A new version waits already. It is decided on first."), messages.WARNING
            )
            return redirect(PAGE, draft.pk)
        return super().add_view(request, form_url, extra_context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        note = self.get_object(request, object_id)
        if request.method == "POST" and note and self.may_act(request) and not is_mine(note, request.user):
            words = _("Only a draft is changed here, and only by its writer. Write a new version instead.")
            self.message_user(request, words, messages.ERROR)
            return redirect(PAGE, note.pk)
        return super().change_view(request, object_id, form_url, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        more = {"show_save_and_add_another": False, **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, more)
        except IntegrityError:
            self.message_user(request, gettext(REFUSED_BY_DATABASE), messages.ERROR)
        # Shown again as it was filled in, by the way that stores nothing.
        typed: Any = request.POST.copy()
        typed[PREVIEW] = "1"
        request.POST = typed
        return super().changeform_view(request, object_id, form_url, more)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form, note = context["adminform"].form, context.get("original")
        if getattr(form, "previewing", False) and not form.errors:
            on, usps = form.preview_day(), form.preview_usps()
            tried = trials(form.instance, usps, on)
            context |= {"trials": tried, "trial_on": on, "trial_usps": usps}
        if note:
            versions = RegulationNote.objects.of_key(note.key).select_related("written_by", "decided_by")
            context |= {"versions": versions, "may": self._may(request, note)}
        context["superseded"] = note.supersedes if note else self._superseded(request)
        return super().render_change_form(request, context, *args, **kwargs)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: RegulationNote, form: Any, change: bool) -> None:
        if not change:
            obj.written_by = request.user  # type: ignore[assignment]
            obj.save(force_insert=True)
            return
        waiting = RegulationNote.objects.waiting().select_for_update().filter(pk=obj.pk)
        if not waiting.exists():
            raise IntegrityError
        columns = {field.name for field in RegulationNote._meta.fields}
        obj.save(update_fields=[*(name for name in form.fields if name in columns), "effect"])

    def _may(self, request: HttpRequest, note: RegulationNote) -> dict[str, bool]:
        """What this editor may do with this version now."""
        may, public = self.may_act(request), note.status == Status.APPROVED
        return {
            "write": public and self.has_add_permission(request),
            "look": public and may,
            "decide": may and note.status == Status.DRAFT and not is_mine(note, request.user),
            "watch": may and request.user.has_perm("clinics.add_sourcepage"),
        }

    def _superseded(self, request: HttpRequest) -> RegulationNote | None:
        """The public note of which a new version is written: ?supersedes=12."""
        pk = request.GET.get("supersedes", "")
        if not pk.isdecimal() or len(pk) > 18:
            return None
        if not hasattr(request, "superseded_note"):
            found = RegulationNote.objects.approved().filter(pk=pk).first()
            request.superseded_note = found  # type: ignore[attr-defined]
        return request.superseded_note  # type: ignore[attr-defined]


def is_mine(note: RegulationNote, user: Any) -> bool:
    """A draft belongs to whoever wrote it, until it is decided on."""
    return note.status == Status.DRAFT and note.written_by_id == user.pk


admin.site.register(SourcePage, SourcePageAdmin)
