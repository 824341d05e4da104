"""What is asked of a process that reads files, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.chunking import Heading
from index.records import Document

UNREAD = "unread"
"""The digest of a file that could not be read to its end: it is not tried again before its size or time changes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to read: its folder and path, and the digest under which it is known."""

    folder: str
    path: str
    digest: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """What was read of a file, or of a file inside it; one with neither document nor failure only holds others."""

    path: str
    size: int
    digest: str
    document: Document | None = None
    text: str = ""
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read: `pieces` are those inside it and the file itself last, none for one that is `same`."""

    digest: str
    same: bool
    pieces: tuple[Piece, ...]


def is_last(answer: dict[str, Any]) -> bool:
    """Is an answer the last for its file?"""
    return "whole" in answer or "same" in answer or "path" not in answer


def reading_of(answers: Sequence[dict[str, Any]], path: str) -> Reading:
    """The reading of a file at a path out of all that was answered about it."""
    whole = answers[-1]
    if whole.get("same"):
        return Reading(whole["digest"], True, ())
    return Reading(whole["digest"], False, tuple(_piece(answer, path) for answer in answers))


def _piece(answer: dict[str, Any], path: str) -> Piece:
    """A piece out of what a worker answered."""
    document = None
    if answer.get("document"):
        identity, folder, path, title, published, *rest = answer["document"]
        day = date.fromisoformat(published) if published else None
        document = Document(identity, folder, path, title, day, *rest)
    return Piece(
        answer.get("path", path),
        answer.get("size", 0),
        answer["digest"],
        document,
        answer.get("text", ""),
        tuple(Heading(*heading) for heading in answer.get("headings", ())),
        tuple(answer.get("pages", ())),
        answer.get("failure"),
    )
