"""Fills a curator's form as a browser would, and sends it."""

from django.forms import ModelMultipleChoiceField, NullBooleanField
from django.test import Client
from django.urls import reverse

HARBOR = {
    "name": "Quiet Harbor", "status": "published", "street": "100 Example Street", "city": "Austin",
    "state": "TX", "zip_code": "78701", "phone": "512-555-0123",
}  # fmt: skip


def address(subject_or_model, view="change"):
    """The admin address of a row, or of a model's list ("changelist") or empty form ("add")."""
    name = f"admin:clinics_{subject_or_model._meta.model_name}_{view}"
    args = [] if view in ("add", "changelist") else [subject_or_model.pk]
    return reverse(name, args=args)


def shown(response):
    """Each field that the page shows, with the value that it stands at."""
    parts = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        parts += [inline.formset.management_form, *inline.formset.forms]
    return {field.html_name: _as_sent(field) for part in parts for field in part}


def send(client: Client, url: str, **changes):
    """Open the form, change these fields, and save. An inline's field is named offers-0-per.

    A status is changed with a reason, where the test names no other.
    """
    fields = shown(client.get(url)) | {name.replace("__", "-"): value for name, value in changes.items()}
    if "status" in changes and "change_reason" not in changes:
        fields["change_reason"] = "It is so"
    return client.post(url, {name: value for name, value in fields.items() if value is not False})


def errors(response):
    """The messages of a refused form, by the name of the field beside which they stand."""
    form = response.context["adminform"].form
    found = {name: list(messages) for name, messages in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for row in inline.formset.forms:
            found |= {f"{row.prefix}-{name}": list(messages) for name, messages in row.errors.items()}
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = list(inline.formset.non_form_errors())
    return found


def _as_sent(field):
    """A browser sends nothing for a box without a tick, and an empty text for an empty line."""
    value = field.value()
    if isinstance(field.field, ModelMultipleChoiceField):
        return [getattr(row, "pk", row) for row in value or []]
    if isinstance(field.field, NullBooleanField):
        return {True: "true", False: "false"}.get(value, "unknown")
    if value is None:
        return ""
    return value if isinstance(value, bool | list) else str(value)
