"""An answer as lines for a terminal."""

from __future__ import annotations

from datetime import date

from page import words
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
        page = words.terminal.page(citation.page) if citation.page else None
        source = ", ".join(
            filter(None, (citation.document.source, words.common.published(citation.document.published), page))
        )
        lines.append(words.terminal.source(source, number=citation.number, title=citation.document.title))
        lines.append(f"    “{' '.join(citation.quote.split())}”")
    lines += [words.terminal.note(note.text) for note in answer.notes]
    if day.reason == "newest":
        lines.append(words.terminal.asked_as_of(day.day))
    return "\n".join(lines)


def _nearest(title: str, published: date | None, text: str) -> str:
    """A passage that was found but does not answer."""
    return f"{words.terminal.nearest(title, published)}\n    {' '.join(text.split())[:200]}"
