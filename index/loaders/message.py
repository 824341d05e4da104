"""What e-mails have in common, whatever they are kept in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePosixPath

from index.errors import LoadError
from index.loaders.blocks import Blocks, clean
from index.loaders.loaded import Part
from index.loaders.text import title_of_text
from index.loaders.tree import parse_html, visible
from index.settings import IndexSettings
from index.times import read_date

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]+')
ENCRYPTED = "it is encrypted: save it decrypted"
_ENCRYPTED_PARTS = (".pgp-encrypted", ".p7m", ".rpmsg")
NAME_CHARACTERS = 120


def sent_on(header: str) -> date | None:
    """The day in a Date header, as the sender's clock had it; None for one that is no date."""
    header = " ".join(header.split())
    try:
        return parsedate_to_datetime(header).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        iso = re.match(r"\d{4}-\d\d-\d\d", header)
        return read_date(iso[0] if iso else header) if header else None


def sender(header: str) -> tuple[str | None, str | None]:
    """Name and address in a From header; each None where it is missing."""
    name, address = parseaddr(" ".join(clean(header).split()))
    with suppress(LookupError, ValueError):  # an encoding that is unknown or does not fit: as it stands
        name = str(make_header(decode_header(name)))
    quoted = len(name) > 1 and name[0] == name[-1] and name[0] in "'\""
    return clean(name[1:-1] if quoted else name).strip() or None, address or None


def subject_or(text: str, subject: str) -> str | None:
    """The subject, else the first words."""
    return " ".join(clean(subject).split()) or (title_of_text(text) if text.strip() else None)


def check_encryption(text: str, parts: Sequence[Part]) -> None:
    """Raises LoadError for a message without words of its own whose attachment is the encrypted one."""
    if not text and any(part.name.lower().endswith(_ENCRYPTED_PARTS) for part in parts):
        raise LoadError(ENCRYPTED)


def plain_text(words: str, blocks: Blocks) -> None:
    """A plain body, as its writer broke it into lines and paragraphs."""
    for paragraph in re.split(r"\n[ \t]*(?:\n[ \t]*)+", clean(words)):
        blocks.add(paragraph)


def page_text(page: str, settings: IndexSettings) -> str:
    """All that the body of an HTML message shows."""
    blocks = Blocks(settings)
    root = parse_html(page)
    if root is not None:
        visible(root, blocks)
    return blocks.text


def part_name(name: str | None, number: int, ending: str) -> str:
    """A safe name for an attachment, without folders; made up where it has none."""
    last = PurePosixPath((name or "").replace("\\", "/")).name
    last = _UNSAFE.sub("_", clean(last)).strip(" .")[-NAME_CHARACTERS:]
    return last or f"attachment-{number}{ending}"
