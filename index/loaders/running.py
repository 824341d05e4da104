"""Lines at the head and foot of pages that are the same on many: a document's name, the number of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.loaders.lines import LARGER, Line, body_height

_OF = r"\s*(?:/|of|von|sur|de|di)\s*"
_PAGE = re.compile(rf"\b(?:page|pg|p|seite|página|pág|pagina|sida|side)\b\.?\s*\d+(?:{_OF}\d+)?")
_ALONE = re.compile(rf"\W*(\d{{1,3}})(?:{_OF}(\d+))?\W*")
"""A number of up to three digits by itself: four are a year."""
FEWEST = 3
"""Pages on which such a line stands at least."""
SHARE = 0.4
"""Their share of all: left and right pages may have lines of their own."""
GAP = 2.0
"""Heights of a letter by which it lies apart from the text; the head of a table that goes on lies nearer."""


def without_running(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of pages, those that run through them only where they stand first."""
    body = body_height([line for lines in pages for line in lines])
    edges = [
        {number: _said(line.text, page, len(pages)) for number, line in _edges(lines) if line.height <= LARGER * body}
        for page, lines in enumerate(pages)
    ]
    seen = Counter(key for edge in edges for key in set(edge.values()))
    least = max(FEWEST, SHARE * sum(map(bool, pages)))
    running = {key for key, count in seen.items() if count >= least}
    shown: set[str] = set()
    left: list[list[Line]] = []
    for lines, edge in zip(pages, edges, strict=True):
        again = {number for number, key in edge.items() if key in running and key in shown}
        left.append([line for number, line in enumerate(lines) if number not in again])
        shown.update(edge.values())
    return left


def _edges(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """The first and last line of a page that has others, by number, where they lie apart from the text."""
    for number, beside in ((0, 1), (len(lines) - 1, len(lines) - 2)) if len(lines) > FEWEST else ():
        one, two = lines[number], lines[beside]
        if one.height and abs(one.first - two.last) > GAP * max(one.height, two.height):
            yield number, one


def _said(text: str, page: int, pages: int) -> str:
    """What a line says but for the number of its page; a number by itself is one where it grows as the pages do."""
    said = _PAGE.sub("#", text.casefold())
    alone = _ALONE.fullmatch(said)
    if alone and alone[2] in (None, str(pages)):
        return f"# {int(alone[1]) - page}"
    return said
