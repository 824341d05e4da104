"""A timeline drawn as SVG: briefings above the axis, dated statements below; each mark leads to the words."""

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

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return -(-self.days // self.step)

    @property
    def pitch(self) -> float:
        """Pixels from one column to the next."""
        return (self.width - 2 * MARGIN) / self.columns

    def x(self, column: float) -> float:
        """Where a column's middle is."""
        return MARGIN + (column + 0.5) * self.pitch

    def span(self, column: int) -> tuple[date, date]:
        """The first and the last day of a column."""
        first = self.first + timedelta(days=column * self.step)
        return first, min(self.last, first + timedelta(days=self.step - 1))


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
    label = escape_attribute(words.timeline.timeline_of(len(events), scale.first, scale.last))
    names = "".join(
        f'<text class="lane" x="{MARGIN}" y="{y}">{name}</text>'
        for y, name in ((12, words.timeline.BRIEFINGS), (height - 3, words.timeline.STATEMENTS))
    )
    return (
        f'<svg class="line" viewBox="0 0 {scale.width} {height}" width="{scale.width}" height="{height}"'
        f' role="group" aria-label="{label}">{_axis(scale, axis)}{names}{marks}</svg>'
    )


def _axis(scale: Scale, y: int) -> str:
    """The line with a tick and a date where there is room for one."""
    apart = max(1, round(74 / scale.pitch))
    ticks = ""
    for column in range(0, scale.columns, apart):
        day, _ = scale.span(column)
        x, said = scale.x(column), words.timeline.short_day(day, scale.days)
        ticks += f'<path d="M{x:.1f} {y}v4"/><text x="{x:.1f}" y="{y + 16}">{said}</text>'
    return f'<g class="axis" aria-hidden="true"><path d="M{MARGIN} {y}H{scale.width - MARGIN}"/>{ticks}</g>'


def _column(held: Sequence[Event], scale: Scale, number: int, *, base: int, down: bool) -> str:
    """The marks of a column; where they are of several days, one link that shows those days one by one."""
    x, way = scale.x(number), GAP if down else -GAP
    shown = held if len(held) <= TALLEST else held[: TALLEST - 1]
    places = [(event, base + way * place) for place, event in enumerate(shown)]
    more = len(held) - len(shown)
    rest = f'<text class="more" x="{x:.1f}" y="{base + way * (TALLEST - 1) + 4}">+{more}</text>' if more else ""
    if len({event.day for event in held}) == 1:
        marks = "".join(_mark(event, x, y) for event, y in places)
        said = words.timeline.more_between(more, *scale.span(number))
        return marks + (_zoom(scale, number, said, rest) if more else "")
    tall = GAP * (len(shown) + (1 if more else 0))
    top = base - GAP / 2 if down else base + GAP / 2 - tall
    wide = max(MARK, scale.pitch - 1)
    reach = f'<rect class="reach" x="{x - wide / 2:.1f}" y="{top}" width="{wide:.1f}" height="{tall}"/>'
    said = words.timeline.several_days(len(held), *scale.span(number), statements=down)
    return _zoom(scale, number, said, reach + "".join(_shape(event, x, y) for event, y in places) + rest)


def _zoom(scale: Scale, number: int, said: str, shown: str) -> str:
    """What leads to a column's own days; where those alone are shown already, there is nothing to lead to."""
    first, last = scale.span(number)
    if (first, last) == (scale.first, scale.last):
        return shown
    return (
        f'<a class="zoom-to" href="#timeline" data-first="{first}" data-last="{last}"'
        f' aria-label="{escape_attribute(said)}"><title>{escape(said)}</title>{shown}</a>'
    )


def _mark(event: Event, x: float, y: int) -> str:
    what = event.text if event.is_statement else ""
    said = f"{words.common.day(event.day)}: {what}" if what else describe(event.document)
    span = (event.start, event.end) if event.is_statement else None
    href = briefing_href(event.document.id, span)
    title = f"<title>{escape(' '.join(said.split()))}</title>"
    label = escape_attribute(said)
    return f'<a class="opens mark" href="{href}" aria-label="{label}">{title}{_shape(event, x, y)}</a>'


def _shape(event: Event, x: float, y: int) -> str:
    if event.is_statement:
        return f'<circle cx="{x:.1f}" cy="{y}" r="{MARK / 2}"/>'
    return f'<rect x="{x - MARK / 2:.1f}" y="{y - MARK / 2}" width="{MARK}" height="{MARK}" rx="1.5"/>'
