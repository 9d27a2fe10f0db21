"""What curating clinics, services and practitioners has in common."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Field, ManyToManyField, QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from import_export.admin import ImportExportMixin
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import to_historic
from simple_history.template_utils import HistoricalRecordContextHelper

from clinicfinder import clock
from clinics.listings import index
from clinics.listings.forms import AddressedForm
from clinics.listings.inlines import without_side_doors
from clinics.listings.models import Clinic, Listing, Provider, Status, TelemedicineService
from clinics.listings.placement import answers_for, how_placed, miles_from_zip, pin, place
from clinics.listings.publication import Because, Subject, confirm, obstacle, publish, reach, withdraw
from clinics.listings.records import change_slug
from clinics.listings.rules import verification_stands
from clinics.listings.spreadsheets import FORMATS
from clinics.places.models import PointSource

STATUS = ("status", "change_reason")
MOST_NAMES = 10
PHONE_LENGTHS = (10, 11)
MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}"


class InWords(HistoricalRecordContextHelper):
    """Earlier values as the form words them."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field = self.model._meta.get_field(change.field)
        choices = dict(getattr(field, "flatchoices", []))
        if value in choices:
            return str(choices[value])
        plain = {None: _("nothing"), "": _("nothing"), True: _("yes"), False: _("no")}
        is_plain = value is None or isinstance(value, str | bool)
        return plain.get(value, value) if is_plain else super().prepare_delta_change_value(change, value)


