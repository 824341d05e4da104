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

HAPPENING = _words("happen happened occur occurred matter mean take place start started begin began end ended")
"""Verbs of which "it" is an event rather than what has a name."""

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
