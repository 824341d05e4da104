"""Taking a briefing's words out of an answer, on request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from qa import prompts
from qa.citing import joined
from qa.records import Answer, Citation

_QUOTING = {"disagreement", "updated", "dropped"}
"""Kinds of notes that may repeat words of a briefing."""


def mentioned(answer: Answer) -> set[str]:
    """The ids of the briefings whose words an answer has: those it cites, and those of the passages considered."""
    return {cited.document.id for cited in answer.citations} | {hit.document.id for hit in answer.hits}


def purged(answer: Answer, document_id: str) -> Answer:
    """The answer without a briefing's words: its quotes, the sentences that rest on them, its passages.

    Headers, numbers and offsets stay, so that a reader sees what was there. Notes that may quote are left out.
    """
    if document_id not in mentioned(answer):
        return answer
    citations = {cited.number: _emptied(cited, document_id) for cited in answer.citations}
    sentences = tuple(
        replace(
            sentence,
            text=_text(sentence.text, sentence.citations, document_id),
            citations=tuple(citations[cited.number] for cited in sentence.citations),
        )
        for sentence in answer.sentences
    )
    return replace(
        answer,
        text=joined(sentences) if sentences else answer.text,
        sentences=sentences,
        citations=tuple(citations.values()),
        hits=tuple(hit for hit in answer.hits if hit.document.id != document_id),
        notes=tuple(note for note in answer.notes if note.kind not in _QUOTING),
        trace=_untraced(answer.trace, document_id),
    )


def _emptied(cited: Citation, document_id: str) -> Citation:
    return replace(cited, quote="", answer_span=None) if cited.document.id == document_id else cited


def _text(text: str, citations: tuple[Citation, ...], document_id: str) -> str:
    return prompts.PURGED if any(cited.document.id == document_id for cited in citations) else text


def _untraced(told: Any, document_id: str) -> Any:
    """What a trace tells, without whatever is said of a briefing: each object that names it goes whole."""
    if isinstance(told, Mapping):
        return {key: _untraced(told[key], document_id) for key in told if not _names(told[key], document_id)}
    if isinstance(told, list | tuple):
        return [_untraced(one, document_id) for one in told if not _names(one, document_id)]
    return told


def _names(told: Any, document_id: str) -> bool:
    """Is this a briefing's id, or an object with it among its keys or values?"""
    if isinstance(told, Mapping):
        return document_id in told or any(value == document_id for value in told.values())
    return bool(told == document_id)
