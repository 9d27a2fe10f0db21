"""Capitalised words that are nobody's name, in lower case."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# They start sentences, or stand in titles.
STARTERS = _words(
    """
    a about after afterwards again all almost also although always am an and another any anyone are
    around as at be because been before being best better both but by can clean could day days despite
    did do does during each early eventually every everyone everything expect feel felt few finally
    first for from give good grace great had happy has have having he hello her here hi his hope how
    however i i'd i'll i'm i've if in initially insurance is it it's its just last later least let like
    long love many mark may maybe me might more most my never new next nice no nobody none not nothing
    now of off often on once one only or other our out over overall people perhaps please price prices
    pricing rich second several she should since so some someone sometimes soon still such take thank
    thanks that the their them then there these they they're this those three through to today tomorrow
    too two under unfortunately until up us very was we we're well were what when where which while who
    why will with within without worth would yes yesterday yet you young your
    """
)

# Days, months, places, medicines, firms and other things that are written with a capital.
THINGS = _words(
    """
    abilify adhd administration aetna alabama alaska america american americans anesthesiologist angeles
    anthem antonio anxiety april arabic arizona arkansas army assistant ativan atlanta august austin
    autumn bay beach bipolar blue boston bureau california carolina catholic cbt certified chicago
    chinese christian christmas chronic cigna city colorado columbia connecticut coordinator counselor
    county covid crna cross crps cymbalta dakota dallas dbt dea december delaware denver depression desk
    detroit diego director disorder district do doctor doctors drug east easter eastern ect effexor emdr
    english esketamine facebook fall fda february federal florida food fort francisco french friday
    front georgia german god god's google halloween hampshire hanukkah hawaii healthcare hill hills
    hipaa houston humana idaho ideation illinois im indiana infusion infusions instagram internet iowa
    island iv january jersey jesus jewish july june kaiser kansas kentucky ketalar ketamine klonopin
    korean lake lamictal las lexapro lithium lord los louisiana lozenge lyft maine major manager march
    marines maryland massachusetts mastercard md mdd medicaid medicare mexico miami michigan minnesota
    mississippi missouri molina monday montana mount muslim nasal navy nebraska netflix nevada new north
    northern november np nurse nurses ocd october ohio ok oklahoma ondansetron optum oregon orlando
    owner pa pain park patient patients paypal pennsylvania permanente philadelphia phoenix physician
    portland portuguese post practitioner prozac psychiatrist psychiatrists psychologist ptsd puerto
    ramadan receptionist reddit registered rems resistant rhode rico rn russian saint san santa saturday
    seattle september seroquel shield south southern spanish spotify spravato spray spring springs st
    staff stress sublingual suicidal summer sunday team tennessee texas thanksgiving therapist
    therapists therapy thursday tms town traumatic treatment tricare troche tuesday tv uber united usa
    utah valley vegas venmo vermont veteran veterans vietnamese virginia visa washington wednesday
    wellbutrin west western wi-fi wifi winter wisconsin wyoming xanax yelp york zelle zofran zoloft zoom
    """
)

# With one of these in it, a run of capitalised words is a place or a firm, not a person.
ORGANISATIONS = _words(
    """
    association ave avenue bank blvd board boulevard building care center centers centre church clinic
    clinics college company corp court department drive foundation group health healthcare highway
    hospital hotel inc institute insurance lane llc medical medicine pharmacy plan plaza program
    psychiatry road school service services society solutions square street suite systems university
    wellness
    """
)

# Between the parts of a name.
PARTICLES = _words(
    """
    al bin da das de del della den der di do dos du el la las le los van von y
    """
)
