"""A text -> passages: whole sentences packed to a token limit, with exact offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.errors import LoadError
from index.records import Passage
from index.sentences import Span, sentences_in

Count = Callable[[str], int]

_WORD = re.compile(r"\S")
_BLOCK_END = re.compile(r"\S[ \t]*\n[ \t]*\n")
"""A blank line below words: there are at least as many sentences as of these, but for headings."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text: `text[start:end]` is its line, `words` what it says."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage with its sentences, as offsets into the document's text."""

    passage: Passage
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a passage may hold at most; `count` measures in the tokens of the embedder.

    `sentences` are those of a whole text.
    """

    tokens: int
    characters: int
    count: Count
    sentences: int = 1 << 62


def chunk(
    document_id: str, text: str, *, limits: Limits, headings: Sequence[Heading] = (), pages: Sequence[int] = ()
) -> list[Chunk]:
    """Passages of a text, in order; `text[start:end] == passage.text` for each.

    A heading opens a new passage and belongs to none. A sentence over a limit is split at a space, else where the
    limit falls. `pages` are the offsets at which pages begin: all sentences of a passage begin on its page, the first
    being 1. Raises LoadError for a text of too many sentences, before it has found them all.
    """
    check_sentences(sum(1 for _ in _BLOCK_END.finditer(text)) - len(headings), limits.sentences)
    chunks = []
    found = 0
    for start, end, heading in _sections(text, headings):
        sentences = (piece for span in _sentences(text, start, end) for piece in _fit(text, span, limits))
        for page, together in groupby(sentences, key=lambda span: bisect_right(pages, span[0])):
            for group in _pack(text, together, limits):
                first, last = group[0][0], group[-1][1]
                passage = Passage(
                    f"{document_id}-{first}", document_id, first, last, text[first:last], heading, page or None
                )
                chunks.append(Chunk(passage, tuple(group)))
                found += len(group)
                check_sentences(found, limits.sentences)
    return chunks


def check_sentences(found: int, most: int) -> None:
    """Raises LoadError for a text of more sentences, or rows of tables, than it may have."""
    if found > most:
        raise LoadError(
            f"it holds more than {most:,} sentences or rows: split it, a table by years for instance, "
            "with the names of its columns at the head of each part"
        )


def refit(one: Chunk, text: str, *, limits: Limits) -> list[Chunk]:
    """A chunk within other limits: itself, or several of its sentences each."""
    old = one.passage
    if limits.count(old.text) <= limits.tokens:
        return [one]
    sentences = [piece for span in one.sentences for piece in _fit(text, span, limits)]
    chunks = []
    for group in _pack(text, sentences, limits):
        first, last = group[0][0], group[-1][1]
        identity = f"{old.document_id}-{first}"
        passage = Passage(identity, old.document_id, first, last, text[first:last], old.heading, old.page)
        chunks.append(Chunk(passage, tuple(group)))
    return chunks


def _sections(text: str, headings: Sequence[Heading]) -> Iterator[tuple[int, int, str | None]]:
    """The stretches between headings, each with the words of the one above it."""
    start, words = 0, None
    for heading in sorted(headings, key=lambda heading: heading.start):
        yield start, heading.start, words
        start, words = heading.end, heading.words
    yield start, len(text), words


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    return ((start + first, start + last) for first, last in sentences_in(text[start:end]))


def _pack(text: str, sentences: Iterable[Span], limits: Limits) -> Iterator[list[Span]]:
    """Neighbouring sentences joined while they fit, with what stands between them."""
    group: list[Span] = []
    tokens = 0
    for span in sentences:
        count = limits.count(text[group[-1][1] if group else span[0] : span[1]])
        too_long = group and span[1] - group[0][0] > limits.characters
        if group and (tokens + count > limits.tokens or too_long):
            yield group
            group, tokens = [], 0
        group.append(span)
        tokens += count
    if group:
        yield group


def _fit(text: str, span: Span, limits: Limits) -> Iterator[Span]:
    """A sentence in pieces within the limits: usually itself."""
    start, end = span
    while start < end:
        stop = _longest(text, start, end, limits)
        yield start, start + len(text[start:stop].rstrip())
        following = _WORD.search(text, stop, end)
        start = following.start() if following else end


def _longest(text: str, start: int, end: int, limits: Limits) -> int:
    """The furthest place to stop: the end, the last space that fits, or the last character that does."""
    if end - start <= limits.characters and limits.count(text[start:end]) <= limits.tokens:
        return end
    edge = min(end, start + limits.characters)
    low, high = start + 1, edge
    while low < high:
        middle = (low + high + 1) // 2
        if limits.count(text[start:middle]) <= limits.tokens:
            low = middle
        else:
            high = middle - 1
    if low >= end:
        return end
    space = max((at for at in range(start + 1, low + 1) if text[at].isspace()), default=0) if low < end else 0
    return space or low
