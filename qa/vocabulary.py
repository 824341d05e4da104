"""Words that questions and claims are made of, by what they do; English."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ASKING = _words("""
    what who whom whose when where why how which did does do has have had is are was were will would can could should
    may might must in on at and but or the a an i tell give show list name explain describe summarise summarize compare
    please of for to from by with about after before during since until under any many much if so also then no yes
""")
"""Words of a question that say that it asks, not what about."""

SAYING = _words("""
    done be been am there some this that these those them they their his her him she you your our its it got get let say
    said says me more say mention mentioned
""")
"""With ASKING: words that no briefing is missed for not mentioning."""

CALENDAR = _words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december
""")

HAPPENING = _words("happen happened called occur occurred matter mean take place start started begin began end ended")
"""Verbs of which "it" is an event rather than what has a name."""

ARTICLES = _words("the a an some any one two three four his her its their your this that these those")
"""What a noun phrase begins with that is not of it."""

SIZES = _words("far big large tall high wide deep heavy fast hot old cold close thick strong young hard")
"""What "how" is followed by where a measure is asked for."""

FILLING = _words("has have had will recently first also originally allegedly this week")
"""What may stand between the subject of a question and its verb."""

NEWS = _words("new news latest changed change changes update updates recent recently event events going on else today")
"""Words for what a time brought, whatever it was."""

TELLING = _words("tell explain describe list name give show identify summarise summarize compare")
"""Verbs that order something to be said."""

EMPTY = _words("else more other others one ones about")
"""Words of a follow-up that only say that there is something before it."""
WHERE = _words("in at near around inside outside")
"""Prepositions of places."""
REACTING = _words("agree disagree deny confirm respond react reply comment accept object")
"""Verbs of what somebody does about something said before."""

REPORTING = _words("""
    say says said tell tells told claim claims claimed admit admits admitted accept accepts accepted acknowledge
    acknowledges acknowledged confirm confirms confirmed announce announces announced declare declares declared insist
    insists insisted maintain maintains maintained argue argues argued
""")
"""Verbs that give somebody's word for something: whose it is must be right, whichever of them is used."""

SMALL = _words("""
    a an the of to in on at by for from with and or as is are was were be been has have had it its this that they their
    he she his her which who will would said says also there than then into over after before about between s
""")
"""Words of a claim that bear nothing; "s" is what a possessive leaves."""

NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "  # noqa: SIM905
        "seventeen eighteen nineteen".split()
    )
} | {
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "dozen": "12",
    "hundred": "100",
    "thousand": "1000",
    "million": "million",
    "billion": "billion",
}
"""Numbers in words, as the figures they stand for."""

_OPENERS = _words("""
    according however meanwhile both while when where since during under because although though despite following
    earlier later another other each all some several many most no not none nobody nothing neither these those such so
    yes here if what how only still more less new but instead moreover furthermore additionally overall once until
    against
""")

OPENING = SMALL | frozenset(NUMBERS) | _OPENERS
"""What may open a sentence with a capital without being a name."""

TIMES = _words("when year date day month decade century era time season weekday period years week")
PLACES = _words("""
    country city state town province region district village island continent county place location area nation capital
    neighborhood neighbourhood site venue territory
""")
NAMED = _words("""
    company organisation organization group party team university college school bank agency ministry army newspaper
    magazine website channel network studio airline automaker carmaker retailer supermarket brand firm platform club
    league band actor actress singer artist author writer composer director producer president minister leader king
    queen emperor pope general commander politician senator lawmaker governor mayor player athlete coach scientist
    chemist physicist mathematician engineer inventor founder philosopher explorer celebrity person man woman official
    figure ambassador judge lawyer dynasty tribe river mountain lake sea ocean desert valley street bridge stadium
    airport palace castle church cathedral museum theatre park ship spacecraft book novel film movie show series song
    album opera play treaty act agreement summit war battle revolution language holiday festival planet storm
    hurricane successor monarch alumni alumnus poet theologian historian name
""")
"""Nouns of what has a proper name, beside PLACES."""
AMOUNTS = _words("""
    number population toll total temperature height length size weight speed width depth age distance capacity
    magnitude score rate ratio elevation mass attendance circulation enrollment enrolment casualties
""")
"""What is told by a number."""
SHARES = _words("percentage percent share proportion fraction")
COSTS = _words("price cost budget salary fine revenue fee wage worth profit debt endowment money income")
CAUSES = _words("reason reasons cause causes motive rationale")
LASTING = _words("""
    second seconds minute minutes hour hours day days week weeks month months year years decade decades century
    centuries time
""")
MEASURING = _words("""
    kilometre kilometres kilometer kilometers metre metres meter meters mile miles foot feet inch inches yard yards
    kilogram kilograms tonne tonnes ton tons gram grams litre litres liter liters barrel barrels gallon gallons acre
    acres hectare hectares degree degrees knot knots watt watts megawatt megawatts km kg mph
""")
"""Units of what is measured rather than counted."""
MONEYS = _words("dollar dollars euro euros pound pounds yen rupee rupees rouble roubles yuan franc francs cent cents")
SORTS = _words("type types kind kinds sort sorts form forms class classes")

