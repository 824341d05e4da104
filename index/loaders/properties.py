"""What an office file says of itself: title, author, and the day it was made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.loaders.archive import Archive
from index.loaders.blocks import clean
from index.loaders.tree import name_of, parse_xml

_JUNK = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b.*|untitled .*|\(?(?:anonymous|unspecified)\)?|\w+(?:[-_]\w+)+|\W*|\d*|"
    r"(?:untitled|(?:new |word )?document|title|slide|book|(?:(?:power ?point )?presentation|powerpoint-präsentation|"
    r"présentation powerpoint|präsentation)|no title|no job name|layout 1|default|template|normal)[ _-]?\d*|"
    r"\S*\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|qxp|rtf|tmp|dvi|tex|odt|html?|txt|md|ai|eps|cdr|pub|wpd|p65|pm6|fm)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:user|admin|administrator|owner|author|unknown|\(?anonymous\)?|\(?unspecified\)?|python-docx|openpyxl|microsoft.*|\W*|\S*\\\S*)",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:D:)?((?:19|20)\d\d)-?(\d\d)-?(\d\d)")
_EARLIEST = date(1990, 1, 1)
_TEMPLATES = {date(2013, 1, 27), date(2013, 12, 23)}
"""Days on which the templates of python-pptx and python-docx were made: no document's own."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What the properties say; None for what they leave out or fill in by themselves."""

    title: str | None = None
    author: str | None = None
    made: date | None = None


NONE = Properties()


def title_said(title: str | None) -> str | None:
    """A title that somebody wrote, on one line: not the name of a file, nor a program's own."""
    title = " ".join(clean(title or "").split())
    return None if len(title) < 2 or _JUNK.fullmatch(title) else title


def author_said(author: str | None) -> str | None:
    """An author that is a name."""
    author = " ".join(clean(author or "").split())
    return None if _NOBODY.fullmatch(author) else author


def day_said(text: str | None) -> date | None:
    """The day of a time as formats write it: 2024-01-18T10:30:00Z, D:20240118103000."""
    found = _DAY.match((text or "").strip())
    try:
        day = date(*(int(number) for number in found.groups())) if found else None
    except ValueError:
        return None
    return day if day and day >= _EARLIEST and day not in _TEMPLATES else None


def office_properties(archive: Archive) -> Properties:
    """Those of a Word, PowerPoint or Excel file."""
    return _properties(archive, "docProps/core.xml")


def odf_properties(archive: Archive) -> Properties:
    """Those of an OpenDocument file."""
    return _properties(archive, "meta.xml")


def _properties(archive: Archive, name: str) -> Properties:
    """The words of the elements of Dublin Core; the day of the last change, as a file is mostly made from an older."""
    if name not in archive.names:
        return NONE
    said: dict[str, str] = {}
    for element in parse_xml(archive.read(name)).iter():
        said.setdefault(name_of(element), _words(element))
    made = said.get("modified") or said.get("date") or said.get("created") or said.get("creation-date")
    author = author_said(said.get("creator")) or author_said(said.get("initial-creator"))
    return Properties(title_said(said.get("title")), author, day_said(made))


def _words(element: Any) -> str:
    return element.text or ""
