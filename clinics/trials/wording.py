"""What the registry says of a trial, in plain words."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinics.trials.models import Trial, TrialSite
from clinics.trials.rules import MONTHS_A_YEAR, months_of

Words = str | Promise

# Is it open now? The answer comes first.
OPEN_NOW: dict[str, Words] = {
    "RECRUITING": gettext_lazy("Yes. It is taking people now."),
    "NOT_YET_RECRUITING": gettext_lazy("Not yet. It plans to take people."),
    "ENROLLING_BY_INVITATION": gettext_lazy(
        "Only by invitation. Those who run it choose whom they ask, so you cannot apply."
    ),
    "ACTIVE_NOT_RECRUITING": gettext_lazy("No. It is under way and takes nobody new."),
    "SUSPENDED": gettext_lazy("No. It is paused. It may start again."),
    "COMPLETED": gettext_lazy("No. It has ended."),
    "TERMINATED": gettext_lazy("No. It was stopped early and will not start again."),
    "WITHDRAWN": gettext_lazy("No. It was withdrawn before anybody took part."),
    "AVAILABLE": gettext_lazy(
        "This is not a trial. The medicine can be had outside one, if a doctor asks for it for a patient."
    ),
    "NO_LONGER_AVAILABLE": gettext_lazy("No. The medicine can no longer be had in this way."),
    "TEMPORARILY_NOT_AVAILABLE": gettext_lazy("No. The medicine cannot be had in this way for now."),
    "APPROVED_FOR_MARKETING": gettext_lazy("No. The medicine has since been approved for sale."),
    "WITHHELD": gettext_lazy("We cannot tell. The registry holds this record back."),
    "UNKNOWN": gettext_lazy(
        "We cannot tell. Nobody has confirmed this record for two years. Do not count on it being open."
    ),
}
TONES = {"RECRUITING": "good", "NOT_YET_RECRUITING": "caution"}
TYPES: dict[str, Words] = {
    "INTERVENTIONAL": gettext_lazy("A treatment is tested. The plan of the study says who gets what."),
    "OBSERVATIONAL": gettext_lazy("People are observed. The study gives nobody a treatment."),
    "EXPANDED_ACCESS": gettext_lazy(
        "Expanded access: a medicine that is not approved for this use, given outside a trial."
    ),
}
PHASES: dict[str, tuple[Words, Words]] = {
    "EARLY_PHASE1": (gettext_lazy("Early phase 1"), gettext_lazy("a first look, in very few people.")),
    "PHASE1": (gettext_lazy("Phase 1"), gettext_lazy("is it safe, and at which dose? In few people.")),
    "PHASE2": (gettext_lazy("Phase 2"), gettext_lazy("does it seem to help, and what are the side effects?")),
    "PHASE3": (
        gettext_lazy("Phase 3"),
        gettext_lazy("does it help more than something else? In many people."),
    ),
    "PHASE4": (gettext_lazy("Phase 4"), gettext_lazy("a medicine that is on sale already, studied further.")),
    "NA": (gettext_lazy("No phase"), gettext_lazy("the registry gives phases to tests of medicines only.")),
}
SEXES: dict[str, Words] = {
    "ALL": gettext_lazy("People of any sex"),
    "FEMALE": gettext_lazy("Female only"),
    "MALE": gettext_lazy("Male only"),
}


def phase_names(phases: Iterable[str]) -> str:
    """ "Phase 2 and Phase 3"; blank where there is none."""
    return _(" and ").join(str(PHASES[phase][0]) for phase in phases if phase in PHASES)


def phase_lines(phases: Iterable[str]) -> list[str]:
    """Each phase and what it asks."""
    known = [PHASES[phase] for phase in phases if phase in PHASES]
    return [_("%(phase)s: %(meaning)s") % {"phase": name, "meaning": meaning} for name, meaning in known]


def ages_line(trial: Trial) -> str:
    """Who may join, by age."""
    low, high = age_words(trial.min_age), age_words(trial.max_age)
    if low and high and all("year" in age.lower() for age in (trial.min_age, trial.max_age)):
        return _("%(low)s to %(high)s") % {"low": low.split()[0], "high": high}
    if low and high:
        return _("From %(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("%(low)s and older") % {"low": low}
    return _("Up to %(high)s") % {"high": high} if high else _("Any age")


def age_words(age: str) -> str:
    """An age limit as people say it: "18 years", "6 months"; blank where there is none."""
    months = months_of(age)
    if months is None:
        return ""
    if months and "year" in age.lower():
        years = months // MONTHS_A_YEAR
        return ngettext("%(number)s year", "%(number)s years", years) % {"number": years}
    if months and "month" in age.lower():
        return ngettext("%(number)s month", "%(number)s months", months) % {"number": months}
    return age.lower()


def healthy_line(trial: Trial) -> str:
    if trial.healthy_volunteers is None:
        return _("The registry does not say whether healthy volunteers may join.")
    if trial.healthy_volunteers:
        return _("Healthy volunteers may join.")
    return _("Healthy volunteers may not join.")


def day_words(text: str) -> str:
    """A day as precisely as the registry knows it: "5 May 2026", "May 2026", "2026"."""
    year, _dash, rest = text.partition("-")
    if not rest:
        return year
    if len(text) == len("2026-05"):
        return date_format(date.fromisoformat(f"{text}-01"), "M Y")
    return date_format(date.fromisoformat(text), "j M Y")


def is_ahead(text: str, today: date) -> bool:
    """Whether a day, however precise, is still to come."""
    return text > today.isoformat()[: len(text)]


def people_line(trial: Trial) -> str:
    if trial.enrollment is None:
        return ""
    return ngettext("%(number)s person", "%(number)s people", trial.enrollment) % {"number": trial.enrollment}


def place_name(site: TrialSite) -> str:
    """ "Austin, Texas"; abroad "Oslo, Norway"."""
    region = str(site.state) if site.state else site.region
    country = "" if site.state or site.country == "United States" else site.country
    return ", ".join(dict.fromkeys(part for part in (site.city, region, country) if part))


def miles_line(miles: float) -> str:
    """The point is the middle of the city, so nothing finer than five miles is said of what is close."""
    if miles < 5:
        return _("Within about 5 miles")
    number = round(miles)
    return ngettext("About %(miles)s mile away", "About %(miles)s miles away", number) % {"miles": number}
