"""An exported file against the index: does each citation still stand where it says?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from index import Document, Index, NotFound
from qa import prompts
from qa.citing import joined
from qa.escaping import line
from qa.imported import LIMIT, Imported, read_export
from qa.kept import KeptExchange, text_hash
from qa.records import Answer, Citation
from qa.standing import Places
from qa.transcript import described

State = Literal["holds", "moved", "changed", "gone", "altered", "removed"]

QUOTED = 200
"""Characters of a quote that a report shows at most."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one citation of an exported exchange.

    "holds": the same words at the same offsets of the same briefing. "moved": the briefing changed, the words stand in
    it at `start`. "changed": it changed and no longer has them. "gone": it is no longer there. "altered": it is as it
    was, and never had these words there or this header. "removed": the quote was taken out on request.
    """

    exchange: int
    citation: Citation
    state: State
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """An export and what was found; `altered` numbers the exchanges whose text is not that of their cited sentences."""

    imported: Imported
    findings: tuple[Finding, ...]
    altered: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Does everything hold?"""
        sound = self.imported.faithful and not self.altered
        return sound and all(finding.state == "holds" for finding in self.findings)


def check_file(index: Index, path: str | Path) -> Checked:
    """Check an exported file of any form; raises ExportError for what is none, OSError for what cannot be read."""
    with Path(path).open("rb") as file:
        imported = read_export(file.read(LIMIT + 1))
    exchanges = imported.conversation.exchanges
    checker = _Checker(index)
    findings = tuple(finding for kept in exchanges for finding in checker.findings(kept))
    altered = tuple(kept.number for kept in exchanges if not _whole(kept.answer))
    return Checked(imported, findings, altered)


def report(checked: Checked) -> Iterator[str]:
    """What was found, a line each, what does not hold with its words, and the count at the end."""
    for finding in checked.findings:
        said = prompts.CHECKED[finding.state].format(start=finding.start)
        yield f"{finding.exchange} [{finding.citation.number}] {said}: {line(described(finding.citation.document))}"
        if finding.state != "holds" and finding.citation.quote:
            quote = line(finding.citation.quote)
            yield f"    “{quote if len(quote) <= QUOTED else quote[:QUOTED] + '…'}”"
    for number in checked.altered:
        yield prompts.CHECKED_TEXT.format(number=number)
    if not checked.imported.faithful:
        yield prompts.CHECKED_EDITED
    held = sum(finding.state == "holds" for finding in checked.findings)
    yield prompts.CHECKED_COUNT.format(held=held, count=len(checked.findings))


class _Checker:
    """Compares citations, reading each briefing once in a row."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._places = Places(index)
        self._last: tuple[str, str, str] = ("", "", "")

    def findings(self, kept: KeptExchange) -> Iterator[Finding]:
        """A finding for each citation of an exchange."""
        for citation in kept.answer.citations:
            state, start = self._look(citation, kept.hashes.get(citation.document.id))
            yield Finding(kept.number, citation, state, start)

    def _look(self, citation: Citation, text_hash: str | None) -> tuple[State, int | None]:
        if not citation.quote:
            return "removed", None
        standing, now = self._places.find(citation.document)
        try:
            text, found_hash = self._text(now.id) if now else ("", "")
        except NotFound:  # removed meanwhile
            now = None
        if now is None:
            return "gone", None
        if standing == "changed":
            start = text.find(citation.quote)
            return ("moved", start) if start >= 0 else ("changed", None)
        same = text[citation.start : citation.end] == citation.quote and text_hash in (None, found_hash)
        return ("holds" if same and _shown(now) == _shown(citation.document) else "altered"), None

    def _text(self, document_id: str) -> tuple[str, str]:
        if self._last[0] != document_id:
            text = self._index.text(document_id)
            self._last = (document_id, text, text_hash(text))
        return self._last[1], self._last[2]


def _shown(document: Document) -> Document:
    """A header without its place, which may change while the briefing stays."""
    return replace(document, folder="", path="")


def _whole(answer: Answer) -> bool:
    """Is an answer's text that of its sentences, each of them cited, or a refusal that cites nothing?"""
    if answer.refused:
        return not answer.sentences and not answer.citations
    return answer.text == joined(answer.sentences) and all(sentence.citations for sentence in answer.sentences)
