"""PHQ-9, GAD-7 and a plain pain scale: their official words, how they are added up, and who says so.

The words are those of the published forms. Translations are the published ones, too: a free
translation would be another instrument.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

READ_ON = "2026-11-25"
STORED, RECALLED = "stored page", "recalled"
Text = str | Promise


@dataclass(frozen=True)
class Source:
    """A page that says so. What is recalled has not been read for this page."""

    name: Text
    url: str
    basis: str = STORED
    retrieved: str = READ_ON


@dataclass(frozen=True)
class Band:
    """A range of scores from `least` up to the next band."""

    least: int
    most: int
    name: Text


@dataclass(frozen=True)
class Scale:
    """Statements that are each answered with one of the same four answers, worth 0 to 3."""

    key: str
    name: str
    about: Text
    stem: Text
    items: tuple[Text, ...]
    answers: tuple[Text, ...]
    bands: tuple[Band, ...]
    bands_from: Text
    # The statement, from 1, that tells of danger when it is answered with more than the first answer.
    danger: int = 0
    difficulty: Text = ""
    difficulty_answers: tuple[Text, ...] = ()

    @property
    def most(self) -> int:
        return len(self.items) * (len(self.answers) - 1)

    def plain(self) -> dict[str, Any]:
        """What a script needs for adding up."""
        return {
            "name": self.name,
            "most": self.most,
            "danger": self.danger,
            "bands": [[band.least, band.name] for band in self.bands],
        }


ANSWERS = (
    pgettext_lazy("PHQ-9 and GAD-7 answer", "Not at all"),
    pgettext_lazy("PHQ-9 and GAD-7 answer", "Several days"),
    pgettext_lazy("PHQ-9 and GAD-7 answer", "More than half the days"),
    pgettext_lazy("PHQ-9 and GAD-7 answer", "Nearly every day"),
)

PHQ9 = Scale(
    key="phq9",
    name="PHQ-9",
    about=_("Mood: nine statements"),
    stem=pgettext_lazy(
        "PHQ-9",
        "Over the last 2 weeks, how often have you been bothered by any of the following problems?",
    ),
    items=(
        pgettext_lazy("PHQ-9", "Little interest or pleasure in doing things"),
        pgettext_lazy("PHQ-9", "Feeling down, depressed, or hopeless"),
        pgettext_lazy("PHQ-9", "Trouble falling or staying asleep, or sleeping too much"),
        pgettext_lazy("PHQ-9", "Feeling tired or having little energy"),
        pgettext_lazy("PHQ-9", "Poor appetite or overeating"),
        pgettext_lazy(
            "PHQ-9",
            "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
        ),
        pgettext_lazy(
            "PHQ-9",
            "Trouble concentrating on things, such as reading the newspaper or watching television",
        ),
        pgettext_lazy(
            "PHQ-9",
            "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so "
            "fidgety or restless that you have been moving around a lot more than usual",
        ),
        pgettext_lazy(
            "PHQ-9", "Thoughts that you would be better off dead or of hurting yourself in some way"
        ),
    ),
    answers=ANSWERS,
    bands=(
        Band(0, 4, pgettext_lazy("PHQ-9 score", "minimal")),
        Band(5, 9, pgettext_lazy("PHQ-9 score", "mild")),
        Band(10, 14, pgettext_lazy("PHQ-9 score", "moderate")),
        Band(15, 19, pgettext_lazy("PHQ-9 score", "moderately severe")),
        Band(20, 27, pgettext_lazy("PHQ-9 score", "severe")),
    ),
    bands_from=_("Kroenke, Spitzer and Williams, 2001"),
    danger=9,
    difficulty=pgettext_lazy(
        "PHQ-9",
        "If you checked off any problems, how difficult have these problems made it for you to do your work, "
        "take care of things at home, or get along with other people?",
    ),
    difficulty_answers=(
        pgettext_lazy("PHQ-9", "Not difficult at all"),
        pgettext_lazy("PHQ-9", "Somewhat difficult"),
        pgettext_lazy("PHQ-9", "Very difficult"),
        pgettext_lazy("PHQ-9", "Extremely difficult"),
    ),
)

GAD7 = Scale(
    key="gad7",
    name="GAD-7",
    about=_("Anxiety: seven statements"),
    stem=pgettext_lazy(
        "GAD-7", "Over the last 2 weeks, how often have you been bothered by the following problems?"
    ),
    items=(
        pgettext_lazy("GAD-7", "Feeling nervous, anxious or on edge"),
        pgettext_lazy("GAD-7", "Not being able to stop or control worrying"),
        pgettext_lazy("GAD-7", "Worrying too much about different things"),
        pgettext_lazy("GAD-7", "Trouble relaxing"),
        pgettext_lazy("GAD-7", "Being so restless that it is hard to sit still"),
        pgettext_lazy("GAD-7", "Becoming easily annoyed or irritable"),
        pgettext_lazy("GAD-7", "Feeling afraid as if something awful might happen"),
    ),
    answers=ANSWERS,
    bands=(
        Band(0, 4, pgettext_lazy("GAD-7 score", "minimal")),
        Band(5, 9, pgettext_lazy("GAD-7 score", "mild")),
        Band(10, 14, pgettext_lazy("GAD-7 score", "moderate")),
        Band(15, 21, pgettext_lazy("GAD-7 score", "severe")),
    ),
    bands_from=_("Spitzer, Kroenke, Williams and Löwe, 2006"),
)

SCALES = (PHQ9, GAD7)
PAIN = range(11)
NO_PAIN = pgettext_lazy("pain scale", "no pain")
WORST_PAIN = pgettext_lazy("pain scale", "worst pain imaginable")

SOURCES = (
    Source(
        _("HL7: the PHQ-9 and the words of its owner on permission"),
        "https://hl7.org/fhir/uv/sdc/en/Questionnaire-questionnaire-sdc-profile-example-PHQ9-search.html",
    ),
    Source(
        _("Kroenke, Spitzer and Williams, 2001: the PHQ-9 and its scores (PubMed)"),
        "https://pubmed.ncbi.nlm.nih.gov/11556941/",
    ),
    Source(
        _("Spitzer, Kroenke, Williams and Löwe, 2006: the GAD-7 (JAMA Network)"),
        "https://jamanetwork.com/journals/jamainternalmedicine/fullarticle/410326",
        RECALLED,
    ),
    Source(
        _("A copy of the GAD-7 with its scores and its line on permission (Touring Manual)"),
        "https://www.touringmanual.com/resources/"
        "generalized-anxiety-disorder-7-item-gad-7-generalized-anxiety-disorder-scale/",
    ),
    Source(
        _("Pfizer: where the forms and their translations are published"),
        "https://www.phqscreeners.com/",
        RECALLED,
    ),
    Source(
        _("Numeric pain rating scale (Physiopedia)"),
        "https://www.physio-pedia.com/index.php?oldid=90236&title=Numeric_Pain_Rating_Scale",
    ),
)


def band(scale: Scale, score: int) -> Band:
    """The band that a whole score falls into."""
    return next(one for one in scale.bands if one.least <= score <= one.most)
