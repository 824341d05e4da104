"""Where sentences begin and end, as offsets into the text."""

from __future__ import annotations

import re

import sentencex

Span = tuple[int, int]

# sentencex ends a sentence neither before a list item nor at a line that a blank one follows.
_MARK = re.compile(r"(?:[-*•–]|\d{1,3}[.)])[ \t]+")
_BLOCK = re.compile(r"\n[ \t]*(?:\n|(?=(?:[-*•–]|\d{1,3}[.)])[ \t]))")


def split_sentences(text: str, *, language: str = "en") -> list[Span]:
    """Spans of the sentences of a text, in order, without surrounding white space or a list item's mark; none is empty.

    A blank line or the start of a list item ends a sentence as a full stop does.
    """
    spans = []
    start = 0
    for block in (*(match.end() for match in _BLOCK.finditer(text)), len(text)):
        part = text[start:block]
        for found in sentencex.get_sentence_boundaries(language, part):
            first = start + found["start_index"]
            mark = _MARK.match(text, first, block) if first == start else None
            span = _strip(text, mark.end() if mark else first, start + found["end_index"])
            if span[0] < span[1]:
                spans.append(span)
        start = block
    return spans


def _strip(text: str, start: int, end: int) -> Span:
    """The span without the white space around it."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip()) if words.strip() else start
