"""The JSON form of an answer read back, strictly: the inverse of `qa.export`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from index import Document, ExportError, Filter, Hit, Passage
from qa.export import VERSION
from qa.records import Answer, Citation, Note, Sentence

T = TypeVar("T")

_ANSWER = {"version"} | {one.name for one in fields(Answer)}


class Fields:
    """The fields of one object of a JSON form: exactly these, each asked for by its name and its kind.

    Raises ExportError, which names the object and the field, for whatever does not fit.
    """

    def __init__(self, told: Any, name: str, known: set[str]) -> None:
        if not isinstance(told, dict):
            raise ExportError(f"{name} is not an object: export it again")
        wrong = sorted(map(str, told.keys() ^ known))
        if wrong:
            raise ExportError(f"{name} has unknown or missing fields ({', '.join(wrong)[:200]}): export it again")
        self._told = told
        self._name = name

    def text(self, key: str) -> str:
        """A text."""
        return self._of(key, str)

    def text_or_none(self, key: str) -> str | None:
        """A text, or null."""
        return None if self._told[key] is None else self.text(key)

    def whole(self, key: str) -> int:
        """A whole number of at least 0."""
        value = self._of(key, int)
        if isinstance(value, bool) or not 0 <= value < 1 << 53:
            raise self.wrong(key)
        return value

    def whole_or_none(self, key: str) -> int | None:
        """A whole number of at least 0, or null."""
        return None if self._told[key] is None else self.whole(key)

    def number(self, key: str) -> float:
        """A finite number."""
        value = self._told[key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key)
        if not -sys.float_info.max <= value <= sys.float_info.max:
            raise self.wrong(key)
        return float(value)

    def truth(self, key: str) -> bool:
        """True or false."""
        return self._of(key, bool)

    def mapping(self, key: str) -> Mapping[str, Any]:
        """An object of whatever is in it."""
        return self._of(key, dict)

    def day_or_none(self, key: str) -> date | None:
        """A day in ISO 8601, or null."""
        told = self.text_or_none(key)
        try:
            return None if told is None else date.fromisoformat(told)
        except ValueError as error:
            raise self.wrong(key) from error

    def each(self, key: str, read: Callable[[Any], T]) -> tuple[T, ...]:
        """A list, read one by one."""
        return tuple(read(one) for one in self._of(key, list))

    def value(self, key: str) -> Any:
        """Whatever stands there."""
        return self._told[key]

    def wrong(self, key: str) -> ExportError:
        """The error for a field that does not fit."""
        return ExportError(f"{self._name} has a field {key!r} that does not fit: export it again")

    def _of(self, key: str, kind: type[T]) -> T:
        value = self._told[key]
        if not isinstance(value, kind):
            raise self.wrong(key)
        return value


def answer_from_dict(told: Any) -> Answer:
    """The answer that `answer_to_dict` told; raises ExportError for anything else."""
    answer = Fields(told, "the answer", _ANSWER)
    if answer.whole("version") != VERSION:
        raise ExportError(f"the answer has version {told['version']}, read here is {VERSION}: export it again")
    citations = answer.each("citations", citation_from_dict)
    numbered = {citation.number: citation for citation in citations}
    if len(numbered) < len(citations):
        raise answer.wrong("citations")
    return Answer(
        text=answer.text("text"),
        sentences=answer.each("sentences", lambda one: _sentence(one, numbered)),
        citations=citations,
        refused=answer.truth("refused"),
        confidence=answer.number("confidence"),
        question=answer.text("question"),
        hits=answer.each("hits", _hit),
        notes=answer.each("notes", _note),
        trace=answer.mapping("trace"),
    )


def citation_from_dict(told: Any) -> Citation:
    """The citation in an answer's JSON form; its quote is as long as its offsets say, or was removed and is empty."""
    citation = Fields(told, "a citation", {one.name for one in fields(Citation)})
    start, end, quote = citation.whole("start"), citation.whole("end"), citation.text("quote")
    if end < start or (quote and end - start != len(quote)):
        raise citation.wrong("end")
    span = citation.value("answer_span")
    if span is not None:
        span = _span(span, len(quote))
        if span is None:
            raise citation.wrong("answer_span")
    document = document_from_dict(citation.value("document"))
    return Citation(citation.whole("number"), document, start, end, quote, citation.whole_or_none("page"), span)


def document_from_dict(told: Any) -> Document:
    """The header in an answer's JSON form."""
    names = {"file" if one.name == "path" else one.name for one in fields(Document)}
    document = Fields(told, "a briefing", names)
    day = document.day_or_none("published")
    id, folder, path, title, form = map(document.text, ("id", "folder", "file", "title", "format"))
    dated_by, source, author = map(document.text_or_none, ("dated_by", "source", "author"))
    return Document(id, folder, path, title, day, dated_by, source, author, form)


def filter_from_dict(told: Any) -> Filter:
    """The filter in an answer's trace."""
    where = Fields(told, "the filter", {one.name for one in fields(Filter)})
    first, last = where.day_or_none("published_from"), where.day_or_none("published_to")
    sources, documents = (tuple(map(str, where.each(key, lambda one: one))) for key in ("sources", "documents"))
    return Filter(first, last, sources, documents, where.truth("undated"))


def _sentence(told: Any, numbered: Mapping[int, Citation]) -> Sentence:
    sentence = Fields(told, "a sentence", {"text", "citations"})
    if any(type(number) is not int or number not in numbered for number in sentence.each("citations", lambda n: n)):
        raise sentence.wrong("citations")
    return Sentence(sentence.text("text"), sentence.each("citations", numbered.__getitem__))


def _note(told: Any) -> Note:
    note = Fields(told, "a note", {"kind", "text"})
    return Note(note.text("kind"), note.text("text"))


def _hit(told: Any) -> Hit:
    hit = Fields(told, "a passage found", {one.name for one in fields(Hit)})
    scores = map(hit.number, ("score", "word_score", "meaning_score"))
    return Hit(_passage(hit.value("passage")), document_from_dict(hit.value("document")), *scores)


def _passage(told: Any) -> Passage:
    passage = Fields(told, "a passage", {one.name for one in fields(Passage)})
    id, document, text = map(passage.text, ("id", "document_id", "text"))
    heading, page = passage.text_or_none("heading"), passage.whole_or_none("page")
    return Passage(id, document, passage.whole("start"), passage.whole("end"), text, heading, page)


def _span(told: Any, length: int) -> tuple[int, int] | None:
    """A span inside a text of some length, or None."""
    if not isinstance(told, list) or len(told) != 2 or any(type(offset) is not int for offset in told):
        return None
    start, end = told
    return (start, end) if 0 <= start <= end <= length else None
