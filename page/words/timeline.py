"""The timeline."""

from __future__ import annotations

from datetime import date
from typing import Final

from page.words.common import between, briefings

LEAD: Final = (
    "Squares are briefings on their dates, circles are sentences on a day that they name; "
    "a day without a year is taken as the nearest to its briefing. Each opens at the words."
)
BRIEFINGS: Final = "Briefings"
STATEMENTS: Final = "Dated statements"
ZOOM_IN: Final = "Zoom in"
ZOOM_OUT: Final = "Zoom out"
EARLIER: Final = "Earlier"
LATER: Final = "Later"
ZOOM_ALL: Final = "All briefings"
NO_BRIEFINGS: Final = "There are no briefings here yet. Add files in the library."
NO_DATES: Final = (
    "No briefing here has a date or names one. A date is read from a file's own fields, from a line “Date:” "
    "or from its name, such as 2024-01-17-note.txt."
)
NOTHING_DATED: Final = "Nothing is dated in these days."
COLUMN_WORDS: Final = "What it says"


def short_day(value: date, days: int) -> str:
    """A date below an axis, as short as the stretch of days allows."""
    if days > 1500:
        return f"{value:%Y}"
    return f"{value:%b} {value.year}" if days > 300 else f"{value.day} {value:%b}"


def timeline_of(count: int, first: date, last: date) -> str:
    """What a picture of a timeline shows, for those who do not see it."""
    return f"Timeline, {between(first, last)}: {count:,} marks. The table below says the same."


def more_between(count: int, first: date, last: date) -> str:
    """What the number above a full column does."""
    return f"{count:,} more, {between(first, last)}: zoom in"


def several_days(count: int, first: date, last: date, *, statements: bool) -> str:
    """What stands in a column of a timeline that is several days wide, and what choosing it does."""
    what = f"{count:,} dated statements" if statements else briefings(count)
    return f"{what}, {between(first, last)}: show these days"


def stretch_shown(first: date, last: date, *, outside: int, step: int) -> str:
    """The days that a timeline shows, how many of them a column is, and how much lies beyond them."""
    together = f"; {step:,} days to a column" if step > 1 else ""
    return between(first, last) + together + (f"; {outside:,} earlier or later" if outside else "")


def newest_read(limit: int) -> str:
    """That only so many briefings were read for dated sentences."""
    return f"Dated sentences are those of the newest {limit:,} briefings."


def rows_listed(shown: int, count: int) -> str:
    """How many dated things a table lists."""
    if shown < count:
        return f"The first {shown:,} of {count:,} in these days. Zoom in to see the others."
    return f"{count:,} in these days"
