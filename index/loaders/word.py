"""Word: paragraphs, lists, tables, text boxes and footnotes, with the headings that styles make."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from index.loaders.archive import Archive, open_office
from index.loaders.blocks import CELL, Blocks
from index.loaders.loaded import Loaded
from index.loaders.properties import office_properties
from index.loaders.text import dated, title_of_text
from index.loaders.tree import attribute, child, events, name_of, parse_xml
from index.settings import IndexSettings

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_HEADING = re.compile(r"(?:heading|überschrift|titre|título) \d|title|titel", re.IGNORECASE)
_LEFT_OUT = {"del", "moveFrom", "instrText", "Fallback", "pPr", "rPr", "tblPr", "sectPr"}
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def load_docx(content: bytes, settings: IndexSettings) -> Loaded:
    """A Word file; headers and footers of its pages are left out, deleted text too."""
    from docx import Document

    archive = open_office(content, settings)
    opened = Document(io.BytesIO(content))
    blocks = Blocks(settings)
    _add(opened.element.body, blocks, _heading_styles(opened))
    _add_notes(archive, blocks)
    said = office_properties(archive)
    published, dated_by = dated(blocks.text, said.made)
    title = said.title or title_of_text(blocks.headings[0].words if blocks.headings else blocks.text)
    return Loaded(blocks.text, title, published, dated_by, None, said.author, headings=blocks.headings)


def _heading_styles(opened: WordDocument) -> set[str]:
    """The ids of the styles that make a heading: by name, outline level, or the style they are based on."""
    based: dict[str, str | None] = {}
    found: set[str] = set()
    for style in opened.styles.element:
        key = attribute(style, "styleId")
        if key is None or name_of(style) != "style":
            continue
        name, base, level = child(style, "name"), child(style, "basedOn"), child(style, "pPr", "outlineLvl")
        based[key] = None if base is None else attribute(base, "val")
        named = name is not None and _HEADING.fullmatch(attribute(name, "val") or "")
        if named or (level is not None and attribute(level, "val") != "9"):
            found.add(key)
    for key, base_of in based.items():
        if base_of in found:
            found.add(key)
    return found


def _add(body: Any, blocks: Blocks, headings: set[str]) -> None:
    """All blocks in order; a table's row is one, a text box comes after the paragraph that holds it."""
    words: list[list[str]] = [[]]
    left_out = rows = 0
    for event, element in events(body):
        name = name_of(element)
        step = 1 if event == "start" else -1
        if name in _LEFT_OUT:
            left_out += step
        elif left_out:
            continue
        elif name == "tr":
            rows += step
            if not rows:
                blocks.add("".join(words[-1]))
                words[-1].clear()
        elif name == "tc" and event == "end" and rows == 1:
            words[-1].append(CELL)
        elif name == "p" and rows:
            words[-1].append(" " if event == "end" else "")
        elif name == "p" and event == "start":
            words.append([])
        elif name == "p":
            _add_paragraph(element, "".join(words.pop()), blocks, headings)
        elif event == "start" and name == "t":
            words[-1].append(element.text or "")
        elif event == "start":
            words[-1].append(_SPACES.get(name, ""))


def _add_paragraph(element: Any, said: str, blocks: Blocks, headings: set[str]) -> None:
    """A paragraph by its style: a heading, a list item, or plain."""
    style = child(element, "pPr", "pStyle")
    key = None if style is None else attribute(style, "val")
    level = child(element, "pPr", "outlineLvl")
    if key in headings or (level is not None and attribute(level, "val") != "9"):
        blocks.head(said)
        return
    listed = child(element, "pPr", "numPr") is not None or (key or "").startswith("List")
    blocks.add(f"- {said.strip()}" if listed and said.strip() else said)


def _add_notes(archive: Archive, blocks: Blocks) -> None:
    """Footnotes and endnotes, at the end."""
    for name in _NOTES:
        if name in archive.names:
            _add(parse_xml(archive.read(name)), blocks, set())
