"""Lines at the head and foot of pages that are the same on many: a document's name, the number of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.loaders.lines import Line

_NUMBER = re.compile(r"\d+")
FEWEST = 3
"""Pages on which such a line stands at least."""
SHARE = 0.4
"""Their share of all: left and right pages may have lines of their own."""
GAP = 2.0
"""Heights of a letter by which it lies apart from the text; the head of a table that goes on lies nearer."""


def without_running(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of pages, those that run through them only where they stand first."""
    edges = [dict(_edges(lines)) for lines in pages]
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


def _edges(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The first and last line of a page that has others, by number, as words without their numbers."""
    for number, beside in ((0, 1), (len(lines) - 1, len(lines) - 2)) if len(lines) > FEWEST else ():
        one, two = lines[number], lines[beside]
        if one.height and abs(one.first - two.last) > GAP * max(one.height, two.height):
            yield number, _NUMBER.sub("#", one.text.casefold())
