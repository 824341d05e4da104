"""Markdown: its words without the marks, and its headings."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.chunking import Heading
from index.errors import LoadError
from index.loaders.front_matter import split_front_matter
from index.loaders.loaded import Loaded
from index.loaders.text import date_of_text, decode, title_of_text
from index.settings import IndexSettings

_VERBATIM = {"fence", "code_block", "html_block"}


def load_markdown(content: bytes, settings: IndexSettings) -> Loaded:
    """A Markdown file, with or without front matter; raises LoadError for one that is empty or not text."""
    header, body = split_front_matter(decode(content))
    text, headings = plain(body)
    if not text.strip():
        raise LoadError("it holds no words")
    published, dated_by = header.published, "front matter" if header.published else None
    if published is None:
        published, dated_by = date_of_text(text)
    title = header.title or (headings[0].words if headings else title_of_text(text))
    return Loaded(text, title, published, dated_by, header.source, header.author, headings)


def plain(body: str) -> tuple[str, tuple[Heading, ...]]:
    """The words of a Markdown text, a blank line between blocks, and where its headings stand in them."""
    blocks = []
    headings = []
    length = 0
    for words, heading in _blocks(MarkdownIt("commonmark").enable("table").parse(body)):
        if heading:
            headings.append(Heading(length, length + len(words), " ".join(words.split())))
        blocks.append(words)
        length += len(words) + 2
    return "\n\n".join(blocks), tuple(headings)


def _blocks(tokens: list[Token]) -> Iterator[tuple[str, bool]]:
    """Paragraphs, list items with their mark, table rows and verbatim blocks, each with whether it is a heading."""
    row: list[str] = []
    mark = inside = ""
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type in ("heading_open", "tr_open"):
            inside, row = token.type, []
        elif token.type == "tr_close":
            yield " | ".join(row), False
            inside = ""
        elif token.type == "inline" and inside == "tr_open":
            row.append(_words(token))
        elif token.type in _VERBATIM or token.type == "inline":
            words = _words(token) if token.type == "inline" else token.content.strip("\n")
            if words.strip():
                yield mark + words, inside == "heading_open"
            mark = inside = ""


def _words(token: Token) -> str:
    """The text of an inline token: link texts and image descriptions stay, addresses and marks go.

    HTML is kept as the text it is.
    """
    parts = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        else:
            parts.append(_words(child) if child.type == "image" else child.content)
    return "".join(parts)
