"""Capitalised words that are nobody's name, in lower case."""

# They start sentences, or stand in titles.
STARTERS = frozenset(
    """
    a about after afterwards again all almost also although always am an and another any anyone are around
    as at be because been before being best better both but by can clean could day days despite did do does
    during each early eventually every everyone everything expect feel felt few finally first for from give
    good grace great had happy has have having he hello her here hi his hope how however i i'd i'll i'm i've
    if in initially insurance is it it's its just last later least let like long love many mark may maybe me
    might more most my never new next nice no nobody none not nothing now of off often on once one only or
    other our out overall over people perhaps please price prices pricing rich second several she should
    since so some someone sometimes soon still such take thank thanks that the their them then there these
    they they're this those three through to today tomorrow too two under unfortunately until up us very was
    we we're well were what when where which while who why will with within without worth would yes yesterday
    yet you young your
    """.split()
)

# Days, months, places, medicines, firms and other things that are written with a capital.
THINGS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december spring summer autumn fall winter christmas thanksgiving easter
    halloween ramadan hanukkah
    america american americans usa english spanish french german chinese arabic korean vietnamese russian
    portuguese christian jewish muslim catholic veteran veterans army navy marines
    alabama alaska arizona arkansas california carolina colorado columbia connecticut dakota delaware
    district florida georgia hampshire hawaii idaho illinois indiana iowa jersey kansas kentucky louisiana
    maine maryland massachusetts mexico michigan minnesota mississippi missouri montana nebraska nevada ohio
    oklahoma oregon pennsylvania puerto rico rhode island tennessee texas utah vermont virginia washington
    wisconsin wyoming york north south east west northern southern eastern western new san los las santa
    fort saint st mount city county town lake beach bay hill hills valley springs park
    austin dallas houston chicago boston seattle portland denver phoenix miami orlando atlanta angeles
    francisco diego antonio vegas philadelphia detroit
    ketamine esketamine spravato ketalar lozenge troche infusion infusions iv im sublingual nasal spray
    zofran ondansetron klonopin xanax ativan prozac zoloft lexapro wellbutrin effexor cymbalta lithium
    lamictal seroquel abilify tms ect emdr cbt dbt adhd ocd ptsd mdd crps bipolar depression anxiety
    chronic pain suicidal ideation treatment resistant major disorder post traumatic stress
    doctor doctors nurse nurses physician assistant practitioner registered certified anesthesiologist
    psychiatrist psychiatrists therapist therapists therapy counselor psychologist receptionist coordinator
    manager director owner front desk staff team patient patients md do np pa rn crna
    medicare medicaid tricare aetna cigna humana blue cross shield united healthcare optum kaiser permanente
    anthem molina federal bureau food drug administration fda dea hipaa rems
    google yelp facebook instagram reddit zoom uber lyft spotify netflix venmo paypal zelle visa mastercard
    internet covid god lord jesus god's wi-fi wifi tv ok
    """.split()
)

# With one of these in it, a run of capitalised words is a place or a firm, not a person.
ORGANISATIONS = frozenset(
    """
    association ave avenue bank blvd board boulevard building care center centers centre church clinic
    clinics college company corp court department drive foundation group health healthcare highway hospital
    hotel inc institute insurance lane llc medical medicine pharmacy plaza plan program psychiatry road
    school service services society solutions square street suite systems university wellness
    """.split()
)

# Between the parts of a name.
PARTICLES = frozenset("al bin da das de del della den der di do dos du el la las los le van von y".split())
