"""Titles, texts and times as conversations keep them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

TITLE_CHARACTERS = 120


def title_of(text: str) -> str:
    """A title on one line, without controls, at most TITLE_CHARACTERS long."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", " ", storable(text)).split())
    return line if len(line) <= TITLE_CHARACTERS else line[: TITLE_CHARACTERS - 1].rstrip() + "…"


def folded(text: str) -> str:
    """A text as it is searched: without what tells large letters from small, or one way of writing from another."""
    return unicodedata.normalize("NFKC", storable(text)).casefold()


def storable(text: str) -> str:
    """A text without halves of characters, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def told(when: datetime) -> str:
    """A time as text that sorts as the times do; one without a zone is taken as UTC."""
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    """The time that `told` told, in UTC."""
    return datetime.fromisoformat(text)
