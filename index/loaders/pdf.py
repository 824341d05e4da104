"""PDF: its pages, their paragraphs and headings."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from index.errors import LoadError
from index.loaders.blocks import Blocks
from index.loaders.hyphens import mended
from index.loaders.limits import check_pages, check_text
from index.loaders.lines import Line, body_height, is_heading, listed, paragraphs
from index.loaders.loaded import Loaded
from index.loaders.properties import author_said, day_said, title_said
from index.loaders.running import without_running
from index.loaders.text import dated, title_of_text
from index.settings import IndexSettings

_LINE = re.compile(r"[^\r\n]+")
_FIXED = re.compile(r"courier|mono|consol|menlo|typewriter|cmtt|fixed|inconsolata|source ?code", re.IGNORECASE)
FONT_NAME = 128
MOST_HEADINGS = 0.4
"""Share of the text in headings above which letters of all sizes mean nothing."""
Page = tuple[float, list[Line]]


def load_pdf(content: bytes, settings: IndexSettings) -> Loaded:
    """A PDF file with its pages; raises LoadError for one with a password or without text."""
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise LoadError("it is encrypted: save it without a password") from error
        raise LoadError("it is damaged or not a PDF file: open and save it again") from error
    try:
        check_pages(len(opened), settings)
        pages = _pages(opened, settings)
        if not any(lines for _, lines in pages):
            raise LoadError(_without_text(opened))
        return _loaded(pages, opened.get_metadata_dict(), settings)
    finally:
        opened.close()


def _pages(opened: Any, settings: IndexSettings) -> list[Page]:
    """The width and the lines of each page; one that is damaged has none."""
    pages: list[Page] = []
    characters = 0
    for number in range(len(opened)):
        try:
            page = opened[number]
        except RuntimeError:  # pypdfium2's PdfiumError: the others may be whole
            pages.append((0.0, []))
            continue
        lines = list(_lines(page))
        characters += sum(len(line.text) for line in lines)
        check_text(characters, settings)
        pages.append((page.get_width(), lines))
        page.close()
    return pages


def _lines(page: Any) -> Iterator[Line]:
    """The lines of a page, in the order of reading."""
    words = page.get_textpage()
    text = words.get_text_range()
    count, turned = words.count_chars(), page.get_rotation()
    placed = abs(count - len(text)) <= 2  # characters of two halves shift all that follow
    for found in _LINE.finditer(text):
        said = found[0].strip()
        if not said:
            continue
        first = found.start() + len(found[0]) - len(found[0].lstrip())
        last = found.start() + len(found[0].rstrip()) - 1
        if not placed or last >= count:
            yield Line(said)
            continue
        start, end = _box(words, first, turned), _box(words, last, turned)
        fixed = _is_fixed(words, first) and _is_fixed(words, last)
        yield Line(said, start[0], end[2], start[1], end[1], start[3] - start[1], fixed)
    words.close()


def _box(words: Any, index: int, turned: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a letter on the page as it is read."""
    left, bottom, right, top = words.get_charbox(index, loose=True)
    if turned == 90:
        return bottom, -right, top, -left
    if turned == 180:
        return -right, -top, -left, -bottom
    return (-top, left, -bottom, right) if turned == 270 else (left, bottom, right, top)


def _is_fixed(words: Any, index: int) -> bool:
    """Is a letter of a font whose letters are all as wide? Few say so of themselves; the names of the rest tell."""
    from pypdfium2 import raw

    name, flags = ctypes.create_string_buffer(FONT_NAME), ctypes.c_int()
    raw.FPDFText_GetFontInfo(words, index, name, FONT_NAME, flags)
    return bool(flags.value & 1) or _FIXED.search(name.value.decode("utf-8", "replace")) is not None


def _loaded(pages: list[Page], said: dict[str, str], settings: IndexSettings) -> Loaded:
    if not listed([lines for _, lines in pages]):
        pages = [(width, [replace(line, fixed=False) for line in lines]) for width, lines in pages]
    kept = without_running([lines for _, lines in pages])
    pages = [(width, lines) for (width, _), lines in zip(pages, kept, strict=True)]
    body = body_height([line for _, lines in pages for line in lines])
    found = [list(paragraphs(lines, width)) for width, lines in pages]
    whole = iter(mended([one.text for page in found for one in page]))
    found = [[replace(one, text=next(whole)) for one in page] for page in found]
    every = [paragraph for page in found for paragraph in page]
    large = sum(len(one.text) for one in every if is_heading(one, body))
    if large > MOST_HEADINGS * sum(len(one.text) for one in every):
        body = 0.0
    blocks = Blocks(settings)
    for page in found:
        blocks.page()
        for paragraph in page:
            (blocks.head if is_heading(paragraph, body) else blocks.add)(paragraph.text)
    text = blocks.text
    title = title_said(said.get("Title")) or title_of_text(blocks.headings[0].words if blocks.headings else text)
    published, dated_by = dated(text, day_said(said.get("CreationDate")) or day_said(said.get("ModDate")))
    author = author_said(said.get("Author"))
    return Loaded(text, title, published, dated_by, None, author, headings=blocks.headings, pages=blocks.pages)


def _without_text(opened: Any) -> str:
    """Why a file without text has none."""
    for number in range(min(len(opened), 20)):
        try:
            if next(iter(opened[number].get_objects(max_depth=2)), None) is not None:
                return "it is a scan without text: run text recognition (OCR) on it first"
        except RuntimeError:
            continue
    return "it is empty: its pages hold nothing"
