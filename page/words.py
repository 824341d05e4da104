"""Every text the page itself says, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from index.records import Filter

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

PLACES: Final = "Places"
ASK: Final = "Ask"
LIBRARY: Final = "Library"
TIMELINE: Final = "Timeline"
CHECK: Final = "Check my draft"
PLACE: Final = "Place"
LOADING_PLACE: Final = "One moment…"
PLACE_UNREACHABLE: Final = "This could not be fetched. Check that the page's program still runs, then try again."

KEYS: Final = "Keyboard"
KEY_LIST: Final = (
    (("/",), "Write a question"),
    (("Enter",), "Ask it; on a number, open the briefing at the words"),
    (("n", "]"), "Next citation"),
    (("p", "["), "Previous citation"),
    (("j",), "Next sentence of a checked draft"),
    (("k",), "Previous sentence of a checked draft"),
    (("Esc",), "Close what is open and go back to where it was opened"),
    (("?",), "This list"),
)
SINGLE_KEYS: Final = "Single letters work as above while no text is being written"
NEXT: Final = "Next citation"
PREVIOUS: Final = "Previous citation"
NEXT_KEY: Final = "Next citation (n)"
PREVIOUS_KEY: Final = "Previous citation (p)"
AT: Final = "{} of {}"

INSTEAD: Final = "The briefings can answer"
WHY: Final = "Why this answer"
WHY_REFUSED: Final = "Why no answer"
WHY_DOWNLOAD: Final = "Download all of this as JSON"
WHY_FORGOTTEN: Final = "The reasons of this answer are kept no longer. Ask the question again to see them."
WHY_QUESTION: Final = "Searched for"
WHY_TIME: Final = "Time"
WHY_FILTER: Final = "Filter"
WHY_NO_FILTER: Final = "none"
WHY_CONFIDENCE: Final = "Is it enough?"
WHY_NOTE: Final = "Note"
WHY_PASSAGES: Final = "Passages considered"
WHY_SCORES: Final = "best first; higher is nearer"
WHY_PASSAGE: Final = "Passage"
WHY_WORDS: Final = "Words"
WHY_MEANING: Final = "Meaning"
WHY_TOGETHER: Final = "Both"
FATE_REFUSED: Final = "not used: together the passages are too weak"
FATE_FAR: Final = "not used: no sentence of it came near the question"

FILTER: Final = "Filter"
DATES: Final = "Dates"
FROM_LABEL: Final = "from"
TO_LABEL: Final = "to"
IN_FORCE: Final = "Filters in force"
AS_OF: Final = "As of {}: nothing later"
FROM_DAY: Final = "from {}"
TO_DAY: Final = "until {}"
FROM_SOURCE: Final = "{}"
DROP_FILTER: Final = "Remove the filter: {}"

SOURCE_PANEL: Final = "Briefing"
ALL_BRIEFINGS: Final = "All briefings"
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


def page_number(page: int) -> str:
    """A page of a briefing that has pages."""
    return f"p. {page}"


def limits(where: Filter) -> list[str]:
    """What a filter lets through, each limit in a few words."""
    said = [f"from {day(where.published_from)}"] if where.published_from else []
    said += [f"until {day(where.published_to)}"] if where.published_to else []
    said += [f"only {' or '.join(where.sources)}"] if where.sources else []
    return said + ([] if where.undated else ["none without a date"])


def probability(confidence: float, threshold: float, *, refused: bool) -> str:
    """What the gate found, and what that led to."""
    led = "so no answer is given" if refused else "so an answer is given"
    return f"{confidence:.0%} likely that the passages answer; {threshold:.0%} is needed, {led}"


def no_time(asked: date | None) -> str:
    """That a question names no time."""
    return "none named" + (f"; asked as of {day(asked)}" if asked else "")


def understood_time(named: str, first: date, last: date | None, *, asked: date | None) -> str:
    """The days that a question's words were understood as."""
    days = f"{day(first)} and later" if last is None else between(first, last)
    return f"“{named}” is {days}" + (f"; asked as of {day(asked)}" if asked else "")


def cited_as(numbers: Sequence[int]) -> str:
    """That a passage was quoted, and under which numbers."""
    return "quoted as " + ", ".join(map(str, numbers))


def fate_below(score: float) -> str:
    """That a passage was not used because others were nearer."""
    return f"not used: its best sentence ({score:.2f}) says less of what was asked than those quoted"


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
