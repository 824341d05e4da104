"""What is kept of a conversation: its exchanges with their answers, and what a reader thought of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from index import Index, NotFound
from qa.records import Answer, Turn


@dataclass(frozen=True, slots=True)
class Feedback:
    """Thumbs up or down on an answer, with the reader's reason."""

    good: bool
    reason: str
    when: datetime


@dataclass(frozen=True, slots=True)
class KeptExchange:
    """A question as it was typed, and its answer.

    `hashes` are the SHA-256 of the cited briefings' texts when the answer was given, by document id. `number` is its
    place in the conversation, from 1; 0 until it is kept.
    """

    question: str
    answer: Answer
    when: datetime
    hashes: Mapping[str, str] = field(default_factory=dict)
    feedback: Feedback | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation, its exchanges in order; an export of one answer is one with a single exchange."""

    id: int
    title: str
    started: datetime
    exchanges: tuple[KeptExchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation as a list shows it: when it began, when it last went on, how many exchanges it has."""

    id: int
    title: str
    started: datetime
    changed: datetime
    count: int


def kept_exchange(index: Index, question: str, answer: Answer, *, when: datetime) -> KeptExchange:
    """A question and its answer ready to be kept, with the hashes of what it cites as it stands now."""
    hashes = {}
    for document in dict.fromkeys(citation.document.id for citation in answer.citations):
        try:
            hashes[document] = text_hash(index.text(document))
        except NotFound:  # it went while the answer was being given
            continue
    return KeptExchange(question, answer, when, hashes)


def text_hash(text: str) -> str:
    """The SHA-256 of a briefing's text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def turns(conversation: Conversation) -> tuple[Turn, ...]:
    """What was said, as the history of a next question."""
    said = []
    for kept in conversation.exchanges:
        said += [Turn("user", kept.question), Turn("assistant", kept.answer.text, kept.answer.citations)]
    return tuple(said)
