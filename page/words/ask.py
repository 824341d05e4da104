"""A conversation: the welcome, the box, its limits, answers and refusals."""

from __future__ import annotations

from datetime import date
from typing import Final

from page.words.common import day

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
NO_BRIEFINGS_MORE: Final = (
    "Add files in the library, or a folder of them with this command; the page then answers from it, without a restart."
)
NO_BRIEFINGS_COMMAND: Final = "briefings sync FOLDER"
SEARCHING: Final = "Reading the briefings…"
SEARCHED_FOR: Final = "Understood as"
LIMITED: Final = "Of briefings"
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
INSTEAD: Final = "The briefings can answer"
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
ASKED_LABEL: Final = "Ask as of another day"


def as_of(asked: date, *, reason: str) -> str:
    """The day a question is asked on, and why that day: "today", "newest" or "chosen"."""
    if reason == "today":
        return f"As of today, {day(asked)}"
    if reason == "newest":
        return f"As of {day(asked)}, your newest briefing"
    return f"As of {day(asked)}"


def open_at_quote(number: int, described: str) -> str:
    """What a citation chip does, for those who do not see it."""
    return f"Source {number}: {described}. Opens the briefing at the quoted words."


def open_passage(described: str) -> str:
    """What a nearest passage does when it is chosen."""
    return f"Nearest passage in {described}. Opens the briefing there."
