"""Rows of a table as lines that keep their header: "Team: Maple Leafs | Location: Toronto | Wins: 13"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.loaders.blocks import Blocks

_NUMBER = re.compile(r"[-+(]?[^\w\s]?\s?\d[\d.,'\s]*\s?[%\w€)]{0,3}")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d.*)?")
HEADER_CHARACTERS = 80


def add_rows(rows: Iterable[Sequence[str]], blocks: Blocks) -> list[str]:
    """Add each row as a block, and give the first header.

    A header is a row of two or more different short words and no number, at the top or below an empty row; one cell by
    itself above it is a caption.
    """
    header: list[str] = []
    first: list[str] = []
    fresh = True
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        filled = [cell for cell in cells if cell]
        if not filled:
            fresh = True
            continue
        if fresh and _is_header(filled) and len(filled) * 2 > len(header):
            header, fresh = cells, False
            first = first or filled
            blocks.add(" | ".join(filled))
            continue
        fresh = fresh and len(filled) == 1
        blocks.add(_line(cells, header))
    return first


def _line(cells: list[str], header: list[str]) -> str:
    """A row as a line; a cell of a column without a name stands for itself."""
    if sum(map(bool, cells)) == 1 and len(header) > 1 and cells[0]:
        return cells[0]
    names = [*header, *[""] * (len(cells) - len(header))]
    return " | ".join(
        f"{name}: {cell}" if name and name != cell else cell for name, cell in zip(names, cells, strict=False) if cell
    )


def _is_header(filled: list[str]) -> bool:
    """Do the cells of a row look like the names of columns?"""
    named = len(filled) > 1 and len(set(filled)) == len(filled)
    return named and not any(
        len(cell) > HEADER_CHARACTERS or _NUMBER.fullmatch(cell) or _DATE.fullmatch(cell) for cell in filled
    )
