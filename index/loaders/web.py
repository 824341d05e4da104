"""Web pages: what they say, without what stands around it."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Any

from index.loaders.blocks import CELL, Blocks, clean
from index.loaders.loaded import Loaded
from index.loaders.properties import author_said, title_said
from index.loaders.text import dated, decode, title_of_text
from index.loaders.tree import depth_of, events, name_of, parse_html, spaced, visible
from index.settings import IndexSettings
from index.times import read_date

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOTICE = re.compile(r"\s*(?:copyright\b|©|\(c\))", re.IGNORECASE)
_MEANT = {
    **{"iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"},
    **{"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"},
}
"""What browsers read under these names (encoding.spec.whatwg.org), each with letters that the name leaves out."""
HEAD = 4096
LARGE = 1_000_000
"""Characters over which a page is shown whole: finding its main text takes time that grows with their square."""
CARD = 250
"""Characters up to which an article is a mere card, with a title and a line or two, that leads to another page."""
DEPTH = 250
"""Elements inside one another over which it is shown whole too: what searches for the main text stops reading there."""
FIELDS = 100_000
"""Characters of such a page in which its title, date and author are sought."""
LEAST, MOST = 0.4, 0.8
"""Shares of all visible characters between which the main text stands for a page: below, too much may be missed;
above, there is little to leave out."""
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
"""What the page declares, no guesses from years in its text; the clock is not read."""


def load_html(content: bytes, settings: IndexSettings) -> Loaded:
    """A web page: its main text where that is found, else all that it shows."""
    from trafilatura import bare_extraction

    page = decode_html(content)
    everything = Blocks(settings)
    root = parse_html(page)
    if root is not None:
        visible(root, everything)
    large = len(page) > LARGE or (root is not None and depth_of(root) > DEPTH)
    whole = large or _articles(root) > 1
    sought = page[:FIELDS] if large else page
    found: Any = bare_extraction(
        sought, include_comments=False, favor_recall=True, with_metadata=True, date_extraction_params=_DATES
    )
    main = Blocks(settings)
    if found is not None and found.body is not None:
        _add(found.body, main)
    blocks = main if not whole and LEAST <= len(main.text) / max(1, len(everything.text)) <= MOST else everything
    return _loaded(blocks, found, root)


def decode_html(content: bytes) -> str:
    """The page in the encoding that it declares, where that fits."""
    declared = _CHARSET.search(content[:HEAD])
    if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        with suppress(LookupError, ValueError):
            content = content.decode(_meant(declared[1].decode("ascii"))).encode("utf-8", "ignore")
    return _DECLARATION.sub("", decode(content))


def _meant(declared: str) -> str:
    """The encoding that a page means by the name of another; in UTF-16 the name itself could not have been found."""
    name = codecs.lookup(declared).name
    return _MEANT.get(name, "utf-8" if name.startswith(("utf-16", "utf-32")) else name)


def _loaded(blocks: Blocks, found: Any, root: Any) -> Loaded:
    """The text with what the page's fields say."""
    said = None if root is None else next((one for one in root.iter("title")), None)
    title = title_said(getattr(found, "title", None)) or title_said(said.text if said is not None else None)
    source = _NOTICE.split(getattr(found, "sitename", None) or "")[0].strip() or getattr(found, "hostname", None)
    if title in (None, source):
        title = _heading(root) or (blocks.headings[0].words if blocks.headings else title_of_text(blocks.text))
    day = read_date(found.date) if found is not None and found.date else None
    published, dated_by = dated(blocks.text, None)
    if day and (published is None or str(day) in _declared(root)):
        published, dated_by = day, "header"
    author = author_said(getattr(found, "author", None))
    return Loaded(blocks.text, title, published, dated_by, source, author, headings=blocks.headings)


def _articles(root: Any) -> int:
    """How many articles a page holds, of which only one would be taken for its main text; cards are no articles."""
    found = () if root is None else root.iter("article")
    return sum(len("".join(one.itertext())) > CARD for one in found if not any(one.iterancestors("article")))


def _declared(root: Any) -> str:
    """What a page declares of itself; the times in its body may be those of others that it links to."""
    heads = () if root is None else root.iter("head", "script")
    return "".join(" ".join([*one.attrib.values(), one.text or ""]) for head in heads for one in head.iter())


def _heading(root: Any) -> str | None:
    """The words of the first heading of the highest kind: above it there may be those of a search form or a menu."""
    heads = () if root is None else root.iter("h1")
    return next((said for said in (" ".join(clean("".join(head.itertext())).split()) for head in heads) if said), None)


def _add(body: Any, blocks: Blocks) -> None:
    """The main text as trafilatura marks it: heads, paragraphs, items, and rows with their cells."""
    words: list[str] = []
    kind = ""
    for event, element in events(body):
        name = name_of(element)
        if event == "end" and name == "cell":
            words.append(CELL)
        elif event == "start" and name == "lb":
            words.append("\n")
        elif name in ("head", "item", "p", "quote", "code", "row", "list", "table") and not _inside_cell(element):
            _flush(words, kind, blocks)
            kind = name if event == "start" else ""
        said = (element.text if event == "start" else element.tail) or ""
        words.append(said if kind == "code" else spaced(said))
    _flush(words, kind, blocks)


def _flush(words: list[str], kind: str, blocks: Blocks) -> None:
    said = "".join(words).strip()
    words.clear()
    if kind == "head":
        blocks.head(said)
    elif said:
        blocks.add(f"- {said}" if kind == "item" else said)


def _inside_cell(element: Any) -> bool:
    """Does an element stand in a table's cell, whose words stay on their row's line?"""
    return any(name_of(one) == "cell" for one in element.iterancestors())
