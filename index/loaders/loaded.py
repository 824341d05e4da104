"""What a loader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.chunking import Heading


@dataclass(frozen=True, slots=True)
class Loaded:
    """The text that offsets point into, and what the file says of itself; None where it does not."""

    text: str
    title: str | None = None
    published: date | None = None
    dated_by: str | None = None
    source: str | None = None
    author: str | None = None
    headings: tuple[Heading, ...] = ()
