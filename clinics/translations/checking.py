"""Is everything that the database says there in each language, and whole?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.translations.models import Translation
from clinics.translations.texts import texts_of

# What a translation may not lose or gain: marks of sources, addresses, what code fills in, mark-up.
PARTS = {
    gettext_lazy("The marks of sources differ."): re.compile(r"\[s\d+\]"),
    gettext_lazy("The links differ."): re.compile(r"\]\((\S+?)\)"),
    gettext_lazy("What the program fills in differs."): re.compile(r"%\(\w+\)[sd]|\{\w*\}"),
    gettext_lazy("The HTML differs."): re.compile(r"</?[a-z]+"),
    gettext_lazy("The headings, lists or tables differ."): re.compile(r"^(?:#+ |- |\d+\. |\|)", re.MULTILINE),
}
NUMBER = re.compile(r"\d[\d,.:/]*\d|\d")


@dataclass(frozen=True)
class Gap:
    """One text, where it stands, and what is wrong with its translation."""

    where: str
    source: str
    fault: str


def needed() -> dict[str, str]:
    """Every text that readers see of what the database holds, with one place where it stands."""
    found: dict[str, str] = {}
    for model in apps.get_app_config("clinics").get_models():
        if not hasattr(model, "SAID"):
            continue
        rows = model._default_manager
        for row in rows.to_translate() if hasattr(rows, "to_translate") else rows.all():
            for name, text in texts_of(row):
                found.setdefault(text, f"{model._meta.model_name} {row.pk} {name}")
    return found


def gaps(language: str) -> Iterator[Gap]:
    """What is missing in this language, and what was translated with something lost."""
    known = dict(Translation.objects.filter(language=language).values_list("source", "text"))
    for source, where in needed().items():
        if source not in known:
            yield Gap(where, source, _("not translated"))
        else:
            yield from (Gap(where, source, fault) for fault in faults(source, known[source]))


def faults(source: str, text: str) -> Iterator[str]:
    """What the translation lost or gained; nothing if it is whole."""
    for complaint, part in PARTS.items():
        if sorted(part.findall(source)) != sorted(part.findall(text)):
            yield str(complaint)
    lost = set(NUMBER.findall(source)) - set(NUMBER.findall(text))
    if lost:
        yield _("These numbers are missing: %(numbers)s.") % {"numbers": ", ".join(sorted(lost))}
