"""The vocabularies that a search is made of. Each row owns a bit that never changes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinicfinder.history import kept
from clinics.translations.catalog import said

# A mask is one signed 64-bit word; what may outgrow it continues in a second word.
ONE_WORD = 63
TWO_WORDS = 126


def bit_fits(name: str, *, below: int) -> models.CheckConstraint:
    """The bit lies within the words that the search index has for it."""
    return models.CheckConstraint(name=name, condition=Q(bit__lt=below))


class Term(models.Model):
    """A word that patients choose from. `bit` is its place in the masks of the search index."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    bit = models.PositiveSmallIntegerField(
        _("bit"), unique=True, help_text=_("Stable place in the search masks, from 0; never reuse one")
    )

    class Meta:
        abstract = True
        ordering = ["bit"]
        constraints = [bit_fits("%(class)s_bit_fits", below=ONE_WORD)]

    # What readers see in their own language.
    SAID: tuple[str, ...] = ("name",)

    def __str__(self) -> str:
        return said(self.name)


class SourcedFact(models.Model):
    """A statement and where it stands: without a source and a day it may not be shown."""

    source_name = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("source address"), max_length=500)
    retrieved_on = models.DateField(_("read on"))

    class Meta:
        abstract = True


class Condition(Term, SourcedFact):
    """What a patient seeks help for."""

    class Evidence(models.TextChoices):
        APPROVED = (
            "fda-approved-esketamine",
            _("esketamine (Spravato) is FDA-approved for depression in some adults with it"),
        )
        STRONG = "strong-off-label", _("good studies, off-label")
        LIMITED = "limited", _("some small or short studies, off-label")
        WEAK = "weak", _("little or mixed evidence, off-label")
        AGAINST = "against", _("a guideline advises against it")

    description = models.TextField(_("plain description"))
    synonyms = models.JSONField(_("other words for it"), default=list, blank=True)
    evidence = models.CharField(_("evidence"), max_length=30, choices=Evidence)

    SAID = ("name", "description")

    class Meta(Term.Meta):
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")


class Treatment(Term, SourcedFact):
    """A way in which ketamine or esketamine is given."""

    class FdaStatus(models.TextChoices):
        APPROVED = "approved", _("FDA-approved for depression uses")
        OFF_LABEL = "off-label", _("approved medicine, off-label use")
        COMPOUNDED = "compounded", _("compounded; not FDA-approved")
        THERAPY = "therapy", _("therapy alongside off-label ketamine")

    description = models.TextField(_("what happens"))
    route = models.CharField(_("route"), max_length=60)
    setting = models.CharField(_("setting"), max_length=160)
    fda_status = models.CharField(_("FDA status"), max_length=12, choices=FdaStatus)
    fda_note = models.TextField(_("FDA status in words"))

    SAID = ("name", "description", "route", "setting", "fda_note")

    class Meta(Term.Meta):
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")


class Basis(models.TextChoices):
    """How we know it."""

    STORED = "stored page", _("read in a stored copy of the page")
    RECALLED = "recalled", _("general knowledge; not yet read at the named page")


class Fact(SourcedFact):
    """One sourced statement, about a condition, a treatment or care in general."""

    class Topic(models.TextChoices):
        EVIDENCE = "evidence", _("What studies found")
        COURSE = "course", _("What a course looks like")
        WHAT_HAPPENS = "what-happens", _("What happens")
        SESSION = "session", _("How long it takes, and who watches")
        WHO_GIVES = "who-gives", _("Who may give it")
        FDA = "fda", _("What the FDA approved")
        CAUTION = "caution", _("Reasons for care")
        INTERACTION = "interaction", _("Medicines to speak about")
        SIDE_EFFECT = "side-effect", _("Side effects")
        CALL_CLINIC = "call-clinic", _("Call the clinic")
        EMERGENCY = "emergency", _("Call 911")
        DRIVING = "driving", _("Driving")
        AGE = "age", _("Ages")
        AT_HOME = "at-home", _("At home")
        GOOD_SIGN = "good-sign", _("Signs of a good clinic")
        RED_FLAG = "red-flag", _("Warning signs about a clinic")
        CREDENTIAL = "credential", _("Credentials")
        PRICE = "price", _("What it costs")
        CODE = "code", _("Billing codes")
        INSURANCE = "insurance", _("Insurance")
        PRIOR_AUTHORIZATION = "prior-authorization", _("Prior authorization, step by step")
        WAY_TO_PAY = "way-to-pay", _("Ways to pay")

    class Level(models.TextChoices):
        """How grave a caution is."""

        DO_NOT_TREAT = "do-not-treat", _("Not to be treated")
        TALK = "talk", _("Speak about it first")
        INFO = "info", _("Good to know")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    position = models.PositiveSmallIntegerField(_("place in its list"), default=0)
    condition = models.ForeignKey(
        Condition, models.CASCADE, to_field="slug", null=True, blank=True, related_name="facts"
    )
    treatment = models.ForeignKey(
        Treatment, models.CASCADE, to_field="slug", null=True, blank=True, related_name="facts"
    )
    about = models.CharField(
        _("about"), max_length=60, blank=True, help_text=_("Such as a payer, a billing code or a credential")
    )
    level = models.CharField(_("level"), max_length=12, choices=Level, blank=True)
    text = models.TextField(_("in plain words"))
    basis = models.CharField(_("how we know it"), max_length=12, choices=Basis)
    also = models.JSONField(_("further sources"), default=list, blank=True)

    history = kept()

    SAID = ("about", "text")

    class Meta:
        ordering = ["topic", "position", "key"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.CheckConstraint(name="caution_has_a_level", condition=~Q(topic="caution") | ~Q(level=""))
        ]
        indexes = [models.Index(name="fact_by_topic", fields=["topic", "position"])]

    def __str__(self) -> str:
        return self.key


class Payer(Term):
    """An insurer or public program."""

    class Kind(models.TextChoices):
        COMMERCIAL = "commercial", _("Commercial")
        PUBLIC = "public", _("Public program")
        MILITARY = "military", _("Military and veterans")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)

    class Meta(Term.Meta):
        verbose_name = _("payer")
        verbose_name_plural = _("payers")
        constraints = [bit_fits("payer_bit_fits", below=TWO_WORDS)]


class Language(Term):
    """A language that staff speak with patients."""

    class Meta(Term.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [bit_fits("language_bit_fits", below=TWO_WORDS)]


class AccessibilityFeature(Term):
    """Something that makes a place or service usable with a disability."""

    class Meta(Term.Meta):
        verbose_name = _("accessibility feature")
        verbose_name_plural = _("accessibility features")


class AgeGroup(Term):
    """An age group treated. Ages are in completed years."""

    from_age = models.PositiveSmallIntegerField(_("from age"))
    until_age = models.PositiveSmallIntegerField(_("until age"), null=True, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("age group")
        verbose_name_plural = _("age groups")


class Taxonomy(models.Model):
    """A code of the NUCC Health Care Provider Taxonomy, self-declared in NPPES, in words."""

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    grouping = models.CharField(_("grouping"), max_length=120)
    classification = models.CharField(_("classification"), max_length=120)
    specialization = models.CharField(_("specialization"), max_length=120, blank=True)
    version = models.CharField(_("version of the code set"), max_length=10, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("taxonomy code")
        verbose_name_plural = _("taxonomy codes")

    def __str__(self) -> str:
        return ", ".join(part for part in (self.classification, self.specialization) if part)
