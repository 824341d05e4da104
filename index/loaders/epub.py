"""EPUB books: their chapters in reading order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from index.errors import LoadError
from index.loaders.archive import Archive, open_archive
from index.loaders.blocks import Blocks
from index.loaders.limits import check_pages
from index.loaders.loaded import Loaded
from index.loaders.properties import author_said, day_said, title_said
from index.loaders.text import dated, title_of_text
from index.loaders.tree import attribute, child, name_of, parse_html, parse_xml, visible
from index.loaders.web import decode_html
from index.settings import IndexSettings

_PAGES = (".xhtml", ".html", ".htm", ".xml")
_KEY = ("META-INF/rights.xml", "META-INF/license.lcpl")


def load_epub(content: bytes, settings: IndexSettings) -> Loaded:
    """A book; raises LoadError for one that is locked to a reader."""
    archive = open_archive(content, settings)
    if any(name in archive.names for name in _KEY):
        raise LoadError("it is encrypted: only the program it was bought for can open it")
    container = parse_xml(archive.read("META-INF/container.xml"))
    package = next((attribute(one, "full-path") for one in container.iter() if name_of(one) == "rootfile"), None)
    if package is None:
        raise LoadError("it is damaged or not an EPUB book: its container names no package")
    book = parse_xml(archive.read(package))
    chapters = list(_chapters(book, posixpath.dirname(package)))
    check_pages(len(chapters), settings, unit="chapters")
    blocks = Blocks(settings)
    for name in chapters:
        _add(archive, name, blocks)
    return _loaded(book, blocks)


def _chapters(book: Any, folder: str) -> Iterator[str]:
    """The names of the chapters' files, in the order of the spine."""
    manifest, spine = child(book, "manifest"), child(book, "spine")
    items = {attribute(item, "id"): attribute(item, "href") for item in (() if manifest is None else manifest)}
    for reference in () if spine is None else spine:
        href = items.get(attribute(reference, "idref") or "") if name_of(reference) == "itemref" else None
        if href and href.lower().partition("#")[0].endswith(_PAGES):
            yield posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _add(archive: Archive, name: str, blocks: Blocks) -> None:
    """The words of a chapter, where it is there and not empty."""
    content = archive.read(name) if name in archive.names else b""
    root = parse_html(decode_html(content)) if content.strip() else None
    if root is not None:
        visible(root, blocks)


def _loaded(book: Any, blocks: Blocks) -> Loaded:
    """The text with what the package says of the book."""
    said: dict[str, str] = {}
    metadata = child(book, "metadata")
    for element in () if metadata is None else metadata.iter():
        said.setdefault(name_of(element), element.text or "")
    published, dated_by = day_said(said.get("date")), "properties"
    title = title_said(said.get("title")) or (
        blocks.headings[0].words if blocks.headings else title_of_text(blocks.text)
    )
    found, kind = (published, dated_by) if published else dated(blocks.text, None)
    source = author_said(said.get("publisher"))
    return Loaded(blocks.text, title, found, kind, source, author_said(said.get("creator")), headings=blocks.headings)
