"""How many cells the sheets of a workbook span: a library that keeps them all ends the process where they are many."""

from __future__ import annotations

import re
from typing import Any

from index.errors import LoadError
from index.loaders.archive import Archive
from index.loaders.tree import attribute, name_of, parse_xml
from index.settings import IndexSettings

CELLS_PER_MEGABYTE = 100_000
"""Cells a sheet may span for each megabyte of text allowed, of some 30 bytes each."""

_PLACE = re.compile(rb"""\br\s*=\s*["']\$?([A-Z]{0,3})\$?(\d{1,10})["']""")


def check_area(archive: Archive, settings: IndexSettings) -> None:
    """Raises LoadError for a workbook with a sheet that spans too many cells."""
    if "content.xml" in archive.names:
        areas = [_open_area(table) for table in _tables(parse_xml(archive.read("content.xml")))]
    else:
        areas = [_excel_area(archive.read(name)) for name in archive.names if "sheet" in name.lower()]
    if max(areas, default=0) > settings.text_megabytes * CELLS_PER_MEGABYTE:
        raise LoadError("one of its sheets spans too many cells: delete what lies far from the others")


def _excel_area(content: bytes) -> int:
    """The lowest row times the last column of what has a place."""
    rows = columns = 1
    for column, row in _PLACE.findall(content):
        rows = max(rows, int(row))
        number = 0
        for letter in column:
            number = number * 26 + letter - 64
        columns = max(columns, number)
    return rows * columns


def _tables(root: Any) -> list[Any]:
    return [element for element in root.iter() if name_of(element) == "table"]


def _open_area(table: Any) -> int:
    """The same of an OpenDocument table, whose cells and rows may be repeated; empty ones at an end count nothing."""
    rows = seen = columns = 0
    for row in (element for element in table.iter() if name_of(element) == "table-row"):
        seen += _times(row, "number-rows-repeated")
        width = last = 0
        for cell in row:
            width += _times(cell, "number-columns-repeated")
            if len(cell) or attribute(cell, "value-type") or attribute(cell, "formula"):
                last = width
        if last:
            rows, columns = seen, max(columns, last)
    return rows * columns


def _times(element: Any, name: str) -> int:
    said = attribute(element, name) or "1"
    return int(said[:12]) if said.isdigit() else 1
