"""A kept conversation -> the blocks of text that its exports show, in order, not yet escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from index import Document, Hit
from qa import prompts
from qa.kept import Conversation, KeptExchange
from qa.records import Answer, Citation

NEAREST = 3

Kind = Literal["title", "question", "heading", "text", "detail", "quote"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an export; only a quote may have more than one line."""

    kind: Kind
    text: str


def blocks(conversation: Conversation) -> Iterator[Block]:
    """Everything an export shows."""
    yield Block("title", conversation.title.strip() or prompts.EXPORT_UNTITLED)
    yield Block("detail", prompts.EXPORT_ABOUT.format(when=_day(conversation.started)))
    for kept in conversation.exchanges:
        yield from _exchange(kept)


def _exchange(kept: KeptExchange) -> Iterator[Block]:
    answer = kept.answer
    yield Block("question", prompts.EXPORT_QUESTION.format(number=kept.number, question=kept.question))
    yield Block("detail", _asked(kept))
    if answer.question.strip() not in ("", kept.question.strip()):
        yield Block("detail", prompts.EXPORT_UNDERSTOOD.format(question=answer.question))
    if answer.refused:
        yield Block("heading", prompts.EXPORT_REFUSED)
    yield Block("text", answer.text)
    for note in answer.notes:
        yield Block("detail", prompts.EXPORT_NOTE.format(note=note.text))
    yield from _nearest(answer) if answer.refused else _sources(answer, kept.hashes)


def _sources(answer: Answer, hashes: Mapping[str, str]) -> Iterator[Block]:
    if answer.citations:
        yield Block("heading", prompts.EXPORT_SOURCES)
    for citation in answer.citations:
        yield Block("text", f"[{citation.number}] {described(citation.document)}")
        yield Block("quote", citation.quote) if citation.quote else Block("text", prompts.PURGED)
        yield Block("detail", _place(citation, hashes.get(citation.document.id)))


def _nearest(answer: Answer) -> Iterator[Block]:
    if answer.hits:
        yield Block("heading", prompts.EXPORT_NEAREST)
    for hit in shown_hits(answer):
        yield Block("text", described(hit.document))
        yield Block("quote", hit.passage.text)
        yield Block("detail", _span(hit))


def shown_hits(answer: Answer) -> tuple[Hit, ...]:
    """The passages that an export shows: the nearest ones, where they stand in place of an answer."""
    return answer.hits[:NEAREST] if answer.refused else ()


def described(document: Document) -> str:
    """Title, date and source of a briefing."""
    parts = (document.title, _day(document.published), document.source, document.author)
    return ", ".join(part for part in parts if part)


def _place(citation: Citation, text_hash: str | None) -> str:
    """Where the words stand, and what tells whether it is still the same text."""
    document, page = citation.document, prompts.EXPORT_PAGE.format(page=citation.page) if citation.page else ""
    said = prompts.EXPORT_PLACE.format(
        path=document.path, page=page, start=citation.start, end=citation.end, document=document.id
    )
    return f"{said} {prompts.EXPORT_HASH.format(hash=text_hash)}" if text_hash else said


def _span(hit: Hit) -> str:
    passage = hit.passage
    page = prompts.EXPORT_PAGE.format(page=passage.page) if passage.page else ""
    return prompts.EXPORT_PLACE.format(
        path=hit.document.path, page=page, start=passage.start, end=passage.end, document=hit.document.id
    )


def _asked(kept: KeptExchange) -> str:
    said = prompts.EXPORT_ASKED.format(when=_time(kept.when))
    day = kept.answer.trace.get("asked")
    try:
        return f"{said} {prompts.EXPORT_AS_OF.format(day=_day(date.fromisoformat(str(day))))}"
    except ValueError:  # it was asked as of no day
        return said


def _time(when: datetime) -> str:
    return f"{_day(when)}, {when:%H:%M}{f' {when.tzname()}' if when.tzinfo else ''}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B} {day.year}" if day else prompts.EXPORT_UNDATED
