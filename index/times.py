"""Dates as people write them: one date in a header, and the time that a question speaks of."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from index.days import NOW, PART, QUARTER, UNIT, WEEKEND, Days, before, counted, part, within
from index.records import Period

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_ISO = rf"{_YEAR}-\d\d-\d\d"
FULL_DATE = rf"(?:{_ISO}|{_DAY}(?: of)? {_MONTH},? {_YEAR}|{_MONTH} {_DAY},? {_YEAR})"
"""Pattern of a date whose day, month and year are all written."""
STRETCH = (
    rf"(?:(?:{FULL_DATE}|{_DAY}(?: {_MONTH})?|{_MONTH} {_DAY})\s*(?:[-–—]|to|until|through)\s*)?"
    rf"({FULL_DATE}|{_MONTH} {_DAY}\s*[-–—]\s*{_DAY},? {_YEAR})"
)
"""The same, or a stretch of days that ends on one, which is the group; of "January 15–21, 2024" that is all of it."""

_DIGITS = re.compile(rf"(?<!\d)({_YEAR})[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)")
_SMALL = re.compile(
    r"\b((?:in|on|since|during|after|before|until|till|by|of|early|late|mid|and|to)[ -]"
    r"(?:the )?(?:\d\S{0,3} (?:of )?)?)(march|may)\b(?! be\b)"
)
"""A "march" or "may" in small letters that is a month: where the word before it speaks of a time."""

_NAME = rf"(?-i:(?!mar|may)){_MONTH}(?![a-z])"
_DATED = rf"(?:{FULL_DATE}|{_DAY}(?: of)? {_NAME}|{_NAME} {_DAY}\b(?!\s*(?:%|percent))|{_NAME},? {_YEAR}\b)"
_WIDE = rf"(?:{_NAME}(?-i:(?! [A-Z]))|{_YEAR}\b)"
"""A month or a year by itself: a time only where the word before it says so."""
_PART_OF = rf"(?:{_NAME}(?:,? {_YEAR})?|{_YEAR}|{UNIT})"
_AMOUNT = (
    r"(?:(?:\d\d?|\d{3}(?= day)|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a )?few|"
    r"(?:a )?couple of) (?:day|week|month|year)s?)"
)
_WEEKDAY = r"(?:(?:on |last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_ONE = (
    rf"(?:{PART}(?: of)?(?: the)?[ -]{_PART_OF}|{_DATED}|today|yesterday|day before yesterday|last night|{_AMOUNT} ago"
    rf"|(?:last|past|previous) {_AMOUNT}|{WEEKEND}|{UNIT}|{QUARTER}(?:(?: of)?,? {_YEAR})?|{_WEEKDAY}|{NOW})(?!\w)"
)
_ANY = rf"(?:{_ONE}|{_WIDE})"
HALF_A_YEAR = 182
TRIED = 10
"""Times of a question that are tried until one can be read."""
_TIME = re.compile(
    rf"\b(?:(?:between|from) (?:the )?(?P<first>{_ANY}|{_DAY}) (?:and|to|until|till|through) (?:the )?"
    rf"(?P<end>{_ANY}|{_DAY}\b)"
    rf"|(?P<day>{_DAY}|{_DATED})(?:\s?[-–]\s?| to | through )(?P<dated>{_DATED})"
    rf"|(?P<days>{_NAME} {_DAY})[-–](?P<till>{_DAY}\b)(?!\s*(?:%|percent))"
    rf"|(?P<how>since|after|before|until|till|up to|prior to|by|as of) (?:the )?(?P<mark>{_ANY})"
    rf"|{_ONE}|(?:(?<=in )|(?<=during )){_WIDE})",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def _parser(base: date | None) -> DateDataParser:
    """dateparser for English, counting back from a day where there is one."""
    from dateparser.date import DateDataParser

    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
    if base is None:
        # Without its other parsers it would read the clock for "yesterday".
        settings |= {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    else:
        settings |= {"RELATIVE_BASE": datetime(base.year, base.month, base.day, 23, 59)}
    return DateDataParser(languages=["en"], settings=settings)


def read_date(text: str) -> date | None:
    """The date a short text states in full ("18 January 2024", "2024-01-18"); None where a part is missing."""
    found = _parser(None).get_date_data(text.strip()[:100]).date_obj
    return found.date() if found else None


def date_in_name(name: str) -> date | None:
    """The date in a file name, as 2024-01-18, 20240118, or in words; None where there is none."""
    digits = _DIGITS.search(name)
    if digits:
        try:
            return date(*(int(number) for number in digits.groups()))
        except ValueError:
            return None
    words = re.search(FULL_DATE, re.sub(r"[_\-.]+", " ", name), re.IGNORECASE)
    return read_date(words.group()) if words else None


def times_in(text: str) -> list[re.Match[str]]:
    """Where a text names a time, in order, readable or not."""
    return list(_TIME.finditer(_SMALL.sub(lambda small: small[1] + small[2].title(), text)))


def read_period(question: str, asked: date | None) -> Period | None:
    """The days a question names, or None; relative ones and days without a year need `asked`.

    "This week", "recently" and "now" are the seven days that end on `asked`, "last week" the seven before. "Since" and
    "after" reach to `asked`, or without one to the end of the calendar. "Before", "until" and "by" reach back from
    their day a week, or as long as the month or year they name: what is nearer to it then comes first. Of several
    times the first that can be read counts.
    """
    for named in times_in(question)[:TRIED]:
        try:
            days = _read(named, asked)
        except (OverflowError, ValueError):  # before the year 1, or after 9999
            continue
        if days and days[0] <= days[1]:
            return Period(*days, question[named.start() : named.end()])
    return None


def _read(named: re.Match[str], asked: date | None) -> Days | None:
    """The days of a match of _TIME."""
    if named["how"]:
        return _open(named["how"].lower(), named["mark"], asked)
    first = named["first"] or named["day"] or named["days"]
    return _between(first, named["end"] or named["dated"] or named["till"], asked) if first else _one(named[0], asked)


def _open(how: str, words: str, asked: date | None) -> Days | None:
    """What has one end: from a time to the day of asking, or up to a time."""
    if how == "as of":
        return _one(words, asked)
    if how in ("since", "after"):
        days = _one(words, asked)
        if days is None:
            return None
        first = days[0] if how == "since" else days[1] + timedelta(days=1)
        return first, max(first, asked) if asked else date.max
    # A day or month without a year is the nearest one, which may be still to come: "by 26 January".
    dated = asked and re.fullmatch(rf"{_DATED}|{_WIDE}", words, re.IGNORECASE)
    days = _one(words, asked + timedelta(days=HALF_A_YEAR) if asked and dated else asked)
    if days is None:
        return None
    last = before(days[0], 1) if how in ("before", "prior to") else days[1]
    return before(last, max(7, (days[1] - days[0]).days + 1) - 1), last


def _between(first: str, last: str, asked: date | None) -> Days | None:
    """What has two ends; a part that one of them leaves out is the other's."""
    if re.fullmatch(_DAY, last):
        if re.fullmatch(_DAY, first):
            return None
        last = re.sub(rf"\b{_DAY}\b", last, first, count=1)
    elif re.fullmatch(_DAY, first):
        first = re.sub(rf"\b{_DAY}\b", first, last, count=1)
    if re.search(_YEAR, first) and not re.search(_YEAR, last):
        begin = _one(first, asked)
        end = _one(last, begin[0] + timedelta(days=364)) if begin else None
    else:
        end = _one(last, asked)
        begin = _one(first, end[1]) if end else None
    return (begin[0], end[1]) if begin and end else None


