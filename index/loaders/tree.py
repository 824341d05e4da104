"""XML and HTML to trees, without entities, files or network; their words as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from index.errors import LoadError
from index.loaders.blocks import CELL, Blocks

_HIDDEN = {"script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "select", "textarea"}
_BREAKING = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "nav"),
    *("ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "caption"),
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = {"td", "th"}


def parse_xml(content: bytes) -> Any:
    """The root of an XML file; raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def parse_html(text: str) -> Any:
    """The root of a web page, however badly written, or None for one without anything; raises LoadError.

    The parser keeps what it has read so far when it meets its limits: such a page is refused, not cut short.
    """
    if not text.strip():
        return None
    # Bytes, because a text with an encoding declaration is refused; the parser is told which they are.
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "ignore"), parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise LoadError("its elements are nested too deeply: open it in a browser and save its text")
    return root


def depth_of(root: Any) -> int:
    """How many elements are inside one another at most."""
    depth = most = 0
    for event, _ in events(root):
        depth += 1 if event == "start" else -1
        most = max(most, depth)
    return most


def name_of(element: Any) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name without its namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Any, *names: str) -> Any:
    """The first child, child's child and so on with these names, or None."""
    for name in names:
        element = next((one for one in element if name_of(one) == name), None)
        if element is None:
            return None
    return element


def events(root: Any) -> Iterator[tuple[str, Any]]:
    """("start", element) and ("end", element) in the order of the text, however deep it is nested."""
    yield from etree.iterwalk(root, events=("start", "end"))


def visible(root: Any, blocks: Blocks) -> None:
    """All that a web page shows, as blocks: headings, paragraphs, list items, and rows with a bar between cells."""
    words: list[str] = []
    hidden = verbatim = 0
    kind = ""

    def flush(following: str) -> None:
        nonlocal kind
        (blocks.head if kind in _HEADINGS else blocks.add)("".join(words))
        words.clear()
        kind = following

    for event, element in events(root):
        name = name_of(element)
        if name in _HIDDEN or not name:
            hidden += 1 if event == "start" else -1
        elif name in _BREAKING or name in _HEADINGS:
            if not hidden and not _alone_in_cell(element):
                flush(name if event == "start" else "")
            verbatim += (event == "start") - (event == "end") if name == "pre" else 0
        elif event == "start" and name == "br":
            words.append("\n")
        elif event == "end" and name in _CELLS:
            words.append(CELL)
        said = element.text if event == "start" else element.tail
        if said and not hidden:
            words.append(said if verbatim else spaced(said))
    flush("")


def _alone_in_cell(element: Any) -> bool:
    """Is an element all that a table's cell holds? It then stays on the row's line."""
    parent = element.getparent()
    return parent is not None and name_of(parent) in _CELLS and len(parent) == 1


def spaced(said: str) -> str:
    """Words with single spaces, as a browser shows them."""
    joined = " ".join(said.split())
    if not joined:
        return " " if said else ""
    return (" " if said[0].isspace() else "") + joined + (" " if said[-1].isspace() else "")
