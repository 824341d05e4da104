"""What limits the next question: the day it is asked on, a stretch of days, and sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.records import Filter
from page import words
from page.asked import Asked, chosen_asked
from page.markup import escape, escape_attribute

SOURCES_SHOWN = 60
YEARS = 'min="1900-01-01" max="2099-12-31"'
"""The years of days that can be chosen, those that a sentence's dates are read in: a year half typed is not one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The day a question is asked on, and the filter on what may answer it."""

    asked: Asked
    where: Filter


def read_limits(chosen: str | None, *, default: Asked) -> Limits:
    """What the control on the page says, as JSON; what cannot be read limits nothing.

    A day that was chosen leaves out what came after it; a stretch of days leaves out what has no date.
    """
    said = _object(chosen)
    asked = chosen_asked(_text(said.get("asked")), default=default)
    first, last = _day(said.get("first")), _day(said.get("last"))
    named = said.get("sources")
    sources = tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ()
    until = min(filter(None, (last, asked.day if asked.reason == "chosen" else None)), default=None)
    return Limits(asked, Filter(first, until, sources, undated=first is None and last is None))


def asked_for(
    asked: str | None, first: str | None, last: str | None, sources: Sequence[str] | None, *, default: Asked
) -> Limits:
    """What a program asks for, as the control on the page would say it; raises ValueError for what is no date."""
    for value in (asked, first, last):
        if value and (not isinstance(value, str) or len(value) != 10 or _day(value) is None):
            raise ValueError(words.door.no_day(str(value)))
    if not (sources is None or isinstance(sources, str | list | tuple)):
        raise ValueError(words.door.BAD_SOURCES)
    named = [sources] if isinstance(sources, str) else list(sources or ())
    if not all(isinstance(one, str) for one in named):
        raise ValueError(words.door.BAD_SOURCES)
    said = {"first": first, "last": last, "sources": named}
    return read_limits(json.dumps(said), default=Asked(date.fromisoformat(asked), "chosen") if asked else default)


def _object(chosen: str | None) -> dict[str, Any]:
    try:
        said = json.loads(chosen or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None


def note(default: Asked) -> str:
    """The day that a question is asked on where nobody chose one, in words."""
    return words.ask.as_of(default.day, reason=default.reason)


def control(default: Asked, sources: Sequence[str]) -> str:
    """The control: the day, the filter behind a summary, and what is in force; limits.js works it."""
    said = note(default)
    phrases = {
        "asked": words.ask.AS_OF,
        "first": words.ask.FROM_DAY,
        "last": words.ask.TO_DAY,
        "source": words.ask.FROM_SOURCE,
    }
    data = "".join(f' data-{name}="{escape_attribute(text)}"' for name, text in phrases.items())
    day, label = default.day.isoformat(), words.ask.ASKED_LABEL
    return (
        f'<div class="limits" data-day="{day}" data-note="{escape_attribute(said)}"'
        f' data-drop="{escape_attribute(words.ask.DROP_FILTER)}"{data}>'
        f'<label class="asked"><input type="date" name="asked" {YEARS} value="{day}" title="{label}"'
        f' aria-label="{label}"><span class="asked-note" aria-live="polite">{said}</span></label>{_filter(sources)}'
        f'<ul class="in-force" aria-live="polite" aria-label="{words.ask.IN_FORCE}"></ul></div>'
    )


def _exact(text: str) -> str:
    """Text as the value of a quoted attribute, every character of it."""
    return "".join(one if one.isalnum() else f"&#{ord(one)};" for one in text)


def _filter(sources: Sequence[str]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="source" value="{_exact(source)}"> <span>{escape(source)}</span></label>'
        for source in sources
    )
    named = f"<fieldset><legend>{words.ask.SOURCES}</legend>{boxes}</fieldset>" if boxes else ""
    return (
        f"<details><summary>{words.ask.FILTER}</summary>"
        f'<div class="filter"><fieldset><legend>{words.ask.DATES}</legend>'
        f'<label>{words.ask.FROM_LABEL} <input type="date" name="first" {YEARS}></label>'
        f'<label>{words.ask.TO_LABEL} <input type="date" name="last" {YEARS}></label></fieldset>{named}</div></details>'
    )
