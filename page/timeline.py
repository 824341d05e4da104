"""A timeline drawn as SVG: briefings above the axis, dated statements below; each mark is a link to the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from page import words
from page.dated import Event
from page.labels import briefing_href, describe
from page.markup import escape, escape_attribute

STEPS = (1, 2, 7, 14, 30, 91, 182, 365, 1826, 3652)
"""Days that one column may stand for."""

COLUMN = 16
"""Pixels that a column needs at least."""

MARK, GAP, MARGIN, TALLEST = 9, 13, 24, 12
"""Pixels: a mark, from one to the next, at the sides; and marks in one column before the rest is a number."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Days on a line of pixels: columns of `step` days from `first`."""

    first: date
    last: date
    width: int

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    @property
    def step(self) -> int:
        """Days in a column: the fewest with room for the marks."""
        room = max(1, (self.width - 2 * MARGIN) // COLUMN)
        return next((step for step in STEPS if -(-self.days // step) <= room), -(-self.days // room))

    def column(self, day: date) -> int:
        """The column a day falls in."""
        return (day - self.first).days // self.step

    def x(self, column: float) -> float:
        """Where a column's middle is."""
        return MARGIN + (column + 0.5) * (self.width - 2 * MARGIN) / (-(-self.days // self.step))


def picture(events: Sequence[Event], scale: Scale) -> str:
    """The events of a stretch of days as one SVG image; every mark in it can be focused and followed."""
    columns: dict[tuple[bool, int], list[Event]] = {}
    for event in events:
        columns.setdefault((event.is_statement, scale.column(event.day)), []).append(event)
    above, below = (
        min(TALLEST, max((len(held) for key, held in columns.items() if key[0] is lower), default=0))
        for lower in (False, True)
    )
    axis = 20 + (above + 1) * GAP
    height = axis + 34 + (below + 1) * GAP
    marks = "".join(
        _column(held, scale, number, base=axis + 30 if lower else axis - 12, down=lower)
        for (lower, number), held in sorted(columns.items(), key=lambda item: (item[0][1], item[0][0]))
    )
    label = escape_attribute(words.timeline_of(len(events), scale.first, scale.last))
    names = "".join(
        f'<text class="lane" x="{MARGIN}" y="{y}">{name}</text>'
        for y, name in ((12, words.TIMELINE_BRIEFINGS), (height - 3, words.TIMELINE_STATEMENTS))
    )
    return (
        f'<svg class="line" viewBox="0 0 {scale.width} {height}" width="{scale.width}" height="{height}"'
        f' role="group" aria-label="{label}">{_axis(scale, axis)}{names}{marks}</svg>'
    )


def _axis(scale: Scale, y: int) -> str:
    """The line with a tick and a date where there is room for one."""
    count = -(-scale.days // scale.step)
    apart = max(1, round(74 / ((scale.width - 2 * MARGIN) / count)))
    ticks = ""
    for column in range(0, count, apart):
        day = scale.first + timedelta(days=column * scale.step)
        x = scale.x(column)
        ticks += f'<path d="M{x:.1f} {y}v4"/><text x="{x:.1f}" y="{y + 16}">{words.short_day(day, scale.days)}</text>'
    return f'<g class="axis" aria-hidden="true"><path d="M{MARGIN} {y}H{scale.width - MARGIN}"/>{ticks}</g>'


def _column(held: Sequence[Event], scale: Scale, number: int, *, base: int, down: bool) -> str:
    x = scale.x(number)
    way = 1 if down else -1
    shown = held if len(held) <= TALLEST else held[: TALLEST - 1]
    marks = "".join(_mark(event, x, base + way * GAP * place) for place, event in enumerate(shown))
    if len(shown) == len(held):
        return marks
    first = scale.first + timedelta(days=number * scale.step)
    last = min(scale.last, first + timedelta(days=scale.step - 1))
    more = len(held) - len(shown)
    label = escape_attribute(words.more_between(more, first, last))
    y = base + way * GAP * (TALLEST - 1)
    return (
        f'{marks}<a class="zoom-to" href="#timeline" data-first="{first}" data-last="{last}" aria-label="{label}">'
        f'<text class="more" x="{x:.1f}" y="{y + 4}">+{more}</text></a>'
    )


def _mark(event: Event, x: float, y: int) -> str:
    what = event.text if event.is_statement else ""
    said = f"{words.day(event.day)}: {what}" if what else describe(event.document)
    span = (event.start, event.end) if event.is_statement else None
    shape = (
        f'<circle cx="{x:.1f}" cy="{y}" r="{MARK / 2}"/>'
        if event.is_statement
        else f'<rect x="{x - MARK / 2:.1f}" y="{y - MARK / 2}" width="{MARK}" height="{MARK}" rx="1.5"/>'
    )
    href = briefing_href(event.document.id, span)
    title = f"<title>{escape(' '.join(said.split()))}</title>"
    return f'<a class="opens mark" href="{href}" aria-label="{escape_attribute(said)}">{title}{shape}</a>'
