"""The values a conversation is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from index.records import Document, Hit

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words a sentence rests on: `index.text(document.id)[start:end] == quote`, always.

    `number` counts from 1 in order of first use. `answer_span` is the part of the quote that answers, as
    character offsets into the quote, where the reader is sure.
    """

    number: int
    document: Document
    start: int
    end: int
    quote: str
    page: int | None = None
    answer_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with the citations it rests on: at least one."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader should know about an answer.

    Kinds: "missing", "undated", "disagreement", "updated", "digest", "language", "dropped", "marker",
    "model unavailable", "read only", "unread".
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence is cited, or a refusal that says what is missing.

    `text` joins the sentences with their markers. `hits` are the passages considered, best first.
    `confidence` is the gate's calibrated probability, 0 to 1, that the evidence answers; 1 for what a time brought.
    Of several questions in one it is the lowest of those that are answered: whoever relies on the answer relies on
    each of its parts, and what is not answered claims nothing and is named in a note. Where none is answered it is the
    highest, so that an answer is refused exactly where its confidence lies below the threshold.
    `question` is the standalone question that was searched, or several. `trace` is what "why this answer" shows,
    the filter in force among it.
    """

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    refused: bool
    confidence: float
    question: str
    hits: tuple[Hit, ...] = ()
    notes: tuple[Note, ...] = ()
    trace: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The one JSON form, used by the command line, the page and exports; dates in ISO 8601."""
        from qa.export import answer_to_dict

        return answer_to_dict(self)

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Answer:
        """The answer that `to_dict` told, read strictly: raises ExportError, naming what does not fit."""
        from qa.reading import answer_from_dict

        return answer_from_dict(told)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the briefings say of one sentence of somebody's draft.

    `sentence` stands in the draft exactly so. The citations are the exact words that bear it, best first, or the ones
    that contradict it; there are none where the verdict is "not found". `note` says where briefings revised its figure
    or differ on it: the newest word on that is then cited first, whatever it says. It is empty where there is nothing
    to say.
    """

    sentence: str
    verdict: Literal["supported", "contradicted", "not found"]
    citations: tuple[Citation, ...] = ()
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, its citations as in that of an answer."""
        from qa.export import verdict_to_dict

        return verdict_to_dict(self)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Role
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a language model."""

    role: Literal["system", "user", "assistant"]
    text: str
