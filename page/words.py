"""Every text the page itself says, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

TITLE: Final = "Briefings"
QUESTION_LABEL: Final = "Your question"
QUESTION_PLACEHOLDER: Final = "Ask the briefings"
NEW_CONVERSATION: Final = "Start over"
SEND: Final = "Ask"
STOP: Final = "Stop"
CONVERSATION_LABEL: Final = "Conversation"

WELCOME: Final = "Ask what the briefings say."
WELCOME_MORE: Final = (
    "Every sentence of an answer carries a number. It opens the briefing at the exact words the sentence rests on."
)
EXAMPLES_LABEL: Final = "For example"
NO_BRIEFINGS: Final = "There are no briefings here yet."
NO_BRIEFINGS_MORE: Final = "Add a folder of them with this command; the page then answers from it, without a restart."
NO_BRIEFINGS_COMMAND: Final = "briefings sync FOLDER"

SEARCHING: Final = "Reading the briefings…"
SEARCHED_FOR: Final = "Understood as"
YOU_ASKED: Final = "You asked:"
SOURCES: Final = "Sources"
REFUSAL: Final = "Not in the briefings"
NEAREST: Final = "Nearest passages"
NEAREST_MORE: Final = "close to the question, but not an answer to it"
STOPPED: Final = "Stopped before the answer was complete. Ask again to have all of it."
FAILED: Final = "No answer"
UNEXPECTED: Final = (
    "Something went wrong that should not have. Ask again; if it happens again, "
    "the window that runs the page shows the details."
)

SOURCE_PANEL: Final = "Briefing"
LIBRARY: Final = "All briefings"
LIBRARY_MORE: Final = "newest first"
BACK: Final = "All briefings"
CLOSE: Final = "Close"
OWN_PAGE: Final = "Open on its own page"
NO_DATE: Final = "no date"
NO_SOURCE: Final = "source not named"
NOT_FOUND: Final = "This briefing is no longer here. It may have been removed since the answer was given; ask again."
UNREACHABLE: Final = "The briefing could not be fetched. Check that the page's program still runs, then try again."
LOADING: Final = "Opening the briefing…"

ASKED_LABEL: Final = "Ask as of another day"

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


def as_of(asked: date, *, reason: str) -> str:
    """The day a question is asked on, and why that day: "today", "newest" or "chosen"."""
    if reason == "today":
        return f"As of today, {day(asked)}"
    if reason == "newest":
        return f"As of {day(asked)}, your newest briefing"
    return f"As of {day(asked)}"


def known_about(title: str) -> str:
    """An example question about a briefing."""
    return f"What is known about “{title}”?"


def shown_of(shown: int, count: int) -> str:
    """That a list is cut."""
    return f"The newest {shown:,} of {count:,}. Ask a question to find the others."


def open_at_quote(number: int, described: str) -> str:
    """What a citation chip does, for those who do not see it."""
    return f"Source {number}: {described}. Opens the briefing at the quoted words."


def open_passage(described: str) -> str:
    """What a nearest passage does when it is chosen."""
    return f"Nearest passage in {described}. Opens the briefing there."


def wrong_host(host: str, allowed: Sequence[str]) -> str:
    """Why a request for another host is turned away, and what to do."""
    return f"This page does not answer to the name {host!r}. Open it as {allowed[0]}, with the port it runs on.\n"


WRONG_ORIGIN: Final = "This page takes requests only from itself. Open it in a tab of its own.\n"
WRONG_TOKEN: Final = "The token does not fit. Run the command again; if it still fails, restart the page."
BAD_SYNC: Final = 'Send JSON with the folder to read: {"folder": "PATH"}.'
