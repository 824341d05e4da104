"""What a loader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.chunking import Heading


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a file, an attachment or a member of an archive: its name, as a relative path, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Loaded:
    """The text that offsets point into, and what the file says of itself; None where it does not.

    `pages` are the offsets at which its pages begin, none for a format without; `parts` become briefings of their own,
    and a file that has some may be without text.
    """

    text: str
    title: str | None = None
    published: date | None = None
    dated_by: str | None = None
    source: str | None = None
    author: str | None = None
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