COUNTED = _words("""
    civilian civilians soldier soldiers child children woman women man men worker workers victim
    victims passenger passengers troops officer officers student students migrant migrants refugee refugees resident
    residents inhabitant inhabitants employee employees member members protester protesters fighter fighters militant
    militants prisoner prisoners hostage hostages patient patients others staff
""")
"""People by what they are."""
DYING = _words("dead died dies die death deaths killed kill kills killing fatalities toll lives slain")
HURTING = _words("injured injuries wounded hurt injuring wounding")
"""With DYING: words that count the same people in other words."""
PEOPLE = COUNTED | _words("people person persons casualties") | DYING | HURTING
"""Who may be counted where a question asks for people."""

TITLES = _words("""
    president minister king queen emperor pope general sir dr mr mrs ms lord lady prince princess senator governor mayor
    colonel captain ambassador secretary chancellor judge justice professor saint sultan bishop spokesman spokeswoman
    director chairman chief leader deputy sheikh ayatollah admiral
""")
"""Words before a person's name."""
PREPOSITIONS = _words("""
    of in on at for to from by with about into over after before between under near across through against during since
    until within without towards toward among around behind beyond inside outside off per than as like via along above
    below amid besides
""")
AUXILIARIES = _words("""
    is are was were am be been being do does did has have had can could will would shall should may might must isn't
    aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't shouldn't
""")
PRONOUNS = _words("i you he she it we they that there this these those him her them us me")
ORDINALS = _words("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
""")
_EARLIER = _words("""
    again soon every last next today yesterday tomorrow even around further furthermore thus hence consequently
    nonetheless nevertheless besides throughout upon using including early late long major several prominent smaller
    larger recent
""")
LEADING = OPENING | ASKING | PREPOSITIONS | AUXILIARIES | PRONOUNS | _EARLIER
"""What a name does not begin with, though a capital opens the sentence."""
EVENTS = _words("""
    war wars battle act treaty edict revolution party dynasty crown empire games cup code law project general commission
    report review times post news company bank university association society award prize god bible
""")
"""Words of names that are of no place."""
COUNTRIES = frozenset(
    name.replace("_", " ")
    for name in _words("""
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus belgium
    bolivia botswana brazil britain bulgaria cambodia cameroon canada chad chile china colombia congo croatia cuba
    cyprus denmark ecuador egypt england eritrea estonia ethiopia fiji finland france gabon gambia georgia germany ghana
    greece guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica
    japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon liberia libya lithuania luxembourg
    madagascar malawi malaysia mali malta mauritania mexico moldova mongolia montenegro morocco mozambique myanmar
    namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines
    poland portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan
    sweden switzerland syria taiwan tajikistan tanzania thailand togo tunisia turkey türkiye turkmenistan uganda ukraine
    uruguay uzbekistan vanuatu venezuela vietnam wales yemen zambia zimbabwe uk us usa uae
    united_states united_kingdom south_africa south_korea north_korea saudi_arabia new_zealand sri_lanka costa_rica
    el_salvador ivory_coast burkina_faso sierra_leone united_arab_emirates south_sudan hong_kong
""")
)
