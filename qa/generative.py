"""Evidence -> prose by a language model, a sentence at a time, each shown only after its check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index import Document, ModelError
from index.sentences import split_sentences
from qa import prompts
from qa.attribution import supported
from qa.citing import unmarked
from qa.evidence import Evidence
from qa.records import Message, Note

LENGTH = 6000
"""Characters after which a model is no longer listened to."""

SHOWN_IN_NOTE = 200
"""Characters of a sentence left out that its note repeats at most."""

_MARK = r"\s*[\[【]\s*\d{1,9}(?:\s*(?:[,;&–-]|and)\s*\d{1,9})*\s*[\]】]"
_MARKER = re.compile(_MARK)
_LATE_MARKER = re.compile(rf"([.!?…。！？][”’\"')]*)((?:{_MARK})+)")
_LED = re.compile(rf"[-*•\s]*(?:{_MARK})")
_TRAILING = re.compile(rf"((?:{_MARK})+)([.!?…。！？]*[”’\"')]*)$")
_WHOLE_WORD = re.compile(r"\w\W")


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence of a model and the evidence that bears it; no evidence where it is left out, and notes say why."""

    text: str = ""
    cited: tuple[Evidence, ...] = ()
    notes: tuple[Note, ...] = ()


def write(pieces: Iterator[str], shown: Sequence[Evidence], *, enough: float) -> Iterator[Written]:
    """What a model says, a sentence at a time, each checked: what it cites must bear it with so much probability.

    `shown` is the evidence as the prompt numbers it. Raises ModelError where the model fails, is silent or does not
    stop.
    """
    heard: set[str] = set()
    for text in sentences_of(pieces):
        if text not in heard:
            heard.add(text)
            yield _check(text, shown, enough)


def messages(question: str, evidence: Sequence[Evidence], asked: date | None) -> list[Message]:
    """The prompt: the day, the numbered sentences with source and date, the question, and nothing else.

    Sentences are numbered from the best, which comes last: small models heed most what stands just before the question.
    """
    lines = [
        prompts.EVIDENCE_LINE.format(number=number, origin=_origin(one.hit.document), text=_as_data(one.text))
        for number, one in enumerate(evidence, start=1)
    ]
    lines.reverse()
    today = prompts.TODAY.format(asked=asked.isoformat()) if asked else ""
    body = prompts.QUESTION.format(today=today, evidence="\n".join(lines), question=question)
    return [Message("system", prompts.SYSTEM), Message("user", body)]


def sentences_of(pieces: Iterator[str]) -> Iterator[str]:
    """Whole sentences of a streamed text, each with its markers; raises ModelError for no text, and after LENGTH
    characters.
    """
    yield from _led(_sentences(pieces))


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Whole sentences, each with the markers that follow its stop."""
    text, length = "", 0
    for piece in pieces:
        text += piece[: LENGTH - length]
        length += len(piece)
        if _WHOLE_WORD.search(text, max(0, len(text) - len(piece) - 1)):  # else this piece completed nothing
            whole, text = _split(text, ended=False)
            yield from whole
        if length > LENGTH:
            raise ModelError(prompts.MODEL_ENDLESS.format(length=LENGTH))
    if not length:
        raise ModelError(prompts.MODEL_SILENT)
    yield from _split(text, ended=True)[0]


def _led(sentences: Iterator[str]) -> Iterator[str]:
    """Sentences with their own markers: where a text begins with one, those after a stop belong to what follows."""
    carried = ""
    for number, sentence in enumerate(sentences):
        if number == 0 and not _LED.match(sentence):
            yield sentence
            yield from sentences
            return
        found = _TRAILING.search(sentence)
        yield carried + (_TRAILING.sub(r"\2", sentence) if found else sentence)
        carried = found[1] if found else ""


def _split(text: str, *, ended: bool) -> tuple[list[str], str]:
    """The complete sentences, and the rest: one is complete once a whole word follows it and no quotation is open."""
    if not ended and _quotes(text):
        return [], text
    text = _LATE_MARKER.sub(r"\2\1", text)
    spans = split_sentences(text)
    if ended:
        return [text[start:end] for start, end in spans], ""
    rest = text[spans[-1][0] :] if len(spans) > 1 else ""
    if rest[:1] in ("", "[", "【") or not _WHOLE_WORD.search(rest):
        return [], text
    return [text[start:end] for start, end in spans[:-1]], rest


def _quotes(text: str) -> bool:
    """Is a quotation open? Where a sentence ends inside one shows only when it closes."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _check(text: str, shown: Sequence[Evidence], enough: float) -> Written:
    """A sentence with what it cites, or the note that says why it is not shown."""
    claim = _without_origins(_MARKER.sub("", text), shown)
    if not re.search(r"\w", claim):
        return Written()
    marked = [int(number) for found in _MARKER.findall(text) for number in re.findall(r"\d+", found)]
    known = [number for number in dict.fromkeys(marked) if 1 <= number <= len(shown)]
    notes = tuple(
        Note("marker", prompts.NOTE_MARKER.format(number=number))
        for number in dict.fromkeys(marked)
        if number not in known
    )
    cited = tuple(shown[number - 1] for number in known)
    if cited and supported(claim, [one.text for one in cited]) >= enough:
        return Written(claim, cited, notes)
    phrase = prompts.NOTE_DROPPED if cited else prompts.NOTE_UNCITED
    return Written(notes=(*notes, Note("dropped", phrase.format(text=_short(claim)))))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_IN_NOTE else f"{text[:SHOWN_IN_NOTE]}…"


def _without_origins(text: str, shown: Sequence[Evidence]) -> str:
    """A sentence without the sources and dates that a model copied along with the words after them."""
    for origin in {_origin(one.hit.document) for one in shown}:
        text = text.replace(f"({origin})", "")
    return " ".join(text.split())


def _as_data(text: str) -> str:
    """Quoted material as one line without markers of its own, so that it cannot pass for another numbered sentence."""
    return unmarked(" ".join(text.split()))


def _origin(document: Document) -> str:
    """Source and date of a briefing, as the model is shown them."""
    published = document.published.isoformat() if document.published else "no date"
    return _as_data(f"{document.source or document.title}, {published}")
