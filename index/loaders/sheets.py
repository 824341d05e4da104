"""Spreadsheets: each sheet a heading, each row a line that keeps its header."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError

from index.errors import LoadError
from index.loaders.archive import Archive, open_office
from index.loaders.area import check_area
from index.loaders.blocks import Blocks
from index.loaders.limits import check_pages
from index.loaders.loaded import Loaded
from index.loaders.properties import NONE, Properties, odf_properties, office_properties
from index.loaders.rows import add_rows
from index.loaders.text import dated, title_of_text
from index.settings import IndexSettings

_NUMBERED = re.compile(r"(?:work)?(?:sheet|tabelle|feuille?|feuil|hoja|foglio|blad|table)[ _-]?\d*", re.IGNORECASE)


def load_sheets(content: bytes, settings: IndexSettings) -> Loaded:
    """An Excel or OpenDocument spreadsheet; raises LoadError for one without a filled cell."""
    archive = open_office(content, settings) if content.startswith(b"PK") else None
    if archive is not None:
        check_area(archive, settings)
    blocks = Blocks(settings)
    try:
        titles = _read(content, blocks, settings)
    except PasswordError as error:
        raise LoadError("it is encrypted: save it without a password") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's own, which is no Exception
            raise
        raise LoadError("it is damaged or not a spreadsheet: open and save it again") from error
    if not titles:
        raise LoadError("it is empty: none of its sheets has a filled cell")
    said = _properties(archive)
    published, dated_by = dated(blocks.text, said.made)
    return Loaded(
        blocks.text, said.title or titles[0], published, dated_by, None, said.author, headings=blocks.headings
    )


def _read(content: bytes, blocks: Blocks, settings: IndexSettings) -> list[str]:
    """Add all sheets, and give what each may be called."""
    titles = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        check_pages(len(book.sheet_names), settings, unit="sheets")
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            lines = Blocks(settings)
            header = add_rows(_rows(sheet), lines)
            if not lines.text:
                continue
            blocks.head(name)
            for line in lines.text.split("\n\n"):
                blocks.add(line)
            titles.append(title_of_text((", ".join(header) or lines.text) if _NUMBERED.fullmatch(name) else name))
    return titles


def _rows(sheet: Any) -> Iterator[list[str]]:
    return ([_shown(value) for value in row] for row in sheet.iter_rows())


def _shown(value: object) -> str:
    """A cell as people write it: 13 instead of 13.0, a day without its midnight."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, datetime):
        midnight = value.time() == datetime.min.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _properties(archive: Archive | None) -> Properties:
    if archive is None:
        return NONE
    return odf_properties(archive) if "meta.xml" in archive.names else office_properties(archive)
