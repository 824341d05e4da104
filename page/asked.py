"""The day on which a question is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Asked:
    """A day and why it is that day: "today", "newest" (the newest briefing's) or "chosen"."""

    day: date
    reason: str


def default_asked(newest: date | None, *, today: date) -> Asked:
    """Today, or the date of the newest briefing where that is over a month old."""
    if newest is None or today - newest <= MONTH:
        return Asked(today, "today")
    return Asked(newest, "newest")


def chosen_asked(chosen: str | None, *, default: Asked) -> Asked:
    """The day chosen on the page, as ISO 8601; nothing, or no date, means the default."""
    try:
        day = date.fromisoformat((chosen or "").strip()[:10])
    except ValueError:
        return default
    return default if day == default.day else Asked(day, "chosen")
