"""OpenDocument texts: paragraphs, lists, tables and headings."""

from __future__ import annotations

from typing import Any

from index.errors import LoadError
from index.loaders.archive import open_office
from index.loaders.blocks import CELL, Blocks
from index.loaders.loaded import Loaded
from index.loaders.properties import odf_properties
from index.loaders.text import dated, title_of_text
from index.loaders.tree import attribute, child, events, name_of, parse_xml, spaced
from index.settings import IndexSettings

_LEFT_OUT = {"tracked-changes", "annotation", "forms", "sequence-decls", "note-citation", "bibliography-mark", "script"}
_SPACES = {"tab": "\t", "line-break": "\n"}
MOST_SPACES = 100


def load_odt(content: bytes, settings: IndexSettings) -> Loaded:
    """An OpenDocument text; raises LoadError for one that is encrypted."""
    archive = open_office(content, settings)
    body = child(parse_xml(archive.read("content.xml")), "body", "text")
    if body is None:
        raise LoadError("it is damaged or not an OpenDocument text: open and save it again")
    blocks = Blocks(settings)
    _add(body, blocks)
    said = odf_properties(archive)
    published, dated_by = dated(blocks.text, said.made)
    first = blocks.headings[0].words if blocks.headings else title_of_text(blocks.text)
    return Loaded(blocks.text, said.title or first, published, dated_by, None, said.author, headings=blocks.headings)


def _add(body: Any, blocks: Blocks) -> None:
    """All blocks under an element, in order; those inside a table's row stay on its line."""
    words: list[str] = []
    left_out = rows = 0
    mark = ""
    for event, element in events(body):
        name = name_of(element)
        step = 1 if event == "start" else -1
        if name in _LEFT_OUT:
            left_out += step
        elif name == "table-row":
            rows += step
            if not rows:
                blocks.add("".join(words))
                words.clear()
        elif event == "end" and name == "table-cell":
            words.append(CELL)
        elif event == "start" and name == "list-item":
            mark = "- "
        elif event == "start":
            words.append(_space(element, name))
        elif name in ("p", "h") and rows:
            words.append(" ")
        elif name in ("p", "h"):
            said = "".join(words).strip()
            (blocks.head if name == "h" else blocks.add)(mark + said if said and name == "p" else said)
            words.clear()
            mark = ""
        if not left_out:
            words.append(spaced((element.text if event == "start" else element.tail) or ""))


def _space(element: Any, name: str) -> str:
    """The white space that an element stands for."""
    if name == "s":
        count = attribute(element, "c") or "1"
        return " " * min(MOST_SPACES, int(count) if count.isdigit() else 1)
    return _SPACES.get(name, "")
