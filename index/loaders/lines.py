"""Lines as they lie on a page, joined to paragraphs; the ones in large letters are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_ENDS = re.compile(r"[.!?:;。！？][\"'”’)\]]*\d{0,2}$")
_MARK = re.compile(r"(?:[-*•–▪●○◦■]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
LARGER = 1.15
"""How much higher than the body's the letters of a heading are."""
FURTHER = 1.4
"""How much further than usual a line lies below the one before it, where a paragraph begins."""
APART = 2.5
"""Heights of a letter over which a line lies too far below another to be of the same listing."""
SHORT = 0.75
"""Share of its column's width under which a line was not broken for want of room."""
FEW = 6
"""Lines under which a page does not show what is usual on it."""
ROW = 0.4
"""Share of words with digits from which a line is a row of a table."""
HEADING_CHARACTERS = 150
COLUMNS = 8
"""Strips of a page in which lines that begin are taken to be of one column."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the place of its first and last letter, in points from the lower left; `height` is its letters'.

    `fixed` says that they are all of one width, as in a listing.
    """

    text: str
    left: float = 0
    right: float = 0
    first: float = 0
    last: float = 0
    height: float = 0
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    text: str
    height: float


def body_height(lines: Sequence[Line]) -> float:
    """The height in which most of the text is set."""
    heights = sorted((line.height, len(line.text)) for line in lines if line.height)
    half = sum(length for _, length in heights) / 2
    for height, length in heights:
        half -= length
        if half <= 0:
            return height
    return 0.0


def listed(pages: Sequence[Sequence[Line]]) -> bool:
    """Are letters of one width for listings alone here, and not what most of the text is set in?"""
    lengths = [(len(line.text), line.fixed) for lines in pages for line in lines]
    return 2 * sum(length for length, fixed in lengths if fixed) < sum(length for length, _ in lengths)


def is_heading(paragraph: Paragraph, body: float) -> bool:
    """Is a paragraph short and in larger letters than the body?"""
    words = paragraph.text
    large = body > 0 and paragraph.height > LARGER * body
    worded = sum(map(str.isalpha, words)) > len(words) / 2
    return large and worded and 2 < len(words) <= HEADING_CHARACTERS and words[-1] not in ".,;"


def paragraphs(lines: Sequence[Line], width: float) -> Iterator[Paragraph]:
    """The paragraphs of a page of this width."""
    if not lines:
        return
    steps = [one.last - two.first for one, two in pairwise(lines)]
    usual = median([step for one, step in zip(lines, steps, strict=False) if 0.5 * one.height < step] or [0.0])
    if len(lines) < FEW:
        usual = 0.0
    edges: dict[int, float] = {}
    for line in lines:
        column = _column(line, width)
        edges[column] = max(edges.get(column, 0), line.right)
    group = [lines[0]]
    for one, two, step in zip(lines, lines[1:], steps, strict=False):
        if _begins(one, two, step, usual, edges[_column(one, width)]):
            yield _joined(group)
            group = []
        group.append(two)
    yield _joined(group)


def _column(line: Line, width: float) -> int:
    return int(line.left * COLUMNS / width) if width > 0 else 0


def _begins(one: Line, two: Line, step: float, usual: float, edge: float) -> bool:
    """Does a paragraph begin with the second of two lines?"""
    if not one.height or not two.height:  # no places known
        return bool(_ENDS.search(one.text) or _MARK.match(two.text))
    if abs(step) < 0.5 * max(one.height, two.height):
        return False
    if one.fixed or two.fixed:
        return one.fixed != two.fixed or not 0 < step < APART * one.height
    if not 1 / LARGER < one.height / two.height < LARGER:
        return True
    if _MARK.match(two.text) or step > max(FURTHER * usual, FURTHER * one.height) or _is_row(one) or _is_row(two):
        return True
    full = edge - one.left
    short = one.right - one.left < SHORT * full
    if step < 0:  # the next column
        return short or bool(_ENDS.search(one.text))
    ended = _ENDS.search(one.text) is not None
    if short:
        return ended or not two.text[:1].islower()
    indented = two.left - one.left > 0.8 * one.height
    return ended and (indented or one.right - one.left < 0.9 * full)


def _is_row(line: Line) -> bool:
    """Is a line a row of a table: mostly numbers?"""
    cells = line.text.split()
    return len(cells) > 2 and sum(any(map(str.isdigit, cell)) for cell in cells) >= ROW * len(cells)


def _joined(group: Sequence[Line]) -> Paragraph:
    """Lines as one, those of a listing below one another; the marks of broken words stay for the document to decide."""
    heights = sorted(line.height for line in group)
    between = "\n" if group[0].fixed else " "
    return Paragraph(between.join(line.text for line in group), heights[len(heights) // 2])
