"""An answer as lines for a terminal."""

from __future__ import annotations

from datetime import date

from page.asked import Asked
from qa import Answer


def as_text(answer: Answer, day: Asked) -> str:
    """An answer as a person reads it: the text, then each citation with its words."""
    lines = [answer.text]
    if answer.refused:
        lines += [
            "",
            *(_nearest(hit.document.title, hit.document.published, hit.passage.text) for hit in answer.hits[:3]),
        ]
    else:
        lines.append("")
    for citation in answer.citations:
        page = f"page {citation.page}" if citation.page else None
        source = ", ".join(filter(None, (citation.document.source, when(citation.document.published), page)))
        lines.append(f"[{citation.number}] {citation.document.title} ({source})")
        lines.append(f"    “{' '.join(citation.quote.split())}”")
    lines += [f"Note: {note.text}" for note in answer.notes]
    if day.reason == "newest":
        lines.append(f"Asked as of {when(day.day)}, your newest briefing.")
    return "\n".join(lines)


def _nearest(title: str, published: date | None, text: str) -> str:
    """A passage that was found but does not answer."""
    return f"Nearest: {title} ({when(published)})\n    {' '.join(text.split())[:200]}"


def when(day: date | None) -> str:
    """A day as people write it."""
    return f"{day.day} {day:%B %Y}" if day else "no date"
