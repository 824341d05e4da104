"""What a question found -> cited sentences: the briefings' own, or a language model's as far as they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from index import ModelError
from qa import prompts
from qa.citing import Citer
from qa.evidence import within_budget
from qa.extractive import quote
from qa.finding import Found
from qa.generative import messages, write
from qa.llm import LLM
from qa.records import Note, Sentence
from qa.settings import QASettings


@dataclass(frozen=True, slots=True)
class Told:
    """What was said to one question so far; no sentences where it is refused."""

    found: Found
    sentences: tuple[Sentence, ...] = ()
    notes: tuple[Note, ...] = ()


class Teller:
    """Says what was found, one question after the other; citations are numbered through.

    A model that fails is not asked again: the questions after that are answered in the briefings' words.
    """

    def __init__(self, settings: QASettings, *, llm: LLM | None = None, asked: date | None = None) -> None:
        self._settings = settings
        self.llm = llm
        self.asked = asked
        self._citer = Citer()

    def tell(self, found: Found) -> Iterator[Told]:
        """Growing snapshots of what is said to a question; the last is all of it."""
        if found.refusal:
            yield Told(found)
        elif found.newest:
            sentences = tuple(self._citer.cite(one.text, [one]) for one in found.newest)
            yield Told(found, sentences, (Note("digest", prompts.NOTE_DIGEST),))
        elif self.llm is None:
            yield self._quoted(found)
        else:
            yield from self._written(found, self.llm)

    def _quoted(self, found: Found, notes: tuple[Note, ...] = ()) -> Told:
        """The built-in reader's answer."""
        sentences = quote(found.question, found.evidence, self._settings, self._citer, values=found.values)
        return Told(found, sentences, notes)

    def _written(self, found: Found, llm: LLM) -> Iterator[Told]:
        """A model's answer as far as it holds; the quotes where it does not answer or nothing of it holds."""
        shown = within_budget(found.evidence, tokens=self._settings.evidence_tokens)
        told = Told(found)
        try:
            pieces = llm.stream(messages(found.question, shown, self.asked))
            for one in write(pieces, shown, enough=self._settings.support):
                fresh = (self._citer.cite(one.text, one.cited, question=found.question),) if one.cited else ()
                told = Told(found, told.sentences + fresh, told.notes + one.notes)
                yield told
        except ModelError as error:
            self.llm = None
            phrase = prompts.NOTE_BROKE_OFF if told.sentences else prompts.NOTE_UNAVAILABLE
            told = replace(told, notes=(*told.notes, Note("model unavailable", phrase.format(reason=error))))
        else:
            if not told.sentences:
                told = replace(told, notes=(*told.notes, Note("dropped", prompts.NOTE_NOTHING_HELD)))
        yield told if told.sentences else self._quoted(found, told.notes)
