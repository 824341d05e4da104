"""What became of the briefings that a kept answer cites: unchanged, changed or gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from index import Document, Index, NotFound
from qa.records import Citation
from qa.stored import storable

State = Literal["unchanged", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A citation of a kept answer and what became of its briefing; `now` is the one in its place, where there is one.

    An id comes from all that is shown of a briefing, so one that is still known means that nothing of it changed.
    """

    citation: Citation
    state: State
    now: Document | None = None


class Places:
    """Finds the briefing that stands today where another stood; the files are listed once, when first needed.

    A header without its folder, as in an export, stands at its path in whatever folder has that.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._held: dict[tuple[str, str], str] | None = None
        self._found: dict[str, tuple[State, Document | None]] = {}

    def find(self, document: Document) -> tuple[State, Document | None]:
        """What became of a briefing, and the briefing that is in its place now."""
        if document.id not in self._found:
            self._found[document.id] = self._look(document)
        return self._found[document.id]

    def _look(self, document: Document) -> tuple[State, Document | None]:
        now = self._known(document.id)
        if now is not None:
            return "unchanged", now
        if self._held is None:
            files = [file for file in self._index.files() if file.document]
            self._held = {("", file.path): file.document or "" for file in reversed(files)}
            self._held |= {(file.folder, file.path): file.document or "" for file in files}
        now = self._known(self._held.get((document.folder, document.path), ""))
        return ("changed", now) if now is not None else ("gone", None)

    def _known(self, document_id: str) -> Document | None:
        try:
            return self._index.document(storable(document_id))
        except NotFound:
            return None


def standings(index: Index, citations: Iterable[Citation]) -> tuple[Standing, ...]:
    """What became of the briefing behind each citation, in order."""
    places = Places(index)
    return tuple(Standing(citation, *places.find(citation.document)) for citation in citations)
