"""Checking a draft."""

from __future__ import annotations

from typing import Final

LEAD: Final = (
    "Each sentence of your text is held against the briefings: supported, contradicted or not found, "
    "with the exact words beside it. Your text stays in this tab, until you clear it or close the tab; nothing is kept."
)
LABEL: Final = "Your draft"
PLACEHOLDER: Final = "Paste your draft here, or drop a file"
DO: Final = "Check"
FILE: Final = "Open a file"
CLEAR: Final = "Clear"
CHANGED: Final = "The text was changed since it was checked."
BUSY: Final = "Reading the briefings…"
EMPTY: Final = "There is nothing to check yet: paste your draft first."
BINARY: Final = "This file is not plain text. Open it in its own program and paste what it says."
TITLE: Final = "Checked draft"
EXPORT_HTML: Final = "Save as HTML"
EXPORT_MARKDOWN: Final = "Save as Markdown"
VERDICTS: Final[dict[str, str]] = {
    "supported": "supported",
    "revised": "supported, but revised or disputed",
    "contradicted": "contradicted",
    "not found": "not found",
}


def draft_long(limit: int) -> str:
    """That a draft is too long to be checked at once."""
    return f"This draft is too long: check at most {limit:,} characters at a time."


def at_characters(start: int, end: int) -> str:
    """Where in a briefing's text a quote stands."""
    return f"characters {start} to {end}"
