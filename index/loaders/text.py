"""Plain text: its encoding, its title, and the date in its first lines."""

from __future__ import annotations

import re
from datetime import date

from charset_normalizer import from_bytes

from index.errors import LoadError
from index.loaders.blocks import clean
from index.loaders.front_matter import split_front_matter
from index.loaders.loaded import Loaded
from index.settings import IndexSettings
from index.times import FULL_DATE, STRETCH, read_date

TITLE_CHARACTERS = 90
HEAD_LINES = 8
HEAD_CHARACTERS = 10_000
LINE_CHARACTERS = 200
WIDE_HEAD, WIDE_SHARE = 200, 0.7
WESTERN_CHAOS = 0.1
"""How much worse than the best fit Windows-1252 may be and still be taken: French of one line has up to .08."""
DAMAGED_SHARE = 0.1
"""Of the letters beyond ASCII, how many may be damaged in a text that is taken for UTF-8."""

_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]* )?"
_GAP = r"[\s*_]*"
_FIRST_DAY = re.compile(r"\d{1,2}\S*\s*[-–—]\s*(?=\d{1,2}[a-z]{0,2},? \d{4})")
"""Of "January 15–21, 2024" what is not of the last day: a weekly report is of the day on which its week ends."""
_DATE_LINE = re.compile(
    r"(?:(?:(?:report|release|issue|publication|press) )?date(?: of (?:report|release|issue|publication))?"
    rf"|(?:published|dated|issued|released|posted|sent)(?: on)?){_GAP}:{_GAP}{_WEEKDAY}{STRETCH}",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PLACE = r"[A-Z][\w .'’/-]{1,40}(?:, ?| (?=\())"
_DATELINE = re.compile(rf"(?:{_PLACE})?(?i:{_WEEKDAY})(?:\((?P<enclosed>{FULL_DATE})\)|{STRETCH})\s*(?:$|[-–—:.(|])")
_DAY_ALONE = re.compile(rf"(?:{_PLACE})?(?i:{_WEEKDAY})\(?{STRETCH}\)?\W*$")
_FIELD = re.compile(
    rf"(?:memo(?:randum)?$|(?:from|to|cc|bcc|sent|date|for|through|mime-version){_GAP}:)", re.IGNORECASE
)
_NAMED = re.compile(rf"(?:subject|re|betreff|objet|asunto|title|headline){_GAP}:{_GAP}(\w.*)", re.IGNORECASE)
_MARKING = re.compile(
    r"(?:(?:for )?immediate release|press release|draft|(?:strictly |company )?confidential|(?:top )?secret|restricted|"
    r"commercial[- ]in[- ]confidence|unclassified|official(?:[- ]sensitive)?|internal|"
    r"(?:for )?(?:internal|official) use only|embargoed (?:for|until)\b.*|not for (?:distribution|publication|release))"
    r"(?:\s*//.*)?\W*$",
    re.IGNORECASE,
)
"""Who may read a text and when: stands above its title."""
_ABBREVIATED = re.compile(r"\b\w\.\w\.$")


def load_text(content: bytes, settings: IndexSettings) -> Loaded:
    """A plain text file, with or without front matter; raises LoadError for one that is empty or not text."""
    header, text = split_front_matter(decode(content))
    published, dated_by = header.published, "front matter" if header.published else None
    if published is None:
        published, dated_by = date_of_text(text)
    return Loaded(text, header.title or title_of_text(text), published, dated_by, header.source, header.author)


def decode(content: bytes) -> str:
    """The text of a file in whatever encoding, with lines that end in a single newline."""
    try:
        text = content.decode(_wide(content) or "utf-8-sig")
    except UnicodeDecodeError:
        text = _damaged(content) or _guessed(content)
    if text.count("\x00") > len(text) / 100:
        raise LoadError("it is not text: export it as .txt or .md")
    text = clean(text).strip("\n")
    if not text.strip():
        raise LoadError("it is empty")
    return text


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark at its head, told by the zeros beside plain letters; None for anything else."""
    head = content[:WIDE_HEAD]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < WIDE_SHARE * len(head) / 2 or min(even, odd) > 0 or len(content) % 2:
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _damaged(content: bytes) -> str | None:
    """UTF-8 of which a few bytes are not; None for another encoding, in which hardly a letter would fit by chance."""
    text = content.decode("utf-8-sig", "replace")
    lost = text.count("\ufffd")
    fitting = sum(not letter.isascii() for letter in text) - lost
    return text if lost <= DAMAGED_SHARE * fitting else None


def _guessed(content: bytes) -> str:
    """The text of a file that is not UTF-8; raises LoadError where nothing fits.

    Of encodings that fit about as well Windows-1252 is the likely one; a short text's best fit is often far-fetched.
    """
    fits = from_bytes(content)
    best = fits.best()
    if best is None:
        raise LoadError("its encoding is not known: save it as UTF-8")
    western = (fit for fit in fits if "cp1252" in (fit.encoding, *fit.could_be_from_charset))
    if not best.bom and any(fit.chaos <= best.chaos + WESTERN_CHAOS for fit in western):
        return content.decode("cp1252")
    return str(best)


def date_of_text(text: str) -> tuple[date | None, str | None]:
    """The date in a "Date:" line or a dateline among the first lines, and which of the two it was."""
    written = [line for line in text[:HEAD_CHARACTERS].split("\n") if line.strip()][:HEAD_LINES]
    lines = [line[:LINE_CHARACTERS].strip(" *_#\t") for line in written]
    for pattern, kind in ((_DATE_LINE, "header"), (_DATELINE, "text")):
        for line in lines:
            found = pattern.match(line)
            published = read_date(_FIRST_DAY.sub("", found[found.lastindex or 0])) if found else None
            if published:
                return published, kind
    return None, None


def dated(text: str, made: date | None) -> tuple[date | None, str | None]:
    """The date of a text, else that of its file's properties, which is often that of the template it was made from."""
    published, kind = date_of_text(text)
    return (published, kind) if published else (made, "properties" if made else None)


def title_of_text(text: str) -> str:
    """The first line with letters that is no mere date, or as many of its words as a title may have.

    Of a memo, which begins with its sender or the like, it is the subject. A marking above it ("Confidential") is none.
    """
    lines = [line[:HEAD_CHARACTERS] for line in text.strip().split("\n", HEAD_LINES)]
    worded = [line.strip(" *_#\t") for line in lines[:HEAD_LINES] if _LETTERS.search(line)] or lines[:1]
    beside = (_DAY_ALONE, _DATE_LINE, _FIELD, _MARKING)
    telling = [line for line in worded if not any(pattern.match(line) for pattern in beside)] or worded
    named = [found[1] for found in map(_NAMED.match, worded) if found]
    if named and (_FIELD.match(worded[0]) or _NAMED.match(telling[0])):
        telling = named
    line = " | ".join(cell.strip() for cell in telling[0].split(" | ") if _LETTERS.search(cell)) or telling[0]
    line = " ".join(line.split())
    if len(line) <= TITLE_CHARACTERS:
        return line if _ABBREVIATED.search(line) else line.rstrip(".")
    return line[:TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
