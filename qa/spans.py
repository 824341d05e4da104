"""Where a text holds a number, a date, a sum, a name or a reason: character spans by pattern; English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.times import FULL_DATE
from qa.vocabulary import CALENDAR, LEADING, NUMBERS, ORDINALS, TITLES

Span = tuple[int, int]

_SCALE = r"(?:hundred|thousand|million|billion|trillion|bn)"
_WORD = "(?:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_COUNT = (
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?: {_SCALE}\b|(?:bn|m|k)\b)?"
    rf"|(?:half )?an? {_SCALE}\b|(?:half )?a dozen\b"
    rf"|{_WORD}(?:(?:[- ]|(?<=hundred) and |(?<=thousand) and )"
    rf"{_WORD}){{0,8}}\b"
    r"|(?:dozens|hundreds|thousands|millions|billions)(?: of (?:thousands|millions))?\b)"
)
_ABOUT = (
    r"(?:(?:about|around|approximately|roughly|nearly|almost|some|at least|at most|more than|fewer than|less than|over"
    r"|under|above|up to|an estimated(?: total of)?|as many as|close to|just over|just under|several|a few) )?"
)
_START = r"(?<![\w.,$€£])(?<!\w[-–])"
_RANGE = rf"{_ABOUT}{_COUNT}(?:(?: to | or |\s?[-–]\s?){_COUNT})?"
_CURRENCY = (
    r"(?:(?:US |Canadian |Australian )?dollars?|euros?|pounds?|yen|rupees?|rou?bles?|yuan|francs?|cents?|pence"
    r"|lira|crowns?)"
)
_PART = r"(?:half|third|quarter|fifth|tenth)"
_TIME = r"(?:second|minute|hour|day|week|month|year|decade|century|centurie|fortnight)s?"
_UNIT = (
    r"(?:(?:square |cubic |nautical |kilo|centi|milli)?(?:met(?:re|er)s?|miles?|feet|foot|inch(?:es)?|yards?)|[ckm]?m²?"
    r"|[km]?g|(?:kilo)?grams?|tonn?e?s?|pounds?|lit(?:re|er)s?|barrels?|gallons?|acres?|hectares?|degrees?|°\s?[CF]?"
    r"|mph|km/h|knots|ft|sq|ha|(?:kilo|mega|giga)?watts?|[kMG]W)"
)
NUMBER = re.compile(rf"{_START}{_RANGE}(?![\w%]|[.,]\d|-\d)", re.IGNORECASE)
"""A count in figures or words, with what makes it rough."""
MONEY = re.compile(
    rf"(?<![\w.,]){_ABOUT}(?:(?:US|A|C|NZ|HK)?[$€£¥₹]\s?{_COUNT}(?:(?: to |\s?[-–]\s?)[$€£¥]?{_COUNT})?"
    rf"|{_COUNT} {_CURRENCY}\b)(?!\w)",
    re.IGNORECASE,
)
PERCENT = re.compile(
    rf"{_START}(?:(?:{_COUNT}\s?%(?: to |\s?[-–]\s?))?{_RANGE}\s?(?:%|(?:percent|per cent|percentage points?)\b)"
    rf"|{_ABOUT}(?:(?:an?|one|two|three|four)[- ])?{_PART}s?\b|{_COUNT} (?:in|out of) {_COUNT}\b"
    r"|(?:a|the) (?:vast )?majority\b)",
    re.IGNORECASE,
)
DURATION = re.compile(
    rf"{_START}{_ABOUT}(?:{_COUNT}(?:(?: to | or |\s?[-–]\s?){_COUNT})?|(?<!s )an?|several|a few|many)"
    rf"(?: (?:more|full|consecutive|calendar|whole|further))?[- ]{_TIME}\b(?!-)",
    re.IGNORECASE,
)
MEASURE = re.compile(
    rf"{_START}{_RANGE}(?:[-\s]?{_UNIT}(?!\w)|[- ](?:year|month|week|day)s?[- ]old\b)|(?<=aged )\d+\b", re.IGNORECASE
)
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)(?!\w)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d\d\d|20\d\d)(?![\d%]|,\d|\.\d|\s%)"
_ORDINAL = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
_PARTLY = (
    r"(?:(?:the )?(?:early|late|mid|end|beginning|start|middle|(?:first|second) half)(?:[- ]|(?: of)? (?:the )?))?"
)
DATE = re.compile(
    rf"(?<![\w$€£.,-])(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?"
    rf"(?:{FULL_DATE}|{_DAY}(?: of)? {MONTH}(?:,? {_YEAR})?|{MONTH} {_DAY}\b(?:,? {_YEAR})?)"
    rf"|{_PARTLY}(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter|{MONTH})(?: of|,)? {_YEAR}"
    rf"|{_PARTLY}(?:the )?{_YEAR}(?:s\b|(?:[-–]\d\d(?:\d\d)?)\b|\b)"
    rf"|{_PARTLY}(?:the )?(?:\d\d?(?:st|nd|rd|th)|{_ORDINAL}) centur(?:y|ies)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
    r"|\d{1,4}\s?(?:AD|BC|BCE|CE)\b|AD \d{1,4}\b|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b"
    rf"|(?:(?<=\bin )|(?<=\bIn )|(?<=since )|(?<=until )|(?<=by )|(?<=last )){_PARTLY}{MONTH}"
    r"|(?:this|last|next|past|previous) (?:week|month|year|decade|century|spring|summer|autumn|winter|weekend)\b"
    r"|(?:today|yesterday|tomorrow|tonight)\b)"
)
"""A day, month, year, century or time of day, or "last week"."""
_REST = r"\b[^.;:()]*"
TIME_CLAUSE = re.compile(rf"\b(?:when|while|after|before|during|since|until|once|following|upon){_REST}", re.IGNORECASE)
SINCE = re.compile(rf"\b(?:since|until|into|from \w+ (?:to|until))\b{_REST}|\b{_TIME}", re.IGNORECASE)
REASON_CLAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|after|since|so that|in order to|as a result of|in response to|in protest"
    rf"|out of|over|for|amid|to(?= \w)){_REST}",
    re.IGNORECASE,
)
MANNER_CLAUSE = re.compile(rf"\b(?:by|through|with|via|using){_REST}", re.IGNORECASE)
"""What may be a time, a length of time, a reason or a manner, to the end of its clause."""
VAGUE = re.compile(
    r"\b(?:once|twice|thrice|several|few|fewer|many|most|none|no|half|single|double|nothing|free|majority|both)\b",
    re.IGNORECASE,
)
"""What says how many without a number."""
_UNNAMED = CALENDAR | {f"{day}s" for day in CALENDAR} | TITLES
_RUN = re.compile(r"[^\W_]+(?:[’'&.-]?[^\W_]+)*")
_LINK = re.compile(r"(?: |-| of | of the | the | de | de la | al | al-| von | van | bin | & )\Z")
_ARTICLED = re.compile(r"(?:al|el|as|ad)-")
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:St|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Gov|Sen|Rep|Jr))\Z")


def names(text: str) -> list[Span]:
    """Runs of capitalised words in order, with what joins them ("University of Paris"); never a day or month alone.

    The word that opens the text counts unless it is one that opens sentences.
    """
    spans: list[Span] = []
    for start, end in _capitals(text):
        gap = text[spans[-1][1] : start] if spans else ""
        if spans and (_LINK.match(gap) or (gap == ". " and _SHORT.search(text[: spans[-1][1]]))):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [span for span in spans if not set(text[span[0] : span[1]].lower().split()) <= _UNNAMED]


def _capitals(text: str) -> Iterator[Span]:
    """Words that begin with a capital, not the small words, adverbs and days that may open a run with one."""
    last = 0
    for match in _RUN.finditer(text):
        word, start = match.group(), match.start()
        opens = last == 0 or text[last:start] != " "
        if _is_capital(word) and not (opens and (word.lower() in LEADING | CALENDAR or word.endswith("ly"))):
            last = match.end() - (2 if word.endswith(("’s", "'s")) else 0)
            yield start, last


def _is_capital(word: str) -> bool:
    """Begins a word with a capital, after an Arabic article too, or is it a code with capitals ("7UP")?"""
    first = _ARTICLED.sub("", word, count=1)[0]
    return first.isupper() or (first.isdigit() and word.isupper())
