"""RTF: its paragraphs, and what its information group says."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from striprtf.striprtf import rtf_to_text

from index.errors import LoadError
from index.loaders.blocks import Blocks
from index.loaders.loaded import Loaded
from index.loaders.properties import author_said, title_said
from index.loaders.text import dated, title_of_text
from index.settings import IndexSettings

_CODEPAGE = re.compile(r"\\ansicpg(\d+)")
_MADE = re.compile(r"\\(?:revtim|creatim)\\yr(\d{4})\\mo(\d\d?)\\dy(\d\d?)")
HEAD = 20_000


def load_rtf(content: bytes, settings: IndexSettings) -> Loaded:
    """A rich text file, a paragraph a block."""
    if not content.startswith(b"{\\rtf"):
        raise LoadError("it is damaged or not an RTF file: open and save it again")
    raw = content.decode("latin-1")
    blocks = Blocks(settings)
    for line in _plain(content).split("\n"):
        blocks.add(line.replace("|", " | ").strip(" |") if line.count("|") > 1 else line)
    head = raw[:HEAD]
    published, dated_by = dated(blocks.text, _made(head))
    title = title_said(_field(head, "title")) or title_of_text(blocks.text)
    return Loaded(blocks.text, title, published, dated_by, None, author_said(_field(head, "author")))


def _plain(content: bytes) -> str:
    """The text; bytes above 127, which should not stand in it, are of its code page."""
    page = _CODEPAGE.search(content[:HEAD].decode("latin-1"))
    try:
        raw = content.decode(f"cp{page[1]}" if page else "cp1252", "replace")
    except LookupError:
        raw = content.decode("cp1252", "replace")
    # Halves of characters above U+FFFF come one by one.
    plain = _text(raw).encode("utf-16-le", "surrogatepass")
    return plain.decode("utf-16-le", "replace")


def _text(raw: str) -> str:
    convert: Any = rtf_to_text
    return str(convert(raw, errors="replace"))


def _field(head: str, name: str) -> str | None:
    """A field of the information group."""
    found = re.search(rf"\{{\\{name} ((?:[^{{}}\\]|\\[^{{}}]){{1,500}})\}}", head)
    return _text(f"{{\\rtf1\\ansi {found[1]}}}") if found else None


def _made(head: str) -> date | None:
    try:
        days = [date(*(int(number) for number in found.groups())) for found in _MADE.finditer(head)]
    except ValueError:
        return None
    return max(days, default=None)
