"""What stands around a conversation: the masthead with the places, the welcome, the source panel, the head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from page import words
from page.conversation import asked_by_choosing
from page.markup import escape, escape_attribute

HERE = Path(__file__).parent
SCRIPTS = (
    "page.js",
    "follow.js",
    "places.js",
    "preview.js",
    "keys.js",
    "library.js",
    "draft.js",
    "timeline.js",
    "kept.js",
)
ASSETS = {"style.css": "text/css", "places.css": "text/css", **dict.fromkeys(SCRIPTS, "text/javascript")}
PLACES = {
    "ask": words.common.ASK,
    "conversations": words.kept.CONVERSATIONS,
    "library": words.common.LIBRARY,
    "timeline": words.common.TIMELINE,
    "check": words.common.CHECK,
}


def asset(name: str) -> str:
    """The text of a file of the page."""
    return (HERE / name).read_text(encoding="utf-8")


def asset_href(name: str) -> str:
    """The address of a file of the page, different for each of its versions."""
    return f"page/{name}?v={sha256(asset(name).encode()).hexdigest()[:12]}"


def head() -> str:
    """The lines that the page adds to its head."""
    return _styles() + "".join(f'<script src="{asset_href(name)}" defer></script>' for name in SCRIPTS)


def _styles() -> str:
    """What a page needs to look right, without any script."""
    styles = (name for name, kind in ASSETS.items() if kind == "text/css")
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return viewport + "".join(f'<link rel="stylesheet" href="{asset_href(name)}">' for name in styles)


def masthead(span: tuple[date, date] | None, count: int | None, model_note: str | None) -> str:
    """The name of the page, its places, what it holds once that is counted, and whether anything leaves the machine."""
    held = "" if count is None else holdings(span, count)
    note = f'<p class="model-note">{escape(model_note)}</p>' if model_note else ""
    links = "".join(f'<li><a href="#{name}" data-place="{name}">{title}</a></li>' for name, title in PLACES.items())
    return (
        f'<header><h1>{words.common.TITLE}</h1><nav aria-label="{words.common.PLACES}"><ul>{links}</ul></nav>'
        f'<p class="held">{held}</p>{note}'
        f'<button type="button" class="show-keys" title="{words.keys.KEYS}" aria-label="{words.keys.KEYS}">?</button>'
        "</header>"
        f"{_keys()}"
    )


def holdings(span: tuple[date, date] | None, count: int) -> str:
    """What the page holds, as the masthead says it."""
    return words.common.holdings(count, *(span or (None, None)))


def welcome(questions: Sequence[str], *, note: str = "") -> str:
    """What an empty conversation shows: how to start, and a note where something else was expected."""
    noted = f'<p class="note" role="status">{escape(note)}</p>' if note else ""
    if not questions:
        command = f"<pre>{escape(words.ask.NO_BRIEFINGS_COMMAND)}</pre>"
        head = f"<h2>{words.common.NO_BRIEFINGS}</h2><p>{words.ask.NO_BRIEFINGS_MORE}</p>"
        return f'<div class="welcome">{noted}{head}{command}</div>'
    return (
        f'<div class="welcome">{noted}<h2>{words.ask.WELCOME}</h2><p>{words.ask.WELCOME_MORE}</p>'
        f"<h3>{words.ask.EXAMPLES_LABEL}</h3>{asked_by_choosing(questions)}</div>"
    )


def place() -> str:
    """Where the other places are shown, empty until one is gone to."""
    said = {"loading": words.common.LOADING_PLACE, "unreachable": words.common.PLACE_UNREACHABLE}
    return f'<section id="place" tabindex="-1" aria-label="{words.common.PLACE}" {_data(said)}></section>'


def _keys() -> str:
    rows = "".join(f"<dt>{''.join(map(_key, keys))}</dt><dd>{does}</dd>" for keys, does in words.keys.KEY_LIST)
    return (
        f'<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">{words.keys.KEYS}</h2><dl>{rows}</dl>'
        f'<label><input type="checkbox" id="single-keys" checked> {words.keys.SINGLE_KEYS}</label>'
        f'<form method="dialog"><button>{words.common.CLOSE}</button></form></dialog>'
    )


def _key(name: str) -> str:
    return f"<kbd>{escape(name)}</kbd> "


def panel() -> str:
    """The source panel before anything is opened; page.js fills it."""
    said = {
        "loading": words.panel.LOADING,
        "unreachable": words.panel.UNREACHABLE,
        "send": words.ask.SEND,
        "stop": words.ask.STOP,
        "conversation": words.ask.CONVERSATION_LABEL,
    }
    return (
        f'<aside id="source" aria-label="{words.panel.SOURCE_PANEL}" {_data(said)}><div class="bar">'
        f'<button type="button" class="show-library">{words.panel.BACK}</button>'
        '<span class="stepper" hidden>'
        f'<button type="button" class="step" data-step="-1" title="{words.panel.PREVIOUS_KEY}"'
        f' aria-label="{words.panel.PREVIOUS}">‹</button>'
        f'<span class="at" aria-live="polite" data-at="{words.panel.AT}"></span>'
        f'<button type="button" class="step" data-step="1" title="{words.panel.NEXT_KEY}"'
        f' aria-label="{words.panel.NEXT}">›</button></span>'
        f'<a class="own-page" target="_blank" rel="noopener" hidden>{words.panel.OWN_PAGE}</a>'
        f'<button type="button" class="close">{words.common.CLOSE}</button></div>'
        '<div id="source-body" tabindex="-1"></div></aside>'
    )


def _data(said: dict[str, str]) -> str:
    return " ".join(f'data-{name}="{escape_attribute(text)}"' for name, text in said.items())


def own_page(title: str, article: str) -> str:
    """A briefing on a page of its own, which can be kept open or printed."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<base href="../"><title>{escape(title)}</title>{_styles()}</head>'
        f'<body class="own"><main id="source-body">{article}</main></body></html>'
    )
