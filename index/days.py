"""Stretches of days counted from one: "last week", "the first quarter", "the weekend", the early part of a month."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

Days = tuple[date, date]
"""The first and the last of a stretch, both inclusive."""

NOW = r"(?:recent|recently|current|currently|latest|now)"
UNIT = r"(?:(?:this|last|past|previous) (?:week|month|quarter|year))"
WEEKEND = r"(?:(?:this|the|last|past) weekend)"
QUARTER = r"(?:Q[1-4]|(?:first|second|third|fourth) quarter)"
_ORDINALS = ("first", "second", "third", "fourth")
_PARTS = {
    "early": (0, 3),
    "beginning": (0, 3),
    "start": (0, 3),
    "mid": (1, 3),
    "middle": (1, 3),
    "late": (2, 3),
    "end": (2, 3),
    "first half": (0, 2),
    "second half": (1, 2),
    "first week": (0, 4),
    "second week": (1, 4),
    "third week": (2, 4),
    "last week": (3, 4),
}
PART = rf"(?:{'|'.join(_PARTS)})"


def counted(words: str, day: date) -> Days | None:
    """The days that such words (NOW, UNIT, WEEKEND, QUARTER) mean on a day; None for other words.

    "This week", "recently" and "now" are the seven days that end on it, "last week" the seven before; a month, quarter
    or year is the calendar's, ending on the day at the latest; a quarter is the last that has begun, a weekend too.
    """
    words = words.lower()
    if re.fullmatch(NOW, words):
        return within("week", day)
    if re.fullmatch(QUARTER, words, re.IGNORECASE):
        return _quarter(words, day)
    which, _, unit = words.rpartition(" ")
    if re.fullmatch(WEEKEND, words):
        saturday = before(day, (day.weekday() - calendar.SATURDAY) % 7)
        if which in ("last", "past") and day.weekday() >= calendar.SATURDAY:
            saturday = before(saturday, 7)
        return saturday, min(day, saturday + timedelta(days=1))
    if re.fullmatch(UNIT, words):
        this = within(unit, day)
        first, last = this if which in ("this", "past") else within(unit, before(this[0], 1))
        return first, min(last, day)
    return None


def part(days: Days, which: str) -> Days:
    """The part of a stretch that a word of PART names: early, mid and late are its thirds; weeks are of a month."""
    number, parts = _PARTS[which.lower()]
    length = (days[1] - days[0]).days + 1
    first, end = length * number // parts, length * (number + 1) // parts
    return days[0] + timedelta(days=first), days[0] + timedelta(days=max(first, end - 1))


def month(day: date) -> Days:
    """The calendar month of a day."""
    return _months(day.year, day.month, 1)


def before(day: date, days: int) -> date:
    """The day so many days before; the first of all where the calendar ends."""
    return date.fromordinal(max(date.min.toordinal(), day.toordinal() - days))


def within(unit: str, day: date) -> Days:
    """The week that ends on a day, or the month, quarter or year around it."""
    if unit == "week":
        return before(day, 6), day
    if unit == "month":
        return month(day)
    if unit == "quarter":
        return _months(day.year, day.month - (day.month - 1) % 3, 3)
    return _months(day.year, 1, 12)


def _quarter(words: str, day: date) -> Days:
    """A numbered quarter: of the day's year where it has begun, else of the year before."""
    number = int(words[1]) if words[0] == "q" else _ORDINALS.index(words.split()[0]) + 1
    first = 3 * number - 2
    return _months(day.year if first <= day.month else day.year - 1, first, 3)


def _months(year: int, first: int, count: int) -> Days:
    last = first + count - 1
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
