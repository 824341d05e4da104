"""Assistant: questions to answers, over an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from index import Filter, Hit, Index, ModelError
from qa import prompts
from qa.answerability import confidence, signals
from qa.check import check
from qa.citing import Citer, joined
from qa.digest import digest
from qa.disagreement import Value, values
from qa.evidence import Evidence, gather
from qa.export import filter_to_dict
from qa.extractive import quote
from qa.folder import open_inside
from qa.generative import write
from qa.llm import LLM
from qa.question import stand_alone
from qa.records import Answer, Note, Sentence, Turn, Verdict
from qa.refusal import refusal
from qa.remarks import languages, remarks
from qa.settings import QASettings

QUESTION_CHARACTERS = 4000
TRACED = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found: the standalone question, passages, sentences, and the gate's view of them."""

    question: str
    hits: list[Hit]
    evidence: list[Evidence]
    values: list[Value]
    confidence: float
    rarity: dict[str, float]
    trace: dict[str, Any]


class Assistant:
    """Answers questions from an index, or from a folder whose index it keeps inside the folder as `.briefings`.

    Given a folder, it brings that index in step first; where another process has it open it is read as it is, and
    every answer says so in a note. Raises FolderError for a folder that is missing or cannot be written to.
    """

    def __init__(
        self, index: Index | str | Path, *, llm: LLM | None = None, settings: QASettings | None = None
    ) -> None:
        self.settings = settings or QASettings()
        self._llm = llm
        self._standing: tuple[Note, ...] = ()
        self._owned = not isinstance(index, Index)
        if isinstance(index, Index):
            self.index = index
        else:
            self.index, self._standing = open_inside(Path(index).expanduser())

    @property
    def model_note(self) -> str | None:
        """Where questions and quoted passages are sent; None where nothing leaves this machine."""
        host = getattr(self._llm, "host", None)
        return prompts.NOTE_REMOTE.format(host=host) if host else None

    def close(self) -> None:
        """Close the index, where the assistant opened it."""
        if self._owned:
            self.index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self, question: str, *, history: Sequence[Turn] = (), asked: date | None = None, where: Filter | None = None
    ) -> Answer:
        """The answer, every sentence of it cited, or a refusal that says what is missing.

        `history` are the turns before, oldest first; `asked` the day of the question; `where` limits the briefings.
        A language model that fails is not an error: the answer quotes the briefings and a note says why.
        """
        *_, answer = self.stream(question, history=history, asked=asked, where=where)
        return answer

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), asked: date | None = None, where: Filter | None = None
    ) -> Iterator[Answer]:
        """Growing snapshots of one answer, each sentence in them checked; the last is what `ask` returns."""
        question = question.encode("utf-8", "replace").decode("utf-8")
        impossible = self._impossible(question)
        if impossible:
            yield Answer(impossible, (), (), True, 0.0, question[:QUESTION_CHARACTERS], notes=self._standing)
            return
        found = self._find(question, history, asked, where)
        newest = digest(self.index, found.question, asked=asked, where=where, settings=self.settings)
        if newest:
            yield self._newest(found, newest)
        elif not found.evidence or found.confidence < self.settings.threshold:
            yield self._refusal(found, where)
        elif self._llm is None:
            yield self._quoted(found)
        else:
            yield from self._written(found, self._llm, asked)

    def check(self, text: str, *, where: Filter | None = None) -> list[Verdict]:
        """What the briefings say of each sentence of somebody's own draft, in order, with the exact words.

        What claims nothing, as a question, is "not found" and has no citations. Where one briefing bears a sentence
        and another contradicts it, it is "supported" unless the other is clearly the nearer. Raises DraftError above
        100,000 characters.
        """
        return check(self.index, text, self.settings, where=where)

    def _impossible(self, question: str) -> str | None:
        """Why a question cannot even be searched, or None."""
        if not question.strip():
            return prompts.REFUSED_NO_QUESTION
        if len(question) > QUESTION_CHARACTERS:
            return prompts.REFUSED_LONG.format(length=len(question), limit=QUESTION_CHARACTERS)
        return None

    def _find(self, question: str, history: Sequence[Turn], asked: date | None, where: Filter | None) -> Found:
        """Everything that is known before an answer is given or refused."""
        alone = stand_alone(question, history, llm=self._llm)
        hits = self.index.search(alone, limit=self.settings.passages, where=where, asked=asked)
        evidence = gather(self.index, alone, hits, self.settings)
        passages = self.settings.passages
        trace = {
            "typed": question,
            "asked": asked.isoformat() if asked else None,
            "filter": filter_to_dict(where or Filter()),
            "threshold": self.settings.threshold,
            "signals": asdict(signals(alone, hits, evidence, passages=passages)) if evidence else {},
            "sentences": [
                {"document": one.hit.document.id, "start": one.start, "end": one.end, "score": one.score}
                for one in evidence[:TRACED]
            ],
        }
        sure = confidence(alone, hits, evidence, passages=passages)
        return Found(alone, hits, evidence, values(alone, evidence), sure, self.index.rarity(alone), trace)

    def _refusal(self, found: Found, where: Filter | None) -> Answer:
        """An honest no, with the nearest passages as its hits."""
        if found.hits:
            text = refusal(found.question, found.rarity, found.hits, found.evidence)
        else:
            text = prompts.REFUSED_EMPTY if where in (None, Filter()) else prompts.REFUSED_FILTERED
        return self._answer(found, (), (), text=text, refused=True)

    def _newest(self, found: Found, newest: list[Evidence]) -> Answer:
        """What a time brought, where the question names nothing else: its briefings are all that is asked for."""
        citer = Citer()
        sentences = tuple(citer.cite(one.text, [one]) for one in newest)
        return self._answer(
            replace(found, confidence=1.0), sentences, [Note("digest", prompts.NOTE_DIGEST)], citer=citer
        )

    def _quoted(self, found: Found, notes: Sequence[Note] = ()) -> Answer:
        """The built-in reader's answer."""
        citer = Citer(found.question)
        sentences = quote(found.question, found.evidence, self.settings, citer, values=found.values)
        return self._answer(found, sentences, notes, citer=citer)

    def _written(self, found: Found, llm: LLM, asked: date | None) -> Iterator[Answer]:
        """A model's answer as far as it holds; the quotes where it does not answer or nothing of it holds."""
        citer, sentences, notes = Citer(found.question), tuple[Sentence, ...](), tuple[Note, ...]()
        try:
            for written in write(found.question, found.evidence, self.settings, citer, llm=llm, asked=asked):
                fresh = written.sentences != sentences
                sentences, notes = written.sentences, written.notes
                if fresh:
                    yield self._answer(found, sentences, notes, citer=citer)
        except ModelError as error:
            phrase = prompts.NOTE_BROKE_OFF if sentences else prompts.NOTE_UNAVAILABLE
            notes = (*notes, Note("model unavailable", phrase.format(reason=error)))
        else:
            if not sentences:
                notes = (*notes, Note("dropped", prompts.NOTE_NOTHING_HELD))
        if sentences:
            yield self._answer(found, sentences, notes, citer=citer)
        else:
            yield self._quoted(found, notes)

    def _answer(
        self, found: Found, sentences: tuple[Sentence, ...], notes: Sequence[Note], *, citer: Citer | None = None,
        text: str = "", refused: bool = False,
    ) -> Answer:  # fmt: skip
        """The record, with the notes that hold for any answer."""
        citations = citer.citations() if citer else ()
        own = remarks(found.question, found.hits, found.values, citations) if sentences else []
        own += languages(self.index, found.question, found.hits, citations)
        every = tuple(dict.fromkeys((*self._standing, *notes, *own)))
        confidence = round(found.confidence, 4)
        answer = Answer(joined(sentences) or text, sentences, citations, refused, confidence, found.question)
        return replace(answer, hits=tuple(found.hits), notes=every, trace=found.trace)
