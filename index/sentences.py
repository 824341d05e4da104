"""Where sentences begin and end, as offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import sentencex

Span = tuple[int, int]

BLOCK_CHARACTERS = 100_000
"""A longer block is looked at in pieces: sentencex gives all of its sentences at once."""

# sentencex ends a sentence neither before a list item nor at a line that a blank one follows.
_MARK = re.compile(r"(?:[-*•–]|\d{1,3}[.)])[ \t]+")
_BLOCK = re.compile(r"\n[ \t]*(?:\n|(?=(?:[-*•–]|\d{1,3}[.)])[ \t]))")


def split_sentences(text: str, *, language: str = "en") -> list[Span]:
    """Spans of the sentences of a text, in order, without surrounding white space or a list item's mark; none is empty.

    A blank line or the start of a list item ends a sentence as a full stop does.
    """
    return list(sentences_in(text, language=language))


def sentences_in(text: str, *, language: str = "en") -> Iterator[Span]:
    """The same one by one: of a large text there may be more than fit into the memory."""
    for start, block in _blocks(text):
        part = text[start:block]
        for found in sentencex.get_sentence_boundaries(language, part):
            first = start + found["start_index"]
            mark = _MARK.match(text, first, block) if first == start else None
            span = _strip(text, mark.end() if mark else first, start + found["end_index"])
            if span[0] < span[1]:
                yield span


def _blocks(text: str) -> Iterator[Span]:
    """The stretches between blank lines and list items; one that is very long in pieces."""
    start = 0
    for end in chain((match.end() for match in _BLOCK.finditer(text)), (len(text),)):
        while end - start > BLOCK_CHARACTERS:
            edge = max(text.rfind(space, start, start + BLOCK_CHARACTERS) for space in "\n ") + 1
            edge = edge or start + BLOCK_CHARACTERS
            yield start, edge
            start = edge
        yield start, end
        start = end


def _strip(text: str, start: int, end: int) -> Span:
    """The span without the white space around it."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip()) if words.strip() else start
