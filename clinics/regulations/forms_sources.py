"""The text of a source page: pasted, or as a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.regulations.watching import LONGEST_TEXT, readable

LARGEST_FILE = 2_000_000
ENDINGS = (".txt", ".html", ".htm")


class ReadingForm(forms.Form):
    """What the page says now. One of the two is needed."""

    text = forms.CharField(
        label=gettext_lazy("The text of the page"),
        help_text=gettext_lazy("Open the page, select all of it, copy, and paste it here."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy("Saved from the page as .txt or .html, 2 MB at most."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> str:
        """The words in the file."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        name = file.name.lower()
        if not name.endswith(ENDINGS):
            raise ValidationError(_("Only .txt and .html files can be read. Or paste the text."))
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 2 MB. Paste the part that matters."))
        return readable(_decoded(file.read()), html=not name.endswith(".txt"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        pasted, uploaded = readable(cleaned.get("text", "")), cleaned.get("file", "")
        if pasted and uploaded:
            self.add_error("file", _("Paste the text or choose a file, not both."))
        elif not pasted and not uploaded:
            empty = "file" if self.files.get("file") else "text"
            self.add_error(empty, _("There is no text in it. Paste what the page says, or choose a file."))
        elif len(pasted or uploaded) > LONGEST_TEXT:
            self.add_error("file", _("This is too long to keep. Paste the part that matters."))
        cleaned["reading"] = pasted or uploaded
        return cleaned


def _decoded(data: bytes) -> str:
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValidationError(_("This is not a text. Save the page as .txt or .html."))
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\x00", "")
