"""Paragraphs and headings put together to one text, with their exact offsets."""

from __future__ import annotations

import re
from unicodedata import normalize

from index.chunking import Heading, check_sentences
from index.loaders.limits import check_text
from index.settings import IndexSettings

CELL = "\x1f"
"""Stands after each cell in the words of a row; in no text that is kept."""

_LINE_END = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
_GAPS = re.compile(r"[ \t\xa0]*\n[ \t\xa0]*")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """A text without control characters, halves of characters and marks of where a word may be broken or not.

    Its lines end in a single newline. A letter and its accent are one character, as they are typed in questions;
    macOS and many PDFs write them as two.
    """
    return _CONTROL.sub("", _LINE_END.sub("\n", normalize("NFC", text)))


class Blocks:
    """A text that grows block by block, a blank line between them; raises LoadError when it holds too much."""

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._blocks: list[str] = []
        self._headings: list[Heading] = []
        self._pages: list[int] = []
        self._length = 0

    def add(self, words: str) -> None:
        """A paragraph, a list item, or a row of cells; nothing is added where there are no words."""
        if CELL in words:
            cells = [" ".join(clean(cell).split()) for cell in words.split(CELL)]
            words = " | ".join(cell for cell in cells if cell)
        words = _BLANK_LINES.sub("\n\n", _GAPS.sub("\n", clean(words))).strip()
        if words:
            self._blocks.append(words)
            self._length += len(words) + 2
            check_text(self._length, self._settings)
            check_sentences(len(self._blocks) - len(self._headings), self._settings.text_sentences)

    def head(self, words: str) -> None:
        """A heading, on one line."""
        words = " ".join(clean(words).split())
        if words:
            self._headings.append(Heading(self._length, self._length + len(words), words))
            self.add(words)

    def page(self) -> None:
        """Here a page begins, or ends without words."""
        self._pages.append(self._length)

    @property
    def text(self) -> str:
        """All blocks so far."""
        return "\n\n".join(self._blocks)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Where the headings stand in the text."""
        return tuple(self._headings)

    @property
    def pages(self) -> tuple[int, ...]:
        """Where the pages begin; one without words begins where the next does, the last ones at the end of the text."""
        end = max(0, self._length - 2)
        return tuple(min(start, end) for start in self._pages)
