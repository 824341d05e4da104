"""What stands around a conversation: the masthead, the welcome, the empty source panel, and the head of the page."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from index.records import Document
from page import words
from page.markup import escape, escape_attribute

HERE = Path(__file__).parent
ASSETS = {"style.css": "text/css", "page.js": "text/javascript"}


def asset(name: str) -> str:
    """The text of a file of the page, one of `ASSETS`."""
    return (HERE / name).read_text(encoding="utf-8")


def asset_href(name: str) -> str:
    """The address of a file of the page, different for each of its versions."""
    return f"page/{name}?v={sha256(asset(name).encode()).hexdigest()[:12]}"


def head() -> str:
    """The lines that the page adds to its head."""
    return (
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{asset_href("style.css")}">'
        f'<script src="{asset_href("page.js")}" defer></script>'
    )


def masthead(documents: Sequence[Document], model_note: str | None) -> str:
    """The name of the page, what it holds, and whether anything leaves the machine."""
    dates = sorted(document.published for document in documents if document.published)
    held = words.holdings(len(documents), *((dates[0], dates[-1]) if dates else (None, None)))
    note = f'<p class="model-note">{escape(model_note)}</p>' if model_note else ""
    return (
        f'<header><h1>{words.TITLE}</h1><p class="held">{held}</p>{note}'
        f'<button type="button" class="show-library">{words.LIBRARY}</button></header>'
    )


def welcome(questions: Sequence[str]) -> str:
    """What an empty conversation shows: how to start."""
    if not questions:
        command = f"<pre>{escape(words.NO_BRIEFINGS_COMMAND)}</pre>"
        return f'<div class="welcome"><h2>{words.NO_BRIEFINGS}</h2><p>{words.NO_BRIEFINGS_MORE}</p>{command}</div>'
    buttons = "".join(f'<li><button type="button" class="example">{escape(q)}</button></li>' for q in questions)
    return (
        f'<div class="welcome"><h2>{words.WELCOME}</h2><p>{words.WELCOME_MORE}</p>'
        f'<h3>{words.EXAMPLES_LABEL}</h3><ul class="examples">{buttons}</ul></div>'
    )


def panel() -> str:
    """The source panel before anything is opened; page.js fills it."""
    said = {"loading": words.LOADING, "unreachable": words.UNREACHABLE, "send": words.SEND, "stop": words.STOP}
    attributes = " ".join(f'data-{name}="{escape_attribute(text)}"' for name, text in said.items())
    return (
        f'<aside id="source" aria-label="{words.SOURCE_PANEL}" {attributes}><div class="bar">'
        f'<button type="button" class="show-library">{words.BACK}</button>'
        f'<a class="own-page" target="_blank" rel="noopener" hidden>{words.OWN_PAGE}</a>'
        f'<button type="button" class="close">{words.CLOSE}</button></div>'
        '<div id="source-body"></div></aside>'
    )


def own_page(title: str, article: str) -> str:
    """A briefing on a page of its own, which can be kept open or printed."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<base href="../"><title>{escape(title)}</title>{head()}</head>'
        f'<body class="own"><main id="source-body">{article}</main></body></html>'
    )
