"""Judged answers -> an evaluation set: what readers approved of, to be asked again after a change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Document, FolderError, Index, NotFound
from qa.kept import Conversation, KeptExchange, turns
from qa.records import Answer


@dataclass(frozen=True, slots=True)
class Written:
    """How many questions an evaluation set got, and how many were left out, as what they rest on is gone."""

    questions: int
    left_out: int


def write_evaluation_set(folder: str | Path, *, index: Index, conversations: Iterable[Conversation]) -> Written:
    """Write `briefings.jsonl` and `questions.jsonl`, all of the index and every judged question; raises FolderError.

    Thumbs up makes an answer "answerable" with its quotes as evidence, and a refusal "unanswerable". Thumbs down says
    only that something is wrong: such a question is "disputed", with the reader's reason, and counts in no figure.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        known = _write(place / "briefings.jsonl", _briefings(index))
        asked = [_question(one, kept, known) for one in conversations for kept in one.exchanges if kept.feedback]
        whole = [row for row in asked if row is not None]
        _write(place / "questions.jsonl", iter(whole))
    except OSError as error:
        raise FolderError(f"{place} cannot be written to: {error.strerror}") from error
    return Written(len(whole), len(asked) - len(whole))


def _briefings(index: Index) -> Iterator[dict[str, Any]]:
    for document in index.documents():
        try:
            yield _briefing(document, index.text(document.id))
        except NotFound:  # removed meanwhile
            continue


def _briefing(document: Document, text: str) -> dict[str, Any]:
    published = document.published.isoformat() if document.published else None
    header = {"id": document.id, "title": document.title, "published": published, "source": document.source}
    return header | {"text": text}


def _question(conversation: Conversation, kept: KeptExchange, known: set[str]) -> dict[str, Any] | None:
    """A judged question; None where it should be answered from words that are no longer there."""
    assert kept.feedback is not None
    answer = kept.answer
    kind = ("unanswerable" if answer.refused else "answerable") if kept.feedback.good else "disputed"
    cited = [one for one in answer.citations if one.document.id in known and one.quote]
    if kind == "answerable" and len(cited) < len(answer.citations):
        return None
    history = turns(conversation)[: 2 * _before(conversation, kept)]
    return {
        "id": f"{conversation.id}-{kept.number}",
        "question": kept.question,
        "history": [{"role": turn.role, "text": turn.text} for turn in history],
        "answers": _answering(answer) if kind == "answerable" else [],
        "evidence": [{"briefing": one.document.id, "quote": one.quote} for one in cited],
        "kind": kind,
        "asked": answer.trace.get("asked"),
        "reason": kept.feedback.reason,
    }


def _before(conversation: Conversation, kept: KeptExchange) -> int:
    """How many exchanges come before one."""
    return sum(other.number < kept.number for other in conversation.exchanges)


def _answering(answer: Answer) -> list[str]:
    """The words that answer, where that is sure."""
    spans = (one.quote[slice(*one.answer_span)] for one in answer.citations if one.answer_span)
    return list(dict.fromkeys(spans))


def _write(path: Path, rows: Iterator[dict[str, Any]]) -> set[str]:
    """Write rows, one a line; their ids."""
    ids = set()
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            ids.add(row["id"])
            file.write(json.dumps(row) + "\n")
    return ids
