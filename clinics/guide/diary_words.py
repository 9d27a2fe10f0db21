"""Everything that the diary's scripts say to the reader. `{name}` stands for a value."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, str | Promise] = {
    # The form.
    "error": _("Error:"),
    "title_new": _("Write an entry"),
    "title_edit": _("Change the entry of {day}"),
    "save_new": _("Save on this device"),
    "save_edit": _("Save the change"),
    "answered": _("{count} of {all}"),
    "partly": _("{count} of {all} answered. A score needs all of them; you can save it without."),
    "so_far": _("Your score: {score}. This is not a diagnosis."),
    "no_day": _("Give a whole date: day, month and year."),
    "future_day": _("This day is still to come. Choose today or an earlier day."),
    "early_day": _("This day is too long ago. Check the year."),
    "bad_sleep": _("Give the hours as a number from 0 to 24, such as 7 or 6.5."),
    "bad_top": _("Give the upper number in whole numbers, from 40 to 300."),
    "bad_bottom": _("Give the lower number in whole numbers, from 20 to 200."),
    "top_missing": _("Give the upper number, too, or leave both empty."),
    "bottom_missing": _("Give the lower number, too, or leave both empty."),
    "top_small": _("The upper number must be larger than the lower one. Did you swap them?"),
    "too_long": _("This is {over} characters too long. At most {most} fit in one entry."),
    "nothing": _("Fill in at least one thing besides the day."),
    "refused": _(
        "This browser did not let us keep the entry. What you typed is still here. A private window or a "
        "setting that blocks site data can be the reason. You can download it instead."
    ),
    "full": _(
        "The storage of this browser is full, so the entry is not kept. What you typed is still here. "
        "Download it, or delete older entries and save again."
    ),
    "stuck": _(
        "The entry is not kept, because something unreadable stands in the place of the diary. What you "
        "typed is still here. Download or delete the unreadable data at the top of this page first."
    ),
    "saved": _("Saved on this device."),
    "saved_both": _(
        "This entry was changed in another window meanwhile. We kept both: yours is a new entry."
    ),
    "ask_leave": _("The form holds something that is not saved. Drop it and open this entry?"),
    "leave_yes": _("Drop it"),
    "leave_no": _("Back to the form"),
    "ask_cancel": _("Drop what you have typed?"),
    # The entries.
    "count_one": _("1 entry on this device"),
    "count_other": _("{count} entries on this device"),
    "written": _("written {time}"),
    "edit": _("Edit"),
    "edit_of": _("Edit the entry of {day}"),
    "delete": _("Delete"),
    "delete_of": _("Delete the entry of {day}"),
    "ask_delete": _("Delete the entry of {day}? It cannot be brought back."),
    "delete_yes": _("Delete it"),
    "delete_no": _("Keep it"),
    "deleted": _("The entry is deleted from this device."),
    "ask_all_one": _("Delete your entry? It cannot be brought back. Download it first if you may need it."),
    "ask_all_other": _(
        "Delete all {count} entries? They cannot be brought back. Download them first if you may need them."
    ),
    "all_yes": _("Delete everything"),
    "all_gone": _("The diary is deleted from this device."),
    "not_deleted": _("This browser did not let us delete it. Clear the data of this site in its settings."),
    "scored": pgettext_lazy("14 of 27: moderate", "{score} of {most}: {band}"),
    "unscored": _("{count} of {all} answered, so no score"),
    "each": _("Each answer"),
    "not_answered": _("not answered"),
    "difficulty": _("How difficult this made things"),
    "pain_now": _("Pain now"),
    "pain_worst": _("Worst pain in 24 hours"),
    "pain_value": _("{score} of 10 (0: no pain, 10: worst pain imaginable)"),
    "session": _("Treatment session"),
    "sleep": _("Sleep"),
    "hours_one": _("1 hour"),
    "hours_other": _("{count} hours"),
    "pressure": _("Blood pressure"),
    "pressure_value": _("{top} over {bottom}"),
    "effects": _("Side effects"),
    "note": _("Note"),
    # Chart and table.
    "chart": _("Your scores over time. The table below says the same."),
    "panel": _("{name}: 0 to {most}"),
    "pain": _("Pain"),
    "day": _("Day"),
    "in_table": pgettext_lazy("14: moderate", "{score}: {band}"),
    "blank": _("not filled in"),
    "none": _("no"),
    # Files.
    "made": _("Written at"),
    "score": _("{name} score"),
    "band": _("{name} in words"),
    "item": _("{name} statement {number}"),
    "pressure_top": _("Blood pressure, upper"),
    "pressure_bottom": _("Blood pressure, lower"),
    "no_file": _("Choose a file first."),
    "file_long": _("This file is too large for a diary. Nothing was changed."),
    "file_json": _("This file is not a diary that was downloaded here as a copy. Nothing was changed."),
    "file_entry": _("Entry {number} in this file cannot be read. Nothing was changed."),
    "file_kept": _("Not added: this browser did not let us keep it, or its storage is full."),
    "added_one": _("1 new entry added."),
    "added_other": _("{count} new entries added."),
    "newer_one": _("1 entry replaced by a newer one."),
    "newer_other": _("{count} entries replaced by newer ones."),
    "same_one": _("1 entry was here already."),
    "same_other": _("{count} entries were here already."),
    "ask_aside": _("Delete the data that cannot be read? They cannot be brought back."),
    "aside_gone": _("The unreadable data are deleted."),
}
