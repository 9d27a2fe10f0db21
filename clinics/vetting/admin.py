"""Evidence: the checks themselves, and the page on which a curator takes every look at once."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinicfinder import clock
from clinics.listings.fitting import misfit
from clinics.listings.models import Affiliation, Clinic, Provider, Status, TelemedicineService
from clinics.listings.publication import Because, publish
from clinics.vetting.attachments import format_of
from clinics.vetting.forms import CheckForm, LookForm
from clinics.vetting.models import Check
from clinics.vetting.plan import plan_for
from clinics.vetting.recording import record_looks

SUBJECTS: dict[str, Any] = {
    "clinic": Clinic,
    "telemedicineservice": TelemedicineService,
    "provider": Provider,
}


@admin.register(Check)
class CheckAdmin(admin.ModelAdmin):
    """The history of looks. They are added and read, never changed."""

    form = CheckForm
    list_display = [
        "looked_at",
        "kind",
        "state",
        "outcome",
        "subject",
        "source_name",
        "valid_until",
        "looked_by",
    ]
    list_filter = ["outcome", "kind", "looked_at"]
    list_select_related = ["listing", "provider", "looked_by", "state"]
    search_fields = ["listing__name", "provider__last_name", "reference"]
    date_hierarchy = "looked_at"
    show_full_result_count = False
    readonly_fields = ["subject", "private_file", "looked_by", "looked_at"]

    def get_urls(self) -> list[URLPattern]:
        page, file = self.admin_site.admin_view(self.evidence), self.admin_site.admin_view(self.attachment)
        return [
            path("of/<str:model>/<key:pk>/", page, name="evidence"),
            path("<key:pk>/attachment/", file, name="check-attachment"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("of"))
    def subject(self, check: Check) -> str:
        return str(check.subject)

    @admin.display(description=gettext_lazy("attachment"))
    def private_file(self, check: Check) -> str | SafeString:
        if not check.attachment:
            return _("None")
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:check-attachment", args=[check.pk]), _("Open")
        )

    def has_change_permission(self, request: HttpRequest, obj: Check | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Check | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Check | None = None) -> Any:
        fields = list(CheckForm.Meta.fields)
        if obj is None:
            return fields
        return ["subject", *fields[:-1], "private_file", "looked_by", "looked_at"]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if _named(request) is None:
            self.message_user(request, _("Open a clinic, service or practitioner, then “Evidence”."))
            return redirect("admin:clinics_check_changelist")
        return super().add_view(request, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Check | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        named = _named(request)
        if named is None or obj is not None:
            return form

        class OfItsSubject(form):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **values: Any) -> None:
                super().__init__(*args, **values)
                setattr(self.instance, "provider" if isinstance(named, Provider) else "listing", named)
                self.instance.looked_by, self.instance.looked_at = request.user, clock.now()

        return OfItsSubject

    def save_model(self, request: HttpRequest, obj: Check, form: CheckForm, change: bool) -> None:
        record_looks([obj])

    def evidence(self, request: HttpRequest, model: str, pk: int) -> HttpResponse:
        """Every look for one subject on one page; what is ticked is stored together."""
        if model not in SUBJECTS or not self.has_view_permission(request):
            raise Http404
        subject = get_object_or_404(SUBJECTS[model], pk=pk)
        now = clock.now()
        typed = request.POST if request.method == "POST" else None
        forms = [LookForm(typed, planned=look) for look in plan_for(subject, now)]
        may = {
            "add": self.has_add_permission(request),
            "publish": request.user.has_perm(f"clinics.change_{model}"),
        }
        if typed is not None and may["add"] and self._store(request, forms):
            if "publish" in request.POST and may["publish"]:
                self._publish(request, SUBJECTS[model].objects.filter(pk=pk))
            return redirect("admin:evidence", model=model, pk=pk)
        context = self.admin_site.each_context(request) | {
            "title": _("Evidence: %(name)s") % {"name": subject},
            "subject": subject, "model": model, "looks": forms, "opts": self.opts, "may": may,
            "history": Check.objects.of(subject).select_related("looked_by", "state")[:50],
            "misfits": _misfits(subject),
            "reason": _reason(request),
            "reason_missing": typed is not None and not _reason(request),
        }  # fmt: skip
        return render(request, "admin/clinics/evidence.html", context)

    def _store(self, request: HttpRequest, forms: list[LookForm]) -> bool:
        """Store all that was looked at, or nothing where a line is wrong."""
        for form in forms:
            form.full_clean()
        found = [form.check(request.user, clock.now()) for form in forms if not form.errors]
        checks = [check for check in found if check is not None]
        why = _reason(request)
        if any(form.errors for form in forms) or (not why and (checks or "publish" in request.POST)):
            return False
        for check in checks:
            check.note = "\n".join(filter(None, (why, check.note)))
        made = record_looks(checks)
        words = ngettext("%d check stored.", "%d checks stored.", made) % made
        self.message_user(request, words, messages.SUCCESS if made else messages.INFO)
        return True

    def _publish(self, request: HttpRequest, subjects: QuerySet) -> None:
        because = Because(request.user, _reason(request))
        done, left = publish(subjects, clock.now(), because)
        for obstacle in left:
            self.message_user(request, _("Not published, because %s.") % obstacle, messages.WARNING)
        if done:
            self._publish_people(done, because)
            self.message_user(request, _("Published."), messages.SUCCESS)

    def _publish_people(self, listings: list[Any], because: Because) -> None:
        """With a place, those of its people whose license was seen: nobody is verified by who is hidden."""
        seen = Check.objects.filter(kind=Check.Kind.LICENSE, outcome=Check.Outcome.PASSED)
        people = Provider.objects.filter(
            affiliations__listing__in=[listing.pk for listing in listings],
            status=Status.DRAFT,
            pk__in=seen.values("provider"),
        )
        publish(Provider.objects.filter(pk__in=people.values("pk")), clock.now(), because)

    def attachment(self, request: HttpRequest, pk: int) -> FileResponse:
        """The private file of a check, for curators alone, never shown inside the page."""
        if not self.has_view_permission(request):
            raise Http404
        check: Check = get_object_or_404(Check.objects.exclude(attachment=""), pk=pk)
        file = check.attachment.open()
        _ending, content_type = format_of(file) or (".bin", "application/octet-stream")
        response = FileResponse(file, as_attachment=True, content_type=content_type)
        response["Cache-Control"] = "no-store"
        return response


def _named(request: HttpRequest) -> Clinic | TelemedicineService | Provider | None:
    """Whom the address of the form names: ?of=provider-12."""
    model, _dash, pk = request.GET.get("of", "").partition("-")
    if model not in SUBJECTS or not pk.isdecimal() or len(pk) > 18:
        return None
    return SUBJECTS[model].objects.filter(pk=pk).first()


def _reason(request: HttpRequest) -> str:
    """Why the curator looks or publishes."""
    return request.POST.get("reason", "").strip()[:300]


def _misfits(subject: Any) -> list[Affiliation]:
    """Who does something there that their declared taxonomy does not fit."""
    key = "provider" if isinstance(subject, Provider) else "listing"
    links = Affiliation.objects.filter(**{key: subject.pk}).select_related("provider", "listing")
    return [link for link in links if misfit(link.provider.taxonomy, link.role)]
