"""Where each statement of the self-check stands, and how we know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

STORED, RECALLED = "stored page", "recalled"
READ_ON = date(2026, 11, 24)


@dataclass(frozen=True)
class Source:
    """A page that says so. Where `basis` is recalled, nobody has read it for us yet."""

    name: str
    url: str
    basis: str = STORED
    retrieved_on: date = READ_ON


LIFELINE = Source("988 Suicide & Crisis Lifeline", "https://988lifeline.org/", RECALLED)
VETERANS = Source(
    "VA innovation page with the Veterans Crisis Line",
    "https://marketplace.va.gov/innovations/from-resistance-to-resilience-a-veteran-s-renewal-with-ketamine",
)
LABEL = Source("Clinic page that quotes the US Spravato label", "https://wcmedicine.com/?p=441")
LEAFLET = Source(
    "Spravato patient safety information printed in a magazine, February 2024",
    "https://viewer.joomag.com/discovering-you-magazine-february-2024-issue/0630909001490834231/p19",
)
USES = Source(
    "AntonHealth note on Spravato indications and dosing",
    "https://antonhealth.com/fda-approves-a-35-year-old-drug-for-new-indication-spravato",
)
PAIN_CONSENSUS = Source(
    "ASRA/AAPM/ASA chronic pain consensus 2018 (Guideline Central)",
    "https://www.guidelinecentral.com/guideline/8150/",
)
PAIN_SUMMARY = Source(
    "Summary of the ASRA/AAPM/ASA chronic pain consensus",
    "https://www.scribd.com/document/410560795/Ketamine-Infusions-for-Chronic-Pain-Clinical-Practice-Guidelines-2018-pdf",
)
DRUG_SUMMARY = Source(
    "PDR drug summary for Spravato (follows the US label)", "https://pdr.net/drug-summary/?drugLabelId=24300"
)
MONOGRAPH = Source(
    "UpToDate/Lexicomp esketamine monograph, 2025 copy", "https://medilib.ir/uptodate/show/120589"
)
TEENS = Source(
    "Dwyer et al. 2021, adolescents", "https://psychiatryonline.org/doi/full/10.1176/appi.ajp.2020.20010018"
)
OLDER = Source("Drugs.com professional page on esketamine", "https://www.drugs.com/ppa/esketamine.html")
PRECAUTIONS = Source(
    "RxReasoner, esketamine precautions (follows European labeling)",
    "https://www.rxreasoner.com/substances/esketamine/precautions",
)
NOT_FIRST = Source(
    "POEM summary of the VA/DoD depression guideline",
    "https://joulecma.ca/secure/clinicalupdates/poems/2023/detail/305367/1",
)
CIGNA = Source(
    "Cigna Spravato criteria (policy tracker)",
    "https://coverage.pharmacistwrite.com/coverage/cigna/spravato-esketamine-nasal-spray-janssen/treatment-resistant-depression",
)
NORTH_DAKOTA = Source(
    "Blue Cross Blue Shield of North Dakota Spravato policy",
    "https://www.bcbsnd.com/providers/policies-precertification/medical-policy/e/esketamine-spravato",
)
VA_CRITERIA = Source(
    "HealingMaps guide to VA criteria",
    "https://healingmaps.com/a-veterans-guide-to-qualifying-for-ketamine-treatment-at-the-va",
)
INTERACTIONS = Source(
    "Veraart et al. 2021, systematic review of interactions",
    "https://research.rug.nl/en/publications/pharmacodynamic-interactions-between-ketamine-and-psychiatric-med",
)
KETALAR = Source(
    "Ketalar label, revised October 2024 (DailyMed copy)",
    "https://fda.report/DailyMed/46dab560-8ecd-4d92-8c92-6baa2310b09b",
)
BLADDER = Source(
    "Review of ketamine-induced cystitis, 2022",
    "https://healthpsychologyresearch.openmedicalpublishing.org/article/38247-ketamine-induced-cystitis-a-comprehensive-review-of-the-urologic-effects-of-this-psychoactive-drug",
)
THYROID = Source(
    "DailyMed, ketamine hydrochloride injection label",
    "https://dailymed.nlm.nih.gov/dailymed/search.cfm?query=ketamine+hydrochloride",
    RECALLED,
)
FDA_ALERT = Source(
    "Scripps News on the FDA alert of October 2023",
    "https://scrippsnews.com/stories/fda-warns-of-risks-involved-with-compounded-ketamine-products",
)
FDA_ALERT_COPY = Source(
    "HealthDay copy of the FDA alert of October 2023",
    "https://simhcottumwa.org/fda-warns-of-dangers-of-compounded-ketamine-for-psychiatric-use-2",
)
SAFE_USE = Source(
    "ASA guidance on safe use of ketamine, 2025",
    "https://asahq.org/advocating-for-you/guidance/ketamine-safe-use",
)
DRIVING = Source(
    "Spravato patient site, preparing for treatment", "https://www.spravato.com/treatment-with-SPRAVATO"
)
MAYO = Source(
    "Mayo Clinic, ketamine injection precautions",
    "https://www.mayoclinic.org/zh-hans/drugs-supplements/ketamine-injection-route/precautions/drg-20075559",
)
INSURERS = Source(
    "MindMedicineLaw on insurance for ketamine, 2026",
    "https://mindmedicinelaw.com/guides/ketamine-therapy-insurance-coverage",
)
# Apart from its path, which looks like a folder of a machine.
TRICARE_WEST = "https://healthnetfederalservices.org/content/hnfs"
TRICARE = Source(
    "Health Net Federal Services, TRICARE Spravato benefit",
    "/".join((TRICARE_WEST, "home/tw/prov/benefits/benefits_a_to_z/spravato.html")),
)
MEDICAID = Source("Medicaid coverage analysis, August 2025 (preprint)", "https://zenodo.org/records/17113412")
ESTIMATE = Source("Clinic notice on the No Surprises Act", "https://www.valeotopeka.org/no-surprises-act/")
TRIALS = Source(
    "NIMH, clinical trials: information for participants", "https://www.nimh.nih.gov/health/trials"
)
LOCAL_HELP = Source("211", "https://www.211.org/", RECALLED)
NIMH = Source(
    "National Institute of Mental Health, health topics", "https://www.nimh.nih.gov/health/topics", RECALLED
)
FEDERAL_RULE = Source(
    "Federal Register, 31 December 2025, fourth telemedicine extension",
    "https://www.govinfo.gov/content/pkg/FR-2025-12-31/html/2025-24123.htm",
)
CANMAT = Source("CANMAT task force on racemic ketamine, 2021", "http://pubmed.ncbi.nlm.nih.gov/33174760/")

HELPLINE = Source(
    "SAMHSA National Helpline, a copy of its page",
    "https://thewrightinitiative.com/misc/need-help-with-mental-health.html",
    retrieved_on=date(2026, 11, 25),
)

# Why a question is asked, by its key.
ASKED_FROM: Mapping[str, tuple[Source, ...]] = {
    "urgent": (LIFELINE, VETERANS),
    "state": (FEDERAL_RULE,),
    "age": (MONOGRAPH, PRECAUTIONS),
    "condition": (PAIN_CONSENSUS, CANMAT),
    "tried": (CIGNA, NORTH_DAKOTA),
    "pregnancy": (LEAFLET,),
    "heart": (LABEL, DRUG_SUMMARY),
    "psychosis": (PAIN_CONSENSUS, VA_CRITERIA),
    "substances": (PAIN_CONSENSUS, KETALAR),
    "body": (BLADDER, PAIN_CONSENSUS),
    "place": (DRIVING, NIMH),
    "money": (INSURERS, MEDICAID),
}
# By the keys of `match_words.SAID`: the first is the one that says it best.
SOURCES: Mapping[str, tuple[Source, ...]] = {
    "crisis": (LIFELINE, VETERANS),
    "thoughts": (LIFELINE, LABEL),
    "under-18": (MONOGRAPH, TEENS),
    "older": (OLDER, PRECAUTIONS),
    "not-first": (NOT_FIRST,),
    "pregnancy": (LEAFLET, PAIN_CONSENSUS),
    "aneurysm": (LABEL, LEAFLET),
    "blood-pressure": (DRUG_SUMMARY, PAIN_SUMMARY),
    "measure": (DRUG_SUMMARY,),
    "psychosis": (PAIN_CONSENSUS, VA_CRITERIA),
    "misuse": (PAIN_CONSENSUS, LABEL, HELPLINE),
    "misuse-past": (PAIN_CONSENSUS, LABEL),
    "sedatives": (KETALAR, INTERACTIONS),
    "bladder": (BLADDER,),
    "liver": (PAIN_CONSENSUS, PRECAUTIONS),
    "eye": (PAIN_SUMMARY,),
    "sleep-apnea": (LABEL, SAFE_USE),
    "thyroid": (THYROID,),
    "alone": (FDA_ALERT, SAFE_USE),
    "at-home": (FDA_ALERT, NIMH),
    "ride": (DRIVING, MAYO),
    "rule-of-two": (CIGNA, NORTH_DAKOTA),
    "two-tried": (CIGNA, NORTH_DAKOTA),
    "pain": (PAIN_CONSENSUS,),
    "pay-private": (INSURERS,),
    "pay-medicare": (INSURERS,),
    "pay-medicaid": (MEDICAID,),
    "pay-tricare-va": (TRICARE, VA_CRITERIA),
    "pay-self": (ESTIMATE,),
    "pay-none": (LOCAL_HELP,),
    "clinic": (SAFE_USE,),
    "clinic-under-18": (TEENS,),
    "home-not": (FDA_ALERT, SAFE_USE),
    "home-clinic-better": (SAFE_USE,),
    "home-watched": (FDA_ALERT_COPY, SAFE_USE, NIMH),
    "spravato-adults": (MONOGRAPH,),
    "spravato-vessels": (LABEL,),
    "spravato-pregnancy": (LEAFLET,),
    "spravato-depression": (USES,),
    "spravato-two": (CIGNA, NORTH_DAKOTA),
    "spravato-uses": (USES,),
    "trial": (TRIALS,),
    "trial-first": (TRIALS,),
}
