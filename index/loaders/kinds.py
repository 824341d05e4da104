"""Which format a file is: what its bytes plainly say, else the ending of its name."""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

from index.errors import LoadError


class Format(NamedTuple):
    """A format: its name, the loader that is imported when a file needs it, and the words of a reason."""

    name: str
    module: str
    function: str
    noun: str


_TEXT = Format("text", "index.loaders.text", "load_text", "text")
_MARKDOWN = Format("markdown", "index.loaders.markdown", "load_markdown", "Markdown")
_PDF = Format("pdf", "index.loaders.pdf", "load_pdf", "a PDF file")
_DOCX = Format("docx", "index.loaders.word", "load_docx", "a Word file")
_PPTX = Format("pptx", "index.loaders.slides", "load_pptx", "a PowerPoint file")
_SHEETS = Format("spreadsheet", "index.loaders.sheets", "load_sheets", "a spreadsheet")
_CSV = Format("csv", "index.loaders.delimited", "load_csv", "a table of values")
_HTML = Format("html", "index.loaders.web", "load_html", "a web page")
_EML = Format("email", "index.loaders.mail", "load_eml", "an e-mail")
_MSG = Format("email", "index.loaders.outlook", "load_msg", "an Outlook message")
_RTF = Format("rtf", "index.loaders.rtf", "load_rtf", "an RTF file")
_ODT = Format("odt", "index.loaders.odt", "load_odt", "an OpenDocument text")
_EPUB = Format("epub", "index.loaders.epub", "load_epub", "an EPUB book")
_ZIP = Format("zip", "index.loaders.packed", "load_zip", "a ZIP archive")

FORMATS = {
    **dict.fromkeys((".txt", ".text", ".log", ".rst"), _TEXT),
    **dict.fromkeys((".md", ".markdown"), _MARKDOWN),
    ".pdf": _PDF,
    ".docx": _DOCX,
    ".pptx": _PPTX,
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), _SHEETS),
    **dict.fromkeys((".csv", ".tsv"), _CSV),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _HTML),
    ".eml": _EML,
    ".msg": _MSG,
    ".rtf": _RTF,
    ".odt": _ODT,
    ".epub": _EPUB,
    ".zip": _ZIP,
}
"""File name endings, in lower case, to their formats."""

_OLD = {".doc": "the old Word format: save it as .docx", ".ppt": "the old PowerPoint format: save it as .pptx"}
_PLAIN = {_TEXT, _MARKDOWN, _CSV, _HTML, _EML}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = {"WordDocument": ".doc", "PowerPoint Document": ".ppt"}
_OLE_FORMATS = {"__properties_version1.0": _MSG, "Workbook": _SHEETS, "Book": _SHEETS}
_OFFICE = {"word/": _DOCX, "ppt/": _PPTX, "xl/": _SHEETS}
_OPEN = {
    "application/vnd.oasis.opendocument.text": _ODT,
    "application/vnd.oasis.opendocument.spreadsheet": _SHEETS,
    "application/epub+zip": _EPUB,
}
HEAD = 1024
_MAIL = re.compile(rb"(?:[A-Z][A-Za-z-]{1,40}:[ \t].*\r?\n(?:[ \t].*\r?\n)*){3}")
_MAIL_MARK = re.compile(rb"^(?:MIME-Version: 1|Message-ID: *<)", re.IGNORECASE | re.MULTILINE)
"""Stands in the headers of a message that was sent, and in no memo."""


def format_of(suffix: str, content: bytes) -> Format:
    """The format of a file; raises LoadError for one that is not read here.

    A name without a known ending is refused whatever the bytes say; a known one that is wrong is put right.
    """
    if suffix not in FORMATS and suffix not in _OLD:
        known = ", ".join(sorted(FORMATS))
        raise LoadError(f"{suffix or 'a file without an ending'} is not a format read here: use one of {known}")
    said = _format_said(content)
    if said:
        return said
    if suffix in _OLD:
        raise LoadError(f"it is damaged or not what {suffix} says: open and save it again")
    form = FORMATS[suffix]
    if form is _TEXT and _MAIL.match(content[:HEAD]) and _MAIL_MARK.search(content[: 8 * HEAD]):
        return _EML
    if form not in _PLAIN and content[:HEAD].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return _HTML
    return form


def _format_said(content: bytes) -> Format | None:
    """The format that the bytes plainly are, or None; raises LoadError for one that is not read here."""
    if b"%PDF-" in content[:HEAD] and not content[:HEAD].lstrip()[:1].isalpha():
        return _PDF
    if content.startswith(b"{\\rtf"):
        return _RTF
    if content.startswith(_OLE):
        return _ole_format(content)
    return _zip_format(content) if content.startswith(b"PK\x03\x04") else None


def _ole_format(content: bytes) -> Format | None:
    """The format of an OLE file, told by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise LoadError("it is encrypted: save it without a password")
    for stream, form in _OLE_FORMATS.items():
        if f"{stream}\0".encode("utf-16-le") in content:
            return form
    for stream, suffix in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            raise LoadError(_OLD[suffix])
    return None


def _zip_format(content: bytes) -> Format | None:
    """The format of a ZIP file, told by the names of its members; None where it cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = opened.namelist()
            if "mimetype" in names:
                with opened.open("mimetype") as member:
                    mime = member.read(HEAD).decode("ascii", "ignore").strip()
                if mime in _OPEN:
                    return _OPEN[mime]
    except Exception:  # a broken archive raises anything here, and its loader says that it is one
        return None
    if "[Content_Types].xml" in names:
        return next((form for start, form in _OFFICE.items() if any(name.startswith(start) for name in names)), None)
    return None if "mimetype" in names else _ZIP
