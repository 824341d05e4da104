"""Plain text: its encoding, its title, and the date in its first lines."""

from __future__ import annotations

import re
from datetime import date

from charset_normalizer import from_bytes

from index.errors import LoadError
from index.loaders.front_matter import split_front_matter
from index.loaders.loaded import Loaded
from index.times import FULL_DATE, read_date

TITLE_CHARACTERS = 90
HEAD_LINES = 8
LINE_CHARACTERS = 200

_DATE_LINE = re.compile(rf"(?:date|published|dated)\s*:\s*(?:\w+day,? )?({FULL_DATE})", re.IGNORECASE)
_DATELINE = re.compile(rf"(?:[A-Z][\w .'’/-]{{1,40}}, ?)?(?:\w+day,? )?\(?({FULL_DATE})\)?\s*(?:$|[-–—:.(|])")


def load_text(content: bytes) -> Loaded:
    """A plain text file, with or without front matter; raises LoadError for one that is empty or not text."""
    header, text = split_front_matter(decode(content))
    published, dated_by = header.published, "front matter" if header.published else None
    if published is None:
        published, dated_by = date_of_text(text)
    return Loaded(text, header.title or title_of_text(text), published, dated_by, header.source, header.author)


def decode(content: bytes) -> str:
    """The text of a file in whatever encoding, with lines that end in a single newline."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content).best()
        if best is None:
            raise LoadError("its encoding is not known: save it as UTF-8") from None
        text = str(best)
    if text.count("\x00") > len(text) / 100:
        raise LoadError("it is not text: export it as .txt or .md")
    if not text.strip():
        raise LoadError("it is empty")
    return re.sub(r"\r\n?", "\n", text).strip("\n")


def date_of_text(text: str) -> tuple[date | None, str | None]:
    """The date in a "Date:" line or a dateline among the first lines, and which of the two it was."""
    lines = [line[:LINE_CHARACTERS].strip(" *_#\t") for line in text.split("\n", HEAD_LINES)[:HEAD_LINES]]
    for pattern, kind in ((_DATE_LINE, "header"), (_DATELINE, "text")):
        for line in lines:
            found = pattern.match(line)
            published = read_date(found[1]) if found else None
            if published:
                return published, kind
    return None, None


def title_of_text(text: str) -> str:
    """The first line, or as many of its words as a title may have."""
    line = " ".join(text.strip().split("\n", 1)[0].split())
    if len(line) <= TITLE_CHARACTERS:
        return line.rstrip(".")
    return line[:TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
