"""PowerPoint: each slide a page, its title a heading; tables, groups and notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from index.loaders.archive import open_office
from index.loaders.blocks import CELL, Blocks
from index.loaders.limits import check_pages
from index.loaders.loaded import Loaded
from index.loaders.properties import office_properties
from index.loaders.text import dated, title_of_text
from index.settings import IndexSettings

_FURNITURE = {"DATE", "FOOTER", "SLIDE_NUMBER", "HEADER"}
GROUPS = 50
"""How deep groups of shapes may lie in one another; what lies deeper is left out."""


def load_pptx(content: bytes, settings: IndexSettings) -> Loaded:
    """A PowerPoint file."""
    from pptx import Presentation

    archive = open_office(content, settings)
    opened = Presentation(io.BytesIO(content))
    check_pages(len(opened.slides), settings, unit="slides")
    blocks = Blocks(settings)
    for slide in opened.slides:
        blocks.page()
        _add(slide, blocks)
    said = office_properties(archive)
    published, dated_by = dated(blocks.text, said.made)
    title = said.title or title_of_text(blocks.headings[0].words if blocks.headings else blocks.text)
    return Loaded(
        blocks.text, title, published, dated_by, None, said.author, headings=blocks.headings, pages=blocks.pages
    )


def _add(slide: Any, blocks: Blocks) -> None:
    """The title first, wherever it lies, then the shapes, then the notes."""
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        blocks.head(title.text_frame.text)
    for shape in _shapes(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            _add_shape(shape, blocks)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        _add_paragraphs(slide.notes_slide.notes_text_frame, blocks)


def _shapes(shapes: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    """All shapes, those in groups too."""
    for shape in shapes:
        if not hasattr(shape, "shapes"):
            yield shape
        elif depth < GROUPS:
            yield from _shapes(shape.shapes, depth + 1)


def _add_shape(shape: Any, blocks: Blocks) -> None:
    """A table by its rows, any other by its paragraphs; dates and numbers of slides are left out."""
    if getattr(shape, "has_table", False):
        for row in shape.table.rows:
            blocks.add(CELL.join(cell.text for cell in row.cells))
    elif shape.has_text_frame and not (shape.is_placeholder and _kind(shape) in _FURNITURE):
        _add_paragraphs(shape.text_frame, blocks)


def _kind(shape: Any) -> str:
    """What a placeholder is for; "" where the file does not say it in a way that is known."""
    kind = shape.placeholder_format.type
    return kind.name if kind is not None else ""


def _add_paragraphs(frame: Any, blocks: Blocks) -> None:
    for paragraph in frame.paragraphs:
        blocks.add(paragraph.text)
