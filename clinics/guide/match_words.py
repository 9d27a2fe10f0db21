"""The self-check in words: its questions, and the statements that its results are made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.guide.match import Fit, Level

Words = str | Promise
NOT_SAID = _("I’d rather not say")


@dataclass(frozen=True)
class Asked:
    """A question in words: why it is asked, and its answers by their values."""

    legend: Words
    why: Words
    labels: Mapping[str, Words]
    hint: Words = ""


ASKED: Mapping[str, Asked] = {
    "urgent": Asked(
        _("Are you thinking of ending your life, or are you in danger right now?"),
        _("If you are, help today matters more than any search."),
        {
            "yes-now": _("Yes, now or today"),
            "sometimes": _("Sometimes, but I have no plan"),
            "no": _("No"),
            "skip": NOT_SAID,
        },
    ),
    "state": Asked(
        _("Where will you be when you get care?"),
        _("Whoever prescribes must hold a license where you are. The ZIP code or city only tells how far."),
        {},
    ),
    "age": Asked(
        _("How old is the person who needs care?"),
        _("Spravato is for adults. Older people need a closer watch."),
        {
            "under-18": _("Under 18"),
            "18-64": _("18 to 64"),
            "65-plus": _("65 or older"),
            "skip": NOT_SAID,
        },
    ),
    "condition": Asked(
        _("What do you seek help for?"),
        _("How well ketamine is proven differs a lot from one to the next."),
        {"skip": _("I’m not sure, or I’d rather not say")},
        hint=_("Choose up to three."),
    ),
    "tried": Asked(
        _("What have you tried for it so far?"),
        _("Other care often comes first, and many plans ask for it before they pay."),
        {
            "nothing": _("Nothing yet"),
            "one": _("One medicine, or talk therapy"),
            "two-plus": _("Two or more medicines, or TMS or ECT (treatment with magnets or current)"),
            "na": _("This does not apply: it is for pain"),
            "skip": NOT_SAID,
        },
    ),
    "pregnancy": Asked(
        _("Are you pregnant, do you want to be soon, or do you breastfeed?"),
        _("The medicine may harm a baby."),
        {"yes": _("Yes"), "no": _("No, or this does not apply"), "skip": NOT_SAID},
    ),
    "heart": Asked(
        _("Do you have any of these: heart, blood vessels, blood pressure?"),
        _("Ketamine makes pulse and blood pressure rise for a while."),
        {
            "aneurysm": _("A bulge in a blood vessel (aneurysm), tangled vessels, or a bleed in the brain"),
            "bp": _("Blood pressure often above 140/90, heart disease, or a stroke"),
            "unsure": _("I’m not sure"),
            "no": _("No"),
            "skip": NOT_SAID,
        },
        hint=_("Choose all that apply. Now or in the past."),
    ),
    "psychosis": Asked(
        _("Have you ever seen or heard what was not there, lost touch with what is real, or been manic?"),
        _("Ketamine can bring such times back. Schizophrenia counts, too."),
        {"yes": _("Yes"), "no": _("No"), "skip": NOT_SAID},
    ),
    "substances": Asked(
        _("Do any of these apply: alcohol, drugs, medicines that make you sleepy?"),
        _("Ketamine can be misused, and together with some other drugs it can slow your breathing."),
        {
            "active": _("I have trouble with alcohol, opioids, ketamine or other drugs now"),
            "past": _("I had such trouble in the past two years"),
            "sedatives": _("I take benzodiazepines (such as Xanax or Ativan) or opioids as prescribed"),
            "no": _("No"),
            "skip": NOT_SAID,
        },
        hint=_("Choose all that apply."),
    ),
    "body": Asked(
        _("Do you have any of these?"),
        _("The doctor may want a test first, or may want to watch you more closely."),
        {
            "bladder": _("Bladder trouble: pain, blood in urine, having to go very often"),
            "liver": _("Liver disease"),
            "eye": _("High pressure in the eye (glaucoma) or in the head"),
            "sleep-apnea": _("Sleep apnea or lung disease"),
            "thyroid": _("An overactive thyroid that is not under control"),
            "no": _("No"),
            "skip": NOT_SAID,
        },
        hint=_("Choose all that apply."),
    ),
    "place": Asked(
        _("Where would you like to get care?"),
        _("After a session you must not drive until the next day. At home, somebody has to be with you."),
        {
            "clinic-ride": _("In a clinic, and somebody can take me home"),
            "clinic-noride": _("In a clinic, but I have no ride yet"),
            "home-adult": _("At home, with another adult in the house"),
            "home-alone": _("At home, alone"),
            "either": _("Either is fine"),
            "skip": NOT_SAID,
        },
    ),
    "money": Asked(
        _("How will you pay?"),
        _("Most plans that pay for anything pay for Spravato alone."),
        {
            "private": _("Insurance from work, or that I buy myself"),
            "medicare": _("Medicare"),
            "medicaid": _("Medicaid"),
            "tricare-va": _("TRICARE or VA"),
            "self": _("I pay myself"),
            "none": _("I cannot pay"),
            "skip": NOT_SAID,
        },
    ),
}

SHORT: Mapping[str, Words] = {
    "urgent": _("In danger, or thinking of suicide"),
    "state": _("Where"),
    "age": _("Age"),
    "condition": _("Help for"),
    "tried": _("Tried so far"),
    "pregnancy": _("Pregnant or breastfeeding"),
    "heart": _("Heart and blood vessels"),
    "psychosis": _("Psychosis or mania, ever"),
    "substances": _("Alcohol, drugs, sedating medicines"),
    "body": _("Other health problems"),
    "place": _("Place of care"),
    "money": _("Payment"),
}

LEVELS: Mapping[Level, Words] = {
    Level.STOP: _("Talk with your own doctor before you book"),
    Level.TALK: _("Bring this up at the first call"),
    Level.INFO: _("Good to know"),
}
FITS: Mapping[Fit, Words] = {
    Fit.MAY: _("May go with your answers"),
    Fit.ASK: _("Ask first"),
    Fit.NOT: _("Does not go with your answers"),
}
FORBIDDEN = _("Not allowed where you live")
WAYS: Mapping[str, Words] = {
    "clinic": _("In a clinic"),
    "telehealth": _("At home, by telehealth"),
    "spravato": _("Spravato, in a certified center"),
    "trial": _("A clinical trial"),
}

# Every statement. Each has its sources in `match_sources.SOURCES` under the same key.
SAID: Mapping[str, Words] = {
    "thoughts": _(
        "You sometimes think of ending your life. Say so at the first call. If it gets worse, call or text "
        "988 at any hour. The label of Spravato names new or stronger thoughts of that kind as a warning "
        "sign."
    ),
    "under-18": _(
        "Spravato is not approved under 18. Of ketamine for teens there is one small study. Ask a "
        "specialist center."
    ),
    "older": _(
        "From 65 on, more of the drug stays in the blood. Falls and blood pressure matter more. Ask how "
        "they will watch you."
    ),
    "not-first": _(
        "For depression, ketamine is not a first step. Ask your doctor what else may help, and what to try "
        "first."
    ),
    "pregnancy": _(
        "Spravato may harm a baby. It is not advised while you are pregnant, want to be, or breastfeed. Ask "
        "the doctor who cares for your pregnancy, or a psychiatrist who treats mothers, what is safe."
    ),
    "aneurysm": _(
        "With a bulge in a blood vessel, tangled vessels, or a bleed in the brain, now or in the past, "
        "Spravato must not be given. The label says so. Ask your doctor before you take any kind of "
        "ketamine."
    ),
    "blood-pressure": _(
        "High blood pressure is treated first, or the risk is weighed. With heart disease or a stroke, ask "
        "a heart doctor. Bring your last readings."
    ),
    "measure": _(
        "Have your blood pressure measured before you book. A clinic checks it before a dose. Above about "
        "140/90 it is treated first, or the risk is weighed."
    ),
    "psychosis": _(
        "Ketamine can bring psychosis or mania back. Do not try it outside the care of a psychiatrist who "
        "knows you. Ask each clinic whether it has a psychiatrist."
    ),
    "misuse": _(
        "Trouble with alcohol or drugs now is a reason to wait. Ketamine itself can be misused. Ask your "
        "doctor about care for that first. SAMHSA’s helpline is free and private, day and night: "
        "1-800-662-4357."
    ),
    "misuse-past": _(
        "Past trouble with alcohol or drugs makes misuse more likely. Tell the clinic, so that it can watch "
        "for it with you."
    ),
    "sedatives": _(
        "Benzodiazepines and opioids add to sleepiness and can slow your breathing. Benzodiazepines may "
        "also make ketamine work less. Never stop them on your own: a sudden stop is dangerous."
    ),
    "bladder": _(
        "Frequent use of ketamine can scar the bladder. Tell the clinic what you feel now, and call it if "
        "it gets worse."
    ),
    "liver": _(
        "With bad liver disease, ketamine is better left alone. With milder disease, the doctor may want "
        "blood tests."
    ),
    "eye": _("High pressure in the eye or in the head: ask a specialist before you book."),
    "sleep-apnea": _(
        "With sleep apnea or lung disease, breathing can slow down too much, most of all with other drugs "
        "that make you sleepy. Ask how they will watch your breathing."
    ),
    "thyroid": _(
        "An overactive thyroid adds to the rise of pulse and blood pressure. Have it treated first."
    ),
    "alone": _(
        "Do not take a dose while you are alone. The FDA warned that at home nobody may see that you need "
        "help, and told of a person whose breathing slowed. A clinic watches you."
    ),
    "at-home": _(
        "The FDA warned in 2023 that use at home adds risk, because nobody watches. Have the other adult "
        "stay with you the whole time. Spravato is never taken at home."
    ),
    "ride": _(
        "Do not drive until the next day, after a full night of sleep, and for 24 hours at the least. Ask "
        "the clinic, and your plan, about rides."
    ),
    "rule-of-two": _(
        "Plans pay for Spravato for hard-to-treat depression once at least two antidepressants have not "
        "helped enough. You named one. Ask your doctor what to try next."
    ),
    "two-tried": _(
        "Plans that pay for Spravato ask which medicines you took, when, and how much. Write a list before "
        "you call."
    ),
    "pain": _(
        "For pain, look for a doctor of pain medicine. A group of experts wrote guidance on ketamine for "
        "pain in 2018. Ask whether the clinic follows it."
    ),
    "pay-private": _(
        "Most plans cover Spravato if they approve it first. Most do not pay for other ketamine treatment. "
        "Ask your plan for its written rules."
    ),
    "pay-medicare": _(
        "Medicare Part B pays for Spravato in the office. After the deductible, 20 percent is yours. It "
        "does not pay for other ketamine treatment."
    ),
    "pay-medicaid": _(
        "Rules differ from state to state. In 2025, fewer than half of 165 plans and agencies were found to "
        "cover Spravato, most only if they approve it first. Ask your plan."
    ),
    "pay-tricare-va": _(
        "TRICARE pays for Spravato for hard-to-treat depression, if it approves that first. VA treats with "
        "Spravato or ketamine at some hospitals. Start with your VA mental health team."
    ),
    "pay-self": _(
        "If you pay yourself, the clinic must give you a written estimate once you book or ask for one."
    ),
    "pay-none": _(
        "Call 211 and ask for local help, such as a community mental health center. Look at programs that "
        "help with paying, and at trials."
    ),
    "clinic": _(
        "In a clinic, somebody can watch over you and help. Ask who does, for how long, and what they do if "
        "something goes wrong."
    ),
    "clinic-under-18": _(
        "Few places treat people under 18. It is off-label, for specialist centers and studies, and a "
        "parent must agree."
    ),
    "home-not": _(
        "What you told us speaks against a dose at home, where no one may be there to help in time. Start "
        "with a clinic or your own doctor."
    ),
    "home-clinic-better": _(
        "With what you told us, a clinic that examines and watches you is the better start. Ask your doctor "
        "before you take a dose at home."
    ),
    "home-watched": _(
        "Most often a pharmacy makes up the medicine, and the FDA has not checked it. Another adult must be "
        "with you, and a clinician should see you face to face at regular visits."
    ),
    "spravato-adults": _("Spravato is for adults. It is not approved under 18."),
    "spravato-vessels": _("The label says that it must not be given with what you told us of blood vessels."),
    "spravato-pregnancy": _("It is not advised if you are pregnant, want to be, or breastfeed."),
    "spravato-depression": _(
        "The FDA approved Spravato for some adults with depression, and for nothing else. What you named is "
        "something else."
    ),
    "spravato-two": _(
        "You named depression, and two or more things that you tried. That is what plans ask for, most of "
        "all. Whether it is right for you, a clinician decides with you."
    ),
    "spravato-uses": _(
        "The FDA approved it for some adults with depression: where other medicines did not help enough, or "
        "with strong thoughts of suicide. Ask a clinician whether that is you."
    ),
    "trial": _(
        "Researchers look for people to take part. Some get the medicine, some get something else. Each "
        "trial says who may join."
    ),
    "trial-first": _(
        "With what you told us, look at trials first. Each trial says who may join. Some people there get "
        "the medicine, some get something else."
    ),
}

QUESTIONS_TO_ASK: tuple[Words, ...] = (
    _("Is this safe for me, with what I told you here?"),
    _("What else could I try, and what happens if I wait?"),
    _("Who watches me during a session, and for how long?"),
    _("How will we know whether it helps, and when do we stop?"),
    _("What will it cost me in all, and what does my plan pay?"),
)
