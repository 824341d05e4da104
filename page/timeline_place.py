"""The timeline as a place: the picture, how to move in it, and a table of the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from page import words
from page.dated import READ, DatedStatements, Event
from page.labels import briefing_href, header
from page.markup import escape
from page.shelf import Shelf
from page.timeline import Scale, picture

LISTED = 300
NARROWEST, WIDEST = 280, 4000
MOVES = (
    ("out", words.timeline.ZOOM_OUT, "−"),
    ("in", words.timeline.ZOOM_IN, "+"),
    ("back", words.timeline.EARLIER, "←"),
    ("on", words.timeline.LATER, "→"),
)


def timeline_routes(shelf: Shelf) -> APIRouter:
    """The address that shows a stretch of the timeline."""
    router = APIRouter()
    dated = DatedStatements(shelf.index)

    @router.get("/place/timeline")
    def place(first: date | None = None, last: date | None = None, width: int = 1000) -> HTMLResponse:
        documents = shelf.documents()
        events = sorted(
            dated.events(documents), key=lambda one: (one.day, one.is_statement, one.document.id, one.start)
        )
        size = max(NARROWEST, min(WIDEST, width))
        return HTMLResponse(timeline_place(events, first, last, width=size, held=len(documents)))

    return router


def timeline_place(events: Sequence[Event], first: date | None, last: date | None, *, width: int, held: int) -> str:
    """The events from one day to another, of which either may be left to what the briefings' own dates span.

    `held` is how many briefings there are.
    """
    if not events:
        said = words.timeline.NO_DATES if held else words.timeline.NO_BRIEFINGS
        return f'<div class="timeline"><h2>{words.common.TIMELINE}</h2><p class="note">{said}</p></div>'
    whole = _whole(events)
    scale = Scale(first or whole[0], max(last or whole[1], first or whole[0]), width)
    inside = [event for event in events if scale.first <= event.day <= scale.last]
    outside = len(events) - len(inside)
    buttons = "".join(
        f'<button type="button" class="plain move" data-move="{kind}" aria-label="{name}">{sign}</button>'
        for kind, name, sign in MOVES
    )
    shown = words.timeline.stretch_shown(scale.first, scale.last, outside=outside, step=scale.step)
    cut = f'<p class="note">{words.timeline.newest_read(READ)}</p>' if held > READ else ""
    return (
        f'<div class="timeline" data-first="{scale.first}" data-last="{scale.last}"><h2>{words.common.TIMELINE}</h2>'
        f'<p class="lead">{words.timeline.LEAD}</p><div class="row tools-row"><span class="moves">{buttons}</span>'
        f'<button type="button" class="plain move" data-move="all">{words.timeline.ZOOM_ALL}</button>'
        f'<span class="said" role="status">{shown}</span></div>'
        f'<div class="picture">{picture(inside, scale)}</div>{cut}{_table(inside)}</div>'
    )


def _whole(events: Sequence[Event]) -> tuple[date, date]:
    """From the first to the last briefing, and a day more on each side; without dates, whatever is named."""
    days = [event.day for event in events if not event.is_statement] or [event.day for event in events]
    one = timedelta(days=1)
    return max(days[0], date.min + one) - one, min(days[-1], date.max - one) + one


def _table(events: Sequence[Event]) -> str:
    if not events:
        return f'<p class="note">{words.timeline.NOTHING_DATED}</p>'
    rows = "".join(_row(event) for event in events[:LISTED])
    heads = "".join(f'<th scope="col">{name}</th>' for name in (words.common.COLUMN_DATE, words.timeline.COLUMN_WORDS))
    caption = words.timeline.rows_listed(min(len(events), LISTED), len(events))
    return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(event: Event) -> str:
    span = (event.start, event.end) if event.is_statement else None
    href = briefing_href(event.document.id, span)
    line = f'<span class="source-line">{header(event.document)}</span>'
    said = f'<q dir="auto">{escape(" ".join(event.text.split()))}</q>' if event.is_statement else ""
    kind = "statement" if event.is_statement else "briefing-row"
    day = f'<time datetime="{event.day}">{words.common.day(event.day)}</time>'
    return f'<tr class="{kind}"><th scope="row">{day}</th><td><a class="opens" href="{href}">{said}{line}</a></td></tr>'