class CuratedAdmin(ImportExportMixin, SimpleHistoryAdmin):
    """Of what has a status and a page. Whatever changes it brings the search index up to date."""

    save_on_top = True
    formats = FORMATS
    list_per_page = 50
    show_full_result_count = False
    actions = ["still_right", "publish", "suspend", "mark_closed"]
    # Few enough to see at a glance; longer lists get a search box.
    checkboxes = ("conditions", "age_groups", "accessibility", "languages")
    object_history_template = "admin/clinics/history.html"
    object_history_list_template = "admin/clinics/history_list.html"
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    readonly_fields = [
        "source", "is_demo", "verification", "withheld", "former_addresses", "created_at", "updated_at",
    ]  # fmt: skip

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> InWords:
        return InWords(self.model, historical_record)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_fieldsets(self, request: HttpRequest, obj: Subject | None = None) -> Any:
        """Who may only look is not asked why."""
        sections = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sections
        return [
            (title, section | {"fields": ["status" if one == STATUS else one for one in section["fields"]]})
            for title, section in sections
        ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Subject | None = None) -> dict:
        """A page that has an address keeps it until somebody types another one."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name in self.checkboxes:
            kwargs["widget"] = forms.CheckboxSelectMultiple(attrs={"class": "radiolist inline"})
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_view_on_site_url(self, obj: Subject | None = None) -> str | None:
        """Drafts and suspended listings have no page, nor fictional ones where they are hidden."""
        if obj is None or obj.status not in (Status.PUBLISHED, Status.CLOSED):
            return None
        return obj.get_absolute_url() if settings.SHOW_DEMO or not obj.is_demo else None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Also by phone number, however it is typed."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        digits = re.sub(r"[\s().+-]", "", search_term)
        if digits.isascii() and digits.isdigit() and len(digits) in PHONE_LENGTHS:
            found = found | queryset.filter(phone__endswith=digits[-10:])
        return found, repeats

    @admin.display(description=gettext_lazy("former addresses"))
    def former_addresses(self, subject: Subject) -> str:
        slugs = subject.former_slugs.values_list("slug", flat=True) if subject.pk else []
        return ", ".join(slugs) or _("None. Its address has never changed.")

    @admin.display(description=gettext_lazy("verified"))
    def verification(self, subject: Subject) -> str:
        """Where it is verified now, and until when. It follows from checks; nobody types it."""
        now = clock.now()
        standing = [
            f"{where} {_('until')} {date_format(row.verified_until, 'j M Y')}".strip()
            for where, row in _verdicts(subject)
            if verification_stands(row.verified_from, row.verified_until, now)
        ]
        return "; ".join(standing) or _("No")

    def save_model(self, request: HttpRequest, obj: Subject, form: AddressedForm, change: bool) -> None:
        if change and "slug" in form.changed_data:
            change_slug(obj, obj.slug)
        if to_historic(obj) and not form.cleaned_data["change_reason"]:
            obj._change_reason = _("Back to an earlier version")  # type: ignore[union-attr]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: AddressedForm, formsets: list, change: bool) -> None:
        """Then the index: of this one, of those whom it named before, and of those whom it names now."""
        before = reach(self.model, [form.instance.pk])
        super().save_related(request, form, formsets, change)
        index.refresh(**before)
        subject = self.model.objects.get(pk=form.instance.pk)
        reason = obstacle(subject, clock.today())
        if subject.status == Status.PUBLISHED and reason:
            self.message_user(request, _("No search finds this: %s.") % reason, messages.WARNING)

    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Going back to an earlier version changes what patients find, as any change does."""
        with transaction.atomic():
            response = super().history_form_view(request, object_id, *args, **kwargs)
            if request.method == "POST":
                index.refresh(**reach(self.model, [int(unquote(object_id))]))
        return response

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        if isinstance(e, UnicodeError):
            form.add_error("import_file", _("Save the file as UTF-8 CSV or as XLSX"))
        else:
            super().add_data_read_fail_error_to_form(form, e)

    def delete_model(self, request: HttpRequest, obj: Subject) -> None:
        touched = reach(self.model, [obj.pk])
        super().delete_model(request, obj)
        index.refresh(**touched)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        touched = reach(self.model, queryset.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        index.refresh(**touched)

    def get_deleted_objects(
        self, objs: QuerySet | Sequence[Any], request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        """Who may delete a clinic or service may delete the listing that it is."""
        shown, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        forbidden.discard(Listing._meta.verbose_name)
        return shown, counts, forbidden, protected

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        reason = asked_reason(request)
        if reason is None:
            return self._ask_why(request, queryset, "publish", _("Publish"))
        with transaction.atomic():
            done, left = publish(queryset, clock.now(), Because(request.user, reason))
            self._note(request, done, _("Published: %s") % reason)
        for obstacle_found, subjects in left.items():
            text = _("Not published, because %(reason)s: %(names)s") % {
                "reason": obstacle_found,
                "names": _names(subjects),
            }
            self.message_user(request, text, messages.WARNING)
        self._tell(request, done, ngettext("%d published.", "%d published.", len(done)))
        if fictional := sum(subject.is_demo for subject in done):
            text = ngettext("%d is fictional and says so.", "%d are fictional and say so.", fictional)
            self.message_user(request, text % fictional)
        return None

    @admin.action(description=gettext_lazy("Suspend: hide from the public"), permissions=["change"])
    def suspend(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        reason = asked_reason(request)
        if reason is None:
            return self._ask_why(request, queryset, "suspend", _("Suspend"))
        done = self._withdraw(request, queryset, Status.SUSPENDED, _("Suspended: %s") % reason, reason)
        self._tell(request, done, ngettext("%d suspended.", "%d suspended.", len(done)))
        return None

    @admin.action(
        description=gettext_lazy("Mark as closed: its page stays and says so"), permissions=["change"]
    )
    def mark_closed(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        reason = asked_reason(request)
        if reason is None:
            return self._ask_why(request, queryset, "mark_closed", _("Mark as closed"))
        done = self._withdraw(request, queryset, Status.CLOSED, _("Marked as closed: %s") % reason, reason)
        self._tell(request, done, ngettext("%d marked as closed.", "%d marked as closed.", len(done)))
        return None

    @admin.action(description=gettext_lazy("Checked: all still right"), permissions=["change"])
    def still_right(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Moves the day of the last confirmation and its author, and nothing else."""
        with transaction.atomic():
            done = list(queryset)
            confirm(queryset, clock.now(), Because(request.user, _("Checked: all still right")))
            self._note(request, done, _("Checked: all still right."))
        self._tell(request, done, ngettext("%d confirmed.", "%d confirmed.", len(done)))

    def _ask_why(self, request: HttpRequest, queryset: QuerySet, action: str, title: str) -> HttpResponse:
        """A page that asks for the reason, with what was chosen."""
        context = self.admin_site.each_context(request) | {
            "title": title,
            "action": action,
            "opts": self.opts,
            "chosen": queryset[:MOST_NAMES],
            "total": queryset.count(),
            "ids": queryset.values_list("pk", flat=True),
            "missing": "reason" in request.POST,
        }
        return render(request, "admin/clinics/reason.html", context)

    @transaction.atomic
    def _withdraw(
        self, request: HttpRequest, queryset: QuerySet, status: str, note: str, reason: str
    ) -> list[Subject]:
        done = withdraw(queryset, status, clock.now(), Because(request.user, reason))
        self._note(request, done, note)
        return done

    def _note(self, request: HttpRequest, subjects: list[Subject], words: str) -> None:
        """In the history of each."""
        if subjects:
            LogEntry.objects.log_actions(str(request.user.pk), subjects, CHANGE, words)

    def _tell(self, request: HttpRequest, done: list[Subject], words: str) -> None:
        if done:
            self.message_user(request, words % len(done), messages.SUCCESS)
        else:
            self.message_user(request, _("Nothing was changed."))


class PlacedAdmin(CuratedAdmin):
    """Of what stands at an address: it has a point on the map."""

    readonly_fields = [*CuratedAdmin.readonly_fields, "on_the_map"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A point is typed by hand, or follows from the address, in the transaction that changes it."""
        if form.typed_point:
            obj.point_source = PointSource.HAND
        elif form.needs_a_point and (obj.city or obj.zip_code):
            place(obj)
            level = messages.WARNING if obj.latitude is None else messages.INFO
            self.message_user(request, how_placed(obj), level)
        elif form.needs_a_point:
            obj.point_source = ""
        elif form.moved:
            text = _("The address has changed, but the point stays where it was placed by hand.")
            self.message_user(request, text, messages.WARNING)
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_geocode"
        view = self.admin_site.admin_view(self.geocode)
        return [path("<key:pk>/geocode/", view, name=name), *super().get_urls()]

    def geocode(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The geocoder's answers for the address, to choose one as the point."""
        subject = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, subject):
            raise PermissionDenied
        found = answers_for(subject)
        chosen = request.POST.get("answer", "")
        if chosen.isdecimal() and int(chosen) < len(found):
            pin(subject, found[int(chosen)])
            subject._change_reason = _("Point chosen from the geocoder's answers")
            with transaction.atomic():
                subject.save()
                index.refresh(**reach(self.model, [pk]))
            self.message_user(request, _("The point was moved."), messages.SUCCESS)
            return redirect(f"admin:clinics_{self.opts.model_name}_change", pk)
        context = self.admin_site.each_context(request) | {
            "title": _("Where is %(name)s?") % {"name": subject},
            "subject": subject,
            "answers": found,
            "opts": self.opts,
        }
        return render(request, "admin/clinics/geocode.html", context)

    @admin.display(description=gettext_lazy("town"), ordering="city")
    def town(self, subject: Clinic | Provider) -> str:
        return ", ".join(part for part in (subject.city, subject.state_id) if part)

    @admin.display(description=gettext_lazy("on the map"))
    def on_the_map(self, subject: Clinic | Provider) -> str | SafeString:
        """The point, how we got it, how far it is from the ZIP code's center, a link to see it."""
        if subject.latitude is None or subject.longitude is None:
            return _("Not yet. Save, and its address says where it is.")
        told = [
            f"{subject.latitude:.5f}, {subject.longitude:.5f}",
            capfirst(subject.get_point_source_display()),
        ]
        known = miles_from_zip(subject)
        if known is None:
            told.append(_("We do not know its ZIP code."))
        else:
            miles, reach = known
            told.append(_("%(miles).1f miles from the center of its ZIP code") % {"miles": miles})
            if miles > reach:
                told.append(_("That is far: check it."))
        link = MAP.format(subject.latitude, subject.longitude)
        ask = reverse(f"admin:clinics_{self.opts.model_name}_geocode", args=[subject.pk])
        return format_html(
            '{} · <a href="{}" rel="noreferrer">{}</a> · <a href="{}">{}</a>',
            " · ".join(told), link, _("See it on OpenStreetMap"), ask, _("Ask the geocoder"),
        )  # fmt: skip


def asked_reason(request: HttpRequest) -> str | None:
    """The reason that was typed, or None where none was."""
    return request.POST.get("reason", "").strip()[:300] or None


def _verdicts(subject: Subject) -> list[tuple[str, Any]]:
    """The rows that hold what is verified of it, each with its state, if it is judged state by state."""
    if subject.pk is None:
        return []
    if isinstance(subject, Provider):
        return [(held.state_id, held) for held in subject.licenses.all()]
    if isinstance(subject, TelemedicineService):
        return [(served.state_id, served) for served in subject.served.all()]
    return [("", subject)]


def _names(subjects: list[Subject]) -> str:
    names = ", ".join(str(subject) for subject in subjects[:MOST_NAMES])
    more = len(subjects) - MOST_NAMES
    return names + (" " + _("and %d more") % more if more > 0 else "")
