"""The source panel: a whole briefing with the quoted words marked, and the list of all briefings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.records import Document
from page import words
from page.labels import Span, briefing_href, date_of, header, strong
from page.markup import escape, escape_attribute

LISTED = 200

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]*)*")
_SET_LINE = re.compile(r"^[ \t]*(?:[-*+•·>|]|\d{1,3}[.)]|[A-Z][\w -]{0,24}:)[ \t]", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*(?:[-*+•·]|\d{1,3}[.)])[ \t]")
_HEADING = re.compile(r"^#{1,6}[ \t]|^[^\W\d_].{0,78}[\w\u2019\"\u201d)?]$")
_SHORT_LINE = 50


def briefing(
    document: Document,
    text: str,
    span: Span | None = None,
    answering: Span | None = None,
    *,
    alike: Sequence[Document] = (),
) -> str:
    """A briefing as an article; the words of `span`, offsets into `text`, are marked, `answering` in strong.

    `alike` are the briefings that tell its story in nearly the same words; they are named and linked.
    """
    marked = _within(span, text)
    body = "".join(_paragraphs(text, marked, _within(answering, text)))
    return (
        f'<article class="briefing"><header><h2 dir="auto">{escape(document.title)}</h2>{_meta(document)}'
        f"{_same_story(document, alike)}</header>"
        f'<div class="text">{body}</div></article>'
    )


def _same_story(document: Document, alike: Sequence[Document]) -> str:
    links = " · ".join(
        f'<a class="opens" href="{briefing_href(other.id)}">{escape(other.source or other.title)}, {date_of(other)}</a>'
        for other in alike
        if other.id != document.id
    )
    return f'<p class="same-story"><span>{words.panel.SAME_STORY}</span> {links}</p>' if links else ""


def missing() -> str:
    """What the panel shows for a briefing that is gone."""
    return f'<p class="failure" role="alert">{words.panel.NOT_FOUND}</p>'


def shelf(documents: Sequence[Document]) -> str:
    """All briefings, in the order of `index.documents()`: newest first, those without a date last."""
    entries = "".join(_entry(document) for document in documents[:LISTED])
    cut = f'<p class="note">{words.panel.shown_of(LISTED, len(documents))}</p>' if len(documents) > LISTED else ""
    if not documents:
        return f'<section class="shelf"><p class="note">{words.common.NO_BRIEFINGS}</p></section>'
    head = f"<h2>{words.panel.ALL_BRIEFINGS} <span>{words.panel.LIBRARY_MORE}</span></h2>"
    return f'<section class="shelf">{head}<ul>{entries}</ul>{cut}</section>'


def _entry(document: Document) -> str:
    return f'<li><a class="opens" href="{briefing_href(document.id)}">{header(document)}</a></li>'


def _meta(document: Document) -> str:
    dated = words.common.DATED_BY.get(document.dated_by or "", "")
    lines = [
        date_of(document) + (f' <span class="aside">{escape(dated)}</span>' if dated else ""),
        escape(document.source or words.common.NO_SOURCE) + (f", {escape(document.author)}" if document.author else ""),
        f'<code title="{escape_attribute(document.folder)}">{escape(document.path)}</code>',
    ]
    return '<p class="meta">' + "".join(f"<span>{line}</span>" for line in lines) + "</p>"


def _within(span: Span | None, text: str) -> Span | None:
    return span if span is not None and 0 <= span[0] < span[1] <= len(text) else None


def _paragraphs(text: str, marked: Span | None, answering: Span | None) -> Iterator[str]:
    first = True
    for found in _PARAGRAPH.finditer(text):
        overlap = None if marked is None else _overlap(found.span(), marked)
        inside = None
        if overlap and answering:
            inside = _overlap((found.start() + overlap[0], found.start() + overlap[1]), answering)
        yield _paragraph(found[0], overlap, inside, anchor=first)
        first = first and overlap is None


def _overlap(paragraph: Span, marked: Span) -> Span | None:
    """The marked part of a paragraph, counted from the paragraph's own start."""
    start, end = max(paragraph[0], marked[0]), min(paragraph[1], marked[1])
    return (start - paragraph[0], end - paragraph[0]) if start < end else None


def _paragraph(text: str, marked: Span | None, inside: Span | None, *, anchor: bool) -> str:
    opening = f'<p class="{_kind(text)}" dir="auto">'
    if marked is None:
        return f"{opening}{escape(text)}</p>"
    start, end = marked
    name = ' id="cited" tabindex="-1"' if anchor else ""
    mark = f"<mark{name}>{strong(text[start:end], inside)}</mark>"
    return f"{opening}{escape(text[:start])}{mark}{escape(text[end:])}</p>"


def _kind(text: str) -> str:
    """What a paragraph looks like; in "lines" (lists, tables, addresses) its line breaks carry meaning."""
    lines = text.splitlines()
    if len(lines) == 1:
        return "item" if _ITEM.match(text) else "heading" if _HEADING.match(text) else "flowing"
    if _SET_LINE.search(text) or max(map(len, lines)) < _SHORT_LINE:
        return "lines"
    return "flowing"
