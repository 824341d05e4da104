"""The values that the stages of the index hand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """The header of one briefing; its text is `index.text(document.id)`.

    `path` is relative to the synced `folder`. `dated_by` says where `published` came from: "front matter", "header",
    "text", "properties" (the file's own field for when it was made) or "file name"; both are None for a briefing
    without a date.
    """

    id: str
    folder: str
    path: str
    title: str
    published: date | None = None
    dated_by: str | None = None
    source: str | None = None
    author: str | None = None
    format: str = "text"


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences: `index.text(document_id)[start:end] == text`, always."""

    id: str
    document_id: str
    start: int
    end: int
    text: str
    heading: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query. All three scores: higher is better.

    `word_score` is BM25, `meaning_score` the cosine of the query and the passage's nearest sentence, `score` what they
    were fused to.
    """

    passage: Passage
    document: Document
    score: float
    word_score: float
    meaning_score: float


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit's passage, as offsets into its document's text, with its cosine to the query."""

    hit: Hit
    start: int
    end: int
    text: str
    meaning_score: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Which briefings may be found: both dates inclusive; empty `sources` or `documents` mean any.

    `undated` keeps or drops briefings without a date, whatever the dates say.
    """

    published_from: date | None = None
    published_to: date | None = None
    sources: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    undated: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends inclusive; `words` is how the question named it."""

    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why, in words that say what to do."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of a synced folder: `size` in bytes, `modified` in ns since 1970, the id of the briefing it holds.

    `failure` says why it could not be read; a file with neither was removed by hand, or only holds other files.
    """

    folder: str
    path: str
    size: int
    modified: int
    document: str | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did, as paths relative to the folder."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is: files done of all that changed, the one just finished; passages made, in how many seconds."""

    done: int
    total: int
    path: str
    passages: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something `index.verify()` found wrong, and the part it is in."""

    part: str
    text: str
