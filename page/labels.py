"""What a briefing, a citation and a passage are called on the page, and the links that open them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote as url_quote

from index.records import Document, Hit
from page import words
from page.markup import escape, escape_attribute
from qa.reading import filter_from_dict
from qa.records import Answer, Citation

Span = tuple[int, int]


def describe(document: Document, page: int | None = None) -> str:
    """Title, date, source and page of a briefing as plain text."""
    parts = [document.title, words.common.published(document.published), document.source or ""]
    return ", ".join(filter(None, [*parts, words.common.page_number(page) if page else ""]))


def limited(answer: Answer) -> list[str] | None:
    """What limited the briefings that an answer is from, in words; None of one that was kept without telling."""
    where = answer.trace.get("filter")
    return None if where is None else words.why.limits(filter_from_dict(where))


def header(document: Document, page: int | None = None) -> str:
    """Title, date, source and page of a briefing as one line of HTML."""
    source = f' <span class="from">{escape(document.source)}</span>' if document.source else ""
    paged = f' <span class="from">{words.common.page_number(page)}</span>' if page else ""
    return f'<span class="title">{escape(document.title)}</span> {date_of(document)}{source}{paged}'


def date_of(document: Document) -> str:
    """The date of a briefing as HTML, or that it has none."""
    if document.published is None:
        return f'<span class="date none">{words.common.NO_DATE}</span>'
    return (
        f'<time class="date" datetime="{document.published.isoformat()}">{words.common.day(document.published)}</time>'
    )


def briefing_href(document_id: str, span: Span | None = None, answering: Span | None = None) -> str:
    """The address of a briefing, opened at a span of its text; `answering` is a part of the span that answers."""
    address = f"briefing/{url_quote(document_id, safe='')}"
    if span is None:
        return address
    strong = "" if answering is None else f"&amp;strong={span[0] + answering[0]}-{span[0] + answering[1]}"
    return f"{address}?start={span[0]}&amp;end={span[1]}{strong}#cited"


def citation_href(citation: Citation) -> str:
    """The address of a citation's briefing, opened at the quoted words."""
    return briefing_href(citation.document.id, (citation.start, citation.end), citation.answer_span)


def chip(citation: Citation, preview: str = "") -> str:
    """A number that opens the briefing at the quoted words; `preview` is the id of what is shown on hovering."""
    label = escape_attribute(words.ask.open_at_quote(citation.number, describe(citation.document, citation.page)))
    shown = f' aria-describedby="{preview}"' if preview else ""
    return f'<a class="chip opens" href="{citation_href(citation)}" aria-label="{label}"{shown}>{citation.number}</a>'


def quote(citation: Citation) -> str:
    """The words of a citation, the part that answers in strong."""
    return f'<blockquote dir="auto">{strong(citation.quote, citation.answer_span)}</blockquote>'


def strong(text: str, span: Span | None) -> str:
    """Text as HTML with a span of it in strong."""
    if span is None:
        return escape(text)
    start, end = span
    return f"{escape(text[:start])}<b>{escape(text[start:end])}</b>{escape(text[end:])}"


def preview_id(place: str, citation: Citation) -> str:
    """The id of a citation's preview in one place of the page."""
    return f"{place}-quote-{citation.number}"


def previews(citations: Iterable[Citation], place: str) -> str:
    """What hovering over the chips of some citations shows, out of sight until then."""
    each = "".join(
        f'<div id="{preview_id(place, citation)}"><p class="source-line">{header(citation.document, citation.page)}</p>'
        f"{quote(citation)}</div>"
        for citation in citations
    )
    return f'<div class="previews" hidden>{each}</div>' if each else ""


def passage(hit: Hit) -> str:
    """A passage as an entry of a list, which opens the briefing there."""
    href = briefing_href(hit.document.id, (hit.passage.start, hit.passage.end))
    label = escape_attribute(words.ask.open_passage(describe(hit.document, hit.passage.page)))
    return (
        f'<li><a class="passage opens" href="{href}" aria-label="{label}">'
        f'<span class="source-line">{header(hit.document, hit.passage.page)}</span>'
        f'<span class="excerpt" dir="auto">{escape(hit.passage.text)}</span></a></li>'
    )
