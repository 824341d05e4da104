"""Assistant: questions to answers, over an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from index import Filter, Index
from qa import prompts
from qa.check import check
from qa.citing import joined
from qa.composing import composed
from qa.export import filter_to_dict
from qa.finding import Found, find
from qa.folder import open_inside
from qa.llm import LLM, UntilItFails
from qa.parts import parts
from qa.question import QUESTION_CHARACTERS, stand_alone
from qa.records import Answer, Note, Turn, Verdict
from qa.settings import QASettings
from qa.telling import Teller, Told

PARTS = 8
"""Questions of one text that are answered at most: each is searched for by itself."""


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
        asking, standing = parts(question), self._standing
        if len(asking) > PARTS:
            standing += (Note("missing", prompts.NOTE_TOO_MANY.format(count=PARTS)),)
        teller = Teller(self.settings, llm=UntilItFails(self._llm) if self._llm else None, asked=asked)
        every = self._find(asking[:PARTS], history, teller, where)
        trace = {
            "typed": question,
            "asked": asked.isoformat() if asked else None,
            "filter": filter_to_dict(where or Filter()),
            "threshold": self.settings.threshold,
        }
        answer = shown = None
        for told in _told(every, teller):
            answer = composed(self.index, every, told, trace=trace)
            answer = replace(answer, notes=tuple(dict.fromkeys(standing + answer.notes)))
            if answer.sentences and (shown is None or answer.sentences != shown.sentences):
                yield (shown := answer)
        if answer is not None and answer != shown:
            yield answer

    def check(self, text: str, *, where: Filter | None = None) -> list[Verdict]:
        """What the briefings say of each sentence of somebody's own draft, in order, with the exact words.

        What claims nothing, as a question, is "not found" and has no citations. Where one briefing bears a sentence
        and another contradicts it, it is "supported" unless the other is clearly the nearer. A figure that was revised
        since, or on which briefings differ, is told of in its note. Raises DraftError above 100,000 characters.
        """
        return check(self.index, text, self.settings, where=where)

    def _impossible(self, question: str) -> str | None:
        """Why a question cannot even be searched, or None."""
        if not question.strip():
            return prompts.REFUSED_NO_QUESTION
        if len(question) > QUESTION_CHARACTERS:
            return prompts.REFUSED_LONG.format(length=len(question), limit=QUESTION_CHARACTERS)
        return None

    def _find(
        self, asking: Sequence[str], history: Sequence[Turn], teller: Teller, where: Filter | None
    ) -> list[Found]:
        """What each of some questions found; a later one may lean on those before it and their answers."""
        every = list[Found]()
        for part in asking:
            alone = stand_alone(part, [*history, *self._turns(every)], llm=teller.llm)
            every.append(find(self.index, alone, self.settings, asked=teller.asked, where=where))
        return every

    def _turns(self, before: Sequence[Found]) -> list[Turn]:
        """The questions before one as turns of a conversation, with what the briefings say to the last of them."""
        if not before:
            return []
        *_, told = Teller(self.settings).tell(before[-1])
        said = joined(told.sentences) or before[-1].refusal
        return [Turn("user", " ".join(found.question for found in before)), Turn("assistant", said)]


def _told(every: Sequence[Found], teller: Teller) -> Iterator[list[Told]]:
    """What is said to all questions so far, growing; the last is everything."""
    said = list[Told]()
    for found in every:
        for told in teller.tell(found):
            yield [*said, told]
        said.append(told)
