"""Evidence -> cited sentences, numbered in order of first use, and the text they make."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.evidence import Evidence
from qa.kinds import answer_span
from qa.records import Citation, Sentence

_ENDING = re.compile(r"[.!?…。！？][”’\"')\]]*$")
_LOOKALIKE = re.compile(r"\[(\s*\d[\d\s,;&–-]*)\]")


class Citer:
    """Numbers citations as they are used: the same words always get the same number."""

    def __init__(self) -> None:
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def cite(self, text: str, evidence: Sequence[Evidence], *, question: str = "") -> Sentence:
        """A sentence resting on some evidence; its text is one line.

        Where the question is given, the words of a quote that answer it are marked when the quote is first used.
        """
        return Sentence(" ".join(text.split()), tuple(self._citation(one, question) for one in evidence))

    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, by number."""
        return tuple(self._citations.values())

    def _citation(self, evidence: Evidence, question: str) -> Citation:
        document = evidence.hit.document
        key = (document.id, evidence.start, evidence.end)
        if key not in self._citations:
            number = len(self._citations) + 1
            page = evidence.hit.passage.page
            span = answer_span(question, evidence.text) if question else None
            self._citations[key] = Citation(number, document, evidence.start, evidence.end, evidence.text, page, span)
        return self._citations[key]


def joined(sentences: Sequence[Sentence]) -> str:
    """The sentences as one text, each with its markers before its last stop."""
    return " ".join(_marked(sentence) for sentence in sentences)


def unmarked(text: str) -> str:
    """A text with whatever looks like a marker in round brackets: only ours are square."""
    return _LOOKALIKE.sub(r"(\1)", text)


def _marked(sentence: Sentence) -> str:
    text = unmarked(sentence.text)
    markers = "".join(f" [{citation.number}]" for citation in sentence.citations)
    ending = _ENDING.search(text)
    if ending is None:
        return f"{text}{markers}."
    return text[: ending.start()].rstrip() + markers + ending.group()
