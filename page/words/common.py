"""What every place says: the name of the page, its places, days and counts."""

from __future__ import annotations

from datetime import date
from typing import Final

TITLE: Final = "Briefings"
NO_BRIEFINGS: Final = "There are no briefings here yet."
PLACES: Final = "Places"
ASK: Final = "Ask"
LIBRARY: Final = "Library"
TIMELINE: Final = "Timeline"
CHECK: Final = "Check my draft"
PLACE: Final = "Place"
LOADING_PLACE: Final = "One moment…"
PLACE_UNREACHABLE: Final = "This could not be fetched. Check that the page's program still runs, then try again."
COLUMN_DATE: Final = "Date"
ACTION_FAILED: Final = "That did not work: {}"
CLOSE: Final = "Close"
NO_DATE: Final = "no date"
NO_SOURCE: Final = "source not named"
DATED_BY: Final = {
    "front matter": "date from its front matter",
    "header": "date from its header",
    "text": "date from its text",
    "properties": "date from its properties",
    "file name": "date from its file name",
}


def day(value: date) -> str:
    """A date as people write it: 29 January 2024."""
    return f"{value.day} {value:%B} {value.year}"


def published(value: date | None) -> str:
    """The date of a briefing, or that it has none."""
    return NO_DATE if value is None else day(value)


def briefings(count: int) -> str:
    """A number of briefings."""
    return {0: "no briefings", 1: "1 briefing"}.get(count, f"{count:,} briefings")


def holdings(count: int, first: date | None, last: date | None) -> str:
    """What the index holds: how many briefings, from when to when."""
    if first is None or last is None:
        return briefings(count)
    return f"{briefings(count)}, {between(first, last)}"


def between(first: date, last: date) -> str:
    """A stretch of days without what both ends share: 3 to 29 January 2024."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def size(count: int) -> str:
    """A number of bytes as people read it."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:,.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"


def too_large(limit: int) -> str:
    """That a file is too large to be added here."""
    return f"A file may have at most {limit // 1_000_000} MB here. Put it into a synced folder instead."


def page_number(page: int) -> str:
    """A page of a briefing that has pages."""
    return f"p. {page}"


def known_about(title: str) -> str:
    """An example question about a briefing."""
    return f"What is known about “{title}”?"
