"""A conversation as HTML: each question with its answer, its sources and its notes, or with why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.records import Hit
from page import words
from page.exchange import Exchange
from page.kept import export_links, stale_lines, thumbs
from page.labels import chip, header, limited, passage, preview_id, previews, quote, strong
from page.markup import escape
from qa.records import Answer, Citation, Note, Sentence

NEAREST_SHOWN = 4


def conversation(exchanges: Sequence[Exchange]) -> str:
    """A whole conversation."""
    return "".join(exchange_html(exchange, f"x{number}") for number, exchange in enumerate(exchanges, start=1))


def exchange_html(exchange: Exchange, place: str) -> str:
    """One question and what came of it; `place` begins the ids in it."""
    busy = ' aria-busy="true"' if exchange.running else ""
    asked = f'<h2 class="question"><span class="unseen">{words.ask.YOU_ASKED}</span> {escape(exchange.question)}</h2>'
    return f'<article class="exchange"{busy}>{asked}{_outcome(exchange, place)}</article>'


def _outcome(exchange: Exchange, place: str) -> str:
    answer = exchange.answer
    shown = "" if answer is None else _asked(exchange.question, answer) + _answer(answer, exchange, place)
    if exchange.failure:
        said = escape(exchange.failure)
        return f'{shown}<div class="failure" role="alert"><h3>{words.ask.FAILED}</h3><p>{said}</p></div>'
    if exchange.stopped:
        return f'{shown}<p class="note">{words.ask.STOPPED}</p>{_why(exchange)}{_kept(exchange)}'
    if exchange.running and (answer is None or not (answer.sentences or answer.refused)):
        return f'{shown}<p class="searching">{words.ask.SEARCHING}</p>'
    return shown + _why(exchange) + _kept(exchange)


def _asked(question: str, answer: Answer) -> str:
    """What the question was understood as, where that is not what was typed, and which briefings could answer."""
    shown = ""
    if answer.question and _plain(question) != _plain(answer.question):
        shown = f'<p class="standalone"><span>{words.ask.SEARCHED_FOR}</span> <q>{escape(answer.question)}</q></p>'
    limits = limited(answer)
    if limits:
        shown += f'<p class="limited"><span>{words.ask.LIMITED}</span> {escape("; ".join(limits))}</p>'
    return shown


def _plain(text: str) -> str:
    """The words alone, to tell whether two texts say the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _answer(answer: Answer, exchange: Exchange, place: str) -> str:
    if answer.refused:
        return _refusal(answer) + _instead(exchange.instead)
    if not answer.sentences:
        return _notes(answer.notes)
    said = " ".join(_sentence(sentence, place) for sentence in answer.sentences)
    sources = _sources(answer, place) + previews(answer.citations, place)
    return f'<div class="answer" dir="auto"><p>{said}</p></div>{_notes(answer.notes)}{sources}'


def _sentence(sentence: Sentence, place: str) -> str:
    chips = "".join(chip(citation, preview_id(place, citation)) for citation in sentence.citations)
    text = sentence.text.strip()
    # A sentence that is its quote shows in itself which of its words answer.
    same = next((one for one in sentence.citations if one.answer_span and one.quote.strip() == text), None)
    said = escape(text) if same is None else strong(same.quote, same.answer_span)
    return f'<span class="sentence">{said}<span class="chips">&#8288;{chips}</span></span>'


def _notes(notes: Iterable[Note]) -> str:
    return "".join(f'<p class="note">{escape(note.text)}</p>' for note in notes)


def _sources(answer: Answer, place: str) -> str:
    said = _plain(" ".join(sentence.text for sentence in answer.sentences))
    entries = "".join(_source(cited, place, said=said) for cited in _by_document(answer.citations))
    name = words.ask.SOURCES
    return f'<section class="sources" aria-label="{name}"><h3>{name}</h3><ul>{entries}</ul></section>'


def _by_document(citations: Iterable[Citation]) -> list[list[Citation]]:
    """Citations of one page of one briefing together."""
    grouped: dict[tuple[str, int | None], list[Citation]] = {}
    for citation in citations:
        grouped.setdefault((citation.document.id, citation.page), []).append(citation)
    return list(grouped.values())


def _source(cited: list[Citation], place: str, *, said: str) -> str:
    chips = "".join(chip(citation, preview_id(place, citation)) for citation in cited)
    # Where the sentence is the quote itself, as with the built-in reader, showing it twice would only be noise.
    quotes = "".join(quote(citation) for citation in cited if _plain(citation.quote) not in said)
    line = f'<span class="source-line">{header(cited[0].document, cited[0].page)}</span>'
    return f'<li><span class="chips">{chips}</span>{line}{quotes}</li>'


def _refusal(answer: Answer) -> str:
    said = f'<div class="refusal"><h3>{words.ask.REFUSAL}</h3><p dir="auto">{escape(answer.text)}</p></div>'
    return said + _notes(answer.notes) + _nearest(answer.hits[:NEAREST_SHOWN])


def _nearest(hits: Sequence[Hit]) -> str:
    if not hits:
        return ""
    entries = "".join(passage(hit) for hit in hits)
    head = f"<h3>{words.ask.NEAREST} <span>{words.ask.NEAREST_MORE}</span></h3>"
    return f'<section class="nearest" aria-label="{words.ask.NEAREST}">{head}<ul>{entries}</ul></section>'


def _instead(questions: Sequence[str]) -> str:
    """Questions that the briefings can answer, each asked by choosing it."""
    if not questions:
        return ""
    listed = f"<h3>{words.ask.INSTEAD}</h3>{asked_by_choosing(questions)}"
    return f'<section class="instead" aria-label="{words.ask.INSTEAD}">{listed}</section>'


def asked_by_choosing(questions: Sequence[str]) -> str:
    """A list of questions, each of them a button."""
    buttons = "".join(f'<li><button type="button" class="example">{escape(one)}</button></li>' for one in questions)
    return f'<ul class="examples">{buttons}</ul>'


def _why(exchange: Exchange) -> str:
    if exchange.key is None:
        return ""
    refused = exchange.answer is not None and exchange.answer.refused
    label = words.why.REFUSED if refused else words.why.WHY
    return f'<p class="tools"><a class="why opens" href="why/{exchange.key}">{label}</a></p>'


def _kept(exchange: Exchange) -> str:
    """What can be done with an answer that is kept, and what became of what it cites; or why it is not kept."""
    if exchange.unkept:
        return f'<p class="note">{escape(words.kept.unkept(exchange.unkept))}</p>'
    kept = exchange.kept
    if kept is None:
        return ""
    exports = f"<span>{words.kept.EXPORT}</span> {export_links(kept.conversation, kept.number)}"
    judging = thumbs(kept.conversation, kept.number, kept.feedback)
    return f'{stale_lines(kept.standings)}<div class="keeping">{judging}<p class="tools">{exports}</p></div>'