def _one(words: str, asked: date | None) -> Days | None:
    """The days of a time without "since", "between" and the like; without a year, the last not after `asked`."""
    year = re.search(rf"\b{_YEAR}\b", words)
    base = date(int(year.group()), 12, 31) if year else asked
    if base is None:
        return None
    partly = re.fullmatch(rf"({PART})(?: of)?(?: the)?[ -]({_PART_OF})", words, re.IGNORECASE)
    if partly:
        whole = _one(partly[2], asked)
        return part(whole, partly[1]) if whole else None
    if re.fullmatch(_YEAR, words):
        return within("year", base)
    return counted(re.sub(rf"(?: of)?,? {_YEAR}$", "", words), base) or _parsed(words, base)


def _parsed(words: str, base: date) -> Days | None:
    """What dateparser makes of the words: a day, or the week, month or year that it says they are as exact as."""
    words = re.sub(r"(?:a )?few", "three", re.sub(r"(?:a )?couple of", "two", words.lower()))
    back = re.fullmatch(rf"(?:last|past|previous) ({_AMOUNT})", words)
    found = _parser(base).get_date_data(f"{back[1]} ago" if back else re.sub("^on ", "", words))
    if found.date_obj is None:
        return None
    day = found.date_obj.date()
    if back:
        return day + timedelta(days=1), base
    return (day, day) if found.period in ("day", "time") else within(found.period, day)
