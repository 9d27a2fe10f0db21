"""What can be chosen in a review and said of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """The public list: a review is returned or removed for one of these, and for nothing else."""

    PERSONAL = "personal", _("It holds personal details, such as a phone number or a record number")
    NAMES = "names", _("It names a member of staff or another patient")
    HEALTH = "health", _("It tells of somebody else’s health")
    NO_VISIT = "no-visit", _("It does not tell of care at this place")
    INSULTS = "insults", _("It insults or threatens people")
    DOSING = "dosing", _("It tells others how to get or take a drug")
    AD = "ad", _("It advertises something")
    REWARD = "reward", _("It was written for a reward, or by somebody with a stake in the place")
    TWICE = "twice", _("The same person or the same words stand here already")
    NOT_REAL = "not-real", _("We have good reason to believe that it is not real")


class Asked(models.TextChoices):
    """When the question about the outcome was answered, counted from the last session."""

    DURING = "during", _("while treatment still goes on")
    MONTH = "month", _("within a month of the last session")
    HALF_YEAR = "half-year", _("one to six months after the last session")
    LATER = "later", _("more than six months after the last session")


class SideEffect(models.TextChoices):
    """As the Spravato label names the most common ones, and bladder trouble."""

    DISSOCIATION = "dissociation", _("Feeling unreal or detached (dissociation)")
    DIZZINESS = "dizziness", _("Dizziness")
    NAUSEA = "nausea", _("Nausea")
    SLEEPINESS = "sleepiness", _("Sleepiness")
    SPINNING = "spinning", _("Spinning feeling")
    NUMBNESS = "numbness", _("Numbness")
    HEADACHE = "headache", _("Headache")
    ANXIETY = "anxiety", _("Anxiety")
    DRUNK = "drunk", _("Feeling drunk")
    BLOOD_PRESSURE = "blood-pressure", _("Higher blood pressure")
    BLADDER = "bladder", _("Bladder pain or frequent urination")
    OTHER = "other", _("Something else")


class Aspect(models.TextChoices):
    """What is rated besides the whole. Each is a column of a review."""

    SAFETY = "safety", _("Felt safe and monitored")
    CONSENT = "consent", _("Explained, and asked for consent")
    HONESTY = "honesty", _("Honest about cost")
    STAFF = "staff", _("Staff")
    FOLLOW_UP = "follow_up", _("Follow-up")


# Patient Global Impression of Change: seven steps, best first (1 to 7).
OUTCOMES = {
    1: _("Very much improved"),
    2: _("Much improved"),
    3: _("A little improved"),
    4: _("No change"),
    5: _("A little worse"),
    6: _("Much worse"),
    7: _("Very much worse"),
}
