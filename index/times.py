"""Dates as people write them: one date in a header, and the time that a question speaks of."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

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

_DIGITS = re.compile(rf"(?<!\d)({_YEAR})[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)")
_NOW = ("recent", "recently", "current", "currently", "latest", "now")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NAMED = re.compile(
    rf"\b(?P<explicit>{FULL_DATE}|{_DAY}(?: of)? {_MONTH}(?![a-z])|{_MONTH} {_DAY}\b(?!\s*(?:%|percent))"
    rf"|{_MONTH},? {_YEAR}"
    rf"|(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Dd]uring )){_MONTH}(?![a-z])"
    rf"|(?<=[Ii]n ){_YEAR}\b)"
    rf"|\b(?P<relative>(?i:today|yesterday|(?:this|last|past|previous) (?:week|month|year)|(?:on |last )?{_WEEKDAY}"
    rf"|recent(?:ly)?|current(?:ly)?|latest|now))\b"
)


@cache
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
            return date(*(int(part) for part in digits.groups()))
        except ValueError:
            return None
    words = re.search(FULL_DATE, re.sub(r"[_\-.]+", " ", name), re.IGNORECASE)
    return read_date(words.group()) if words else None


def read_period(question: str, asked: date | None) -> Period | None:
    """The days a question names, or None; relative ones and days without a year need `asked`.

    "This week", "recently" and "now" are the seven days that end on `asked`, "last week" the seven before. Of several
    times the first counts.
    """
    named = _NAMED.search(question)
    if named is None:
        return None
    words = named.group()
    year = re.search(_YEAR, words)
    base = date(int(year.group()), 12, 31) if year else asked
    if base is None:
        return None
    try:
        return _relative(words, base) if named["relative"] else _explicit(words, base)
    except (OverflowError, ValueError):  # before the year 1, or after 9999
        return None


def _relative(words: str, asked: date) -> Period | None:
    """What "last month" and the like mean on a day."""
    which, _, unit = words.lower().rpartition(" ")
    if unit in _NOW:
        return Period(asked - timedelta(days=6), asked, words)
    if unit == "week":
        end = asked if which in ("this", "past") else asked - timedelta(days=7)
        return Period(end - timedelta(days=6), end, words)
    if unit == "month":
        end = asked if which != "last" and which != "previous" else asked.replace(day=1) - timedelta(days=1)
        return Period(end.replace(day=1), end, words)
    if unit == "year":
        year = asked.year if which == "this" or which == "past" else asked.year - 1
        return Period(date(year, 1, 1), min(asked, date(year, 12, 31)), words)
    found = _parser(asked).get_date_data(unit).date_obj
    return Period(found.date(), found.date(), words) if found else None


def _explicit(words: str, base: date) -> Period | None:
    """The day, month or year that is written out; without a year, the last one that is not after `base`."""
    if re.fullmatch(_YEAR, words):
        return Period(date(int(words), 1, 1), date(int(words), 12, 31), words)
    found = _parser(base).get_date_data(words)
    if found.date_obj is None:
        return None
    day = found.date_obj.date()
    if found.period != "month":
        return Period(day, day, words)
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last), words)
