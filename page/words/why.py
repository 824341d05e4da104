"""Why an answer is what it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from index.records import Filter
from page.words.common import between, day

WHY: Final = "Why this answer"
REFUSED: Final = "Why no answer"
DOWNLOAD: Final = "Download all of this as JSON"
FORGOTTEN: Final = "This answer is kept no longer, and its reasons with it. Ask the question again to see them."
QUESTION: Final = "Searched for"
TIME: Final = "Time"
FILTER: Final = "Filter"
NO_FILTER: Final = "none"
CONFIDENCE: Final = "Is it enough?"
NOTE: Final = "Note"
PASSAGES: Final = "Passages considered"
SCORES: Final = "best first; higher is nearer"
PASSAGE: Final = "Passage"
WORDS: Final = "Words"
MEANING: Final = "Meaning"
TOGETHER: Final = "Both"
FATE_REFUSED: Final = "not used: together the passages are too weak"
FATE_FAR: Final = "not used: no sentence of it came near the question"


def limits(where: Filter) -> list[str]:
    """What a filter lets through, each limit in a few words."""
    said = [f"from {day(where.published_from)}"] if where.published_from else []
    said += [f"until {day(where.published_to)}"] if where.published_to else []
    said += [f"only {' or '.join(where.sources)}"] if where.sources else []
    return said + ([] if where.undated else ["none without a date"])


def probability(confidence: float, threshold: float, *, refused: bool) -> str:
    """What the gate found, and what that led to."""
    led = "so no answer is given" if refused else "so an answer is given"
    digits = next((digits for digits in range(3) if f"{confidence:.{digits}%}" != f"{threshold:.{digits}%}"), 0)
    return f"{confidence:.{digits}%} likely that the passages answer; {threshold:.0%} is needed, {led}"


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


def fate_below(score: float, quoted: float) -> str:
    """That a passage was not used because others were nearer."""
    return f"not used: its best sentence scores {score:.2f}, the least of those quoted {quoted:.2f}"


def fate_left(score: float) -> str:
    """That a passage was near, but not needed."""
    return f"not used: its best sentence ({score:.2f}) adds nothing that those quoted do not answer"
