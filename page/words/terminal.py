"""An answer as a terminal shows it."""

from __future__ import annotations

from datetime import date

from page.words.common import published


def source(parts: str, *, number: int, title: str) -> str:
    """The line that names a citation's briefing."""
    return f"[{number}] {title} ({parts})"


def page(number: int) -> str:
    """A page of a briefing that has pages."""
    return f"page {number}"


def note(text: str) -> str:
    """Something the reader should know."""
    return f"Note: {text}"


def asked_as_of(day: date) -> str:
    """That a question was asked as of the newest briefing's day."""
    return f"Asked as of {published(day)}, your newest briefing."


def nearest(title: str, day: date | None) -> str:
    """The line that names a passage which does not answer."""
    return f"Nearest: {title} ({published(day)})"
