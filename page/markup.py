"""Values of a conversation -> HTML in which nothing that a document or a model says can act."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote as url_quote

from index.records import Document, Hit
from page import words
from page.exchange import Exchange
from qa.records import Answer, Citation, Note, Sentence

NEAREST_SHOWN = 4

_BIDI = "\u202a-\u202e\u2066-\u2069"
_ACTIVE = re.compile(rf"[!-/:-@\[-`{{-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|[{_BIDI}]")


def escape(text: str) -> str:
    """Text as inert HTML: every ASCII punctuation character becomes a numeric reference.

    That leaves nothing for HTML, Markdown, LaTeX or link detection to act on. Controls of writing direction are
    shut into an element of their own, so that they cannot reorder what stands around them.
    """
    return _ACTIVE.sub(_inert, text)


def escape_attribute(text: str) -> str:
    """Text as the value of a quoted attribute; controls of writing direction are left out."""
    return _ACTIVE.sub(lambda found: "" if _is_bidi(found[0]) else _inert(found), text)


def _inert(found: re.Match[str]) -> str:
    character = found[0]
    if _is_bidi(character):
        return f'<bdi class="control">&#{ord(character)};</bdi>'
    if ord(character) < 32 or ord(character) >= 127:
        return "\ufffd"
    return f"&#{ord(character)};"


def _is_bidi(character: str) -> bool:
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def describe(document: Document) -> str:
    """Title, date and source of a briefing as plain text."""
    parts = [document.title, words.published(document.published)]
    return ", ".join(parts + ([document.source] if document.source else []))


def header(document: Document) -> str:
    """Title, date and source of a briefing as one line of HTML."""
    source = f'<span class="from">{escape(document.source)}</span>' if document.source else ""
    return f'<span class="title">{escape(document.title)}</span>{date_of(document)}{source}'


def date_of(document: Document) -> str:
    """The date of a briefing as HTML, or that it has none."""
    if document.published is None:
        return f'<span class="date none">{words.NO_DATE}</span>'
    return f'<time class="date" datetime="{document.published.isoformat()}">{words.day(document.published)}</time>'


def briefing_href(document_id: str, span: tuple[int, int] | None = None) -> str:
    """The address of a briefing, opened at a span of its text."""
    address = f"briefing/{url_quote(document_id, safe='')}"
    return address if span is None else f"{address}?start={span[0]}&amp;end={span[1]}#cited"


def conversation(exchanges: Sequence[Exchange]) -> str:
    """A whole conversation."""
    return "".join(exchange_html(exchange) for exchange in exchanges)


def exchange_html(exchange: Exchange) -> str:
    """One question and what came of it."""
    busy = ' aria-busy="true"' if exchange.running else ""
    asked = f'<h2 class="question"><span class="unseen">{words.YOU_ASKED}</span> {escape(exchange.question)}</h2>'
    return f'<article class="exchange"{busy}>{asked}{_outcome(exchange)}</article>'


def _outcome(exchange: Exchange) -> str:
    answer = exchange.answer
    shown = "" if answer is None else _standalone(exchange.question, answer) + _answer(answer)
    if exchange.failure:
        said = escape(exchange.failure)
        return f'{shown}<div class="failure" role="alert"><h3>{words.FAILED}</h3><p>{said}</p></div>'
    if exchange.stopped:
        return f'{shown}<p class="note">{words.STOPPED}</p>'
    if exchange.running and (answer is None or not (answer.sentences or answer.refused)):
        return f'{shown}<p class="searching" role="status">{words.SEARCHING}</p>'
    return shown


def _standalone(question: str, answer: Answer) -> str:
    if not answer.question or _plain(question) == _plain(answer.question):
        return ""
    return f'<p class="standalone"><span>{words.SEARCHED_FOR}</span> <q>{escape(answer.question)}</q></p>'


def _plain(text: str) -> str:
    """The words alone, to tell whether two texts say the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _answer(answer: Answer) -> str:
    if answer.refused:
        return _refusal(answer)
    if not answer.sentences:
        return _notes(answer.notes)
    said = " ".join(_sentence(sentence) for sentence in answer.sentences)
    return f'<div class="answer" dir="auto"><p>{said}</p></div>{_notes(answer.notes)}{_sources(answer)}'


def _sentence(sentence: Sentence) -> str:
    chips = "".join(chip(citation) for citation in sentence.citations)
    return f'<span class="sentence">{escape(sentence.text.strip())}<span class="chips">&#8288;{chips}</span></span>'


def chip(citation: Citation) -> str:
    """A number that opens the briefing at the quoted words."""
    described = escape_attribute(describe(citation.document))
    label = escape_attribute(words.open_at_quote(citation.number, describe(citation.document)))
    href = briefing_href(citation.document.id, (citation.start, citation.end))
    return f'<a class="chip opens" href="{href}" title="{described}" aria-label="{label}">{citation.number}</a>'


def _notes(notes: Iterable[Note]) -> str:
    return "".join(f'<p class="note">{escape(note.text)}</p>' for note in notes)


def _sources(answer: Answer) -> str:
    said = _plain(" ".join(sentence.text for sentence in answer.sentences))
    entries = "".join(_source(cited, said=said) for cited in _by_document(answer.citations))
    return f'<section class="sources" aria-label="{words.SOURCES}"><h3>{words.SOURCES}</h3><ul>{entries}</ul></section>'


def _by_document(citations: Iterable[Citation]) -> list[list[Citation]]:
    grouped: dict[str, list[Citation]] = {}
    for citation in citations:
        grouped.setdefault(citation.document.id, []).append(citation)
    return list(grouped.values())


def _source(cited: list[Citation], *, said: str) -> str:
    chips = "".join(chip(citation) for citation in cited)
    # Where the sentence is the quote itself, as with the built-in reader, showing it twice would only be noise.
    quotes = "".join(_quote(citation) for citation in cited if _plain(citation.quote) not in said)
    line = f'<span class="source-line">{header(cited[0].document)}</span>'
    return f'<li><span class="chips">{chips}</span>{line}{quotes}</li>'


def _quote(citation: Citation) -> str:
    if citation.answer_span is None:
        return f'<blockquote dir="auto">{escape(citation.quote)}</blockquote>'
    start, end = citation.answer_span
    before, answering, after = citation.quote[:start], citation.quote[start:end], citation.quote[end:]
    return f'<blockquote dir="auto">{escape(before)}<b>{escape(answering)}</b>{escape(after)}</blockquote>'


def _refusal(answer: Answer) -> str:
    said = f'<div class="refusal"><h3>{words.REFUSAL}</h3><p dir="auto">{escape(answer.text)}</p></div>'
    return said + _notes(answer.notes) + _nearest(answer.hits[:NEAREST_SHOWN])


def _nearest(hits: Sequence[Hit]) -> str:
    if not hits:
        return ""
    entries = "".join(_passage(hit) for hit in hits)
    head = f"<h3>{words.NEAREST} <span>{words.NEAREST_MORE}</span></h3>"
    return f'<section class="nearest" aria-label="{words.NEAREST}">{head}<ul>{entries}</ul></section>'


def _passage(hit: Hit) -> str:
    href = briefing_href(hit.document.id, (hit.passage.start, hit.passage.end))
    label = escape_attribute(words.open_passage(describe(hit.document)))
    return (
        f'<li><a class="passage opens" href="{href}" aria-label="{label}">'
        f'<span class="source-line">{header(hit.document)}</span>'
        f'<span class="excerpt" dir="auto">{escape(hit.passage.text)}</span></a></li>'
    )
