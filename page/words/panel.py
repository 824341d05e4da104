"""The source panel."""

from __future__ import annotations

from typing import Final

NEXT: Final = "Next citation"
PREVIOUS: Final = "Previous citation"
NEXT_KEY: Final = "Next citation (n)"
PREVIOUS_KEY: Final = "Previous citation (p)"
AT: Final = "{} of {}"
SOURCE_PANEL: Final = "Briefing"
ALL_BRIEFINGS: Final = "All briefings"
LIBRARY_MORE: Final = "newest first"
BACK: Final = "All briefings"
SAME_STORY: Final = "The same story:"
OWN_PAGE: Final = "Open on its own page"
NOT_FOUND: Final = "This briefing is no longer here. It may have been removed since the answer was given; ask again."
UNREACHABLE: Final = "The briefing could not be fetched. Check that the page's program still runs, then try again."
LOADING: Final = "Opening the briefing…"


def shown_of(shown: int, count: int) -> str:
    """That a list is cut."""
    return f"The newest {shown:,} of {count:,}. Ask a question to find the others."
