"""Outlook's own file of a message: sender, subject, date, body and attachments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from oxmsg import Message

from index.errors import LoadError
from index.loaders.blocks import Blocks
from index.loaders.loaded import Loaded, Part
from index.loaders.message import (
    ENCRYPTED,
    check_encryption,
    page_text,
    part_name,
    plain_text,
    sender,
    sent_on,
    subject_or,
)
from index.loaders.text import date_of_text, decode
from index.settings import IndexSettings

_HTML = 0x1013
_ENCRYPTED = ("IPM.Note.SMIME", "IPM.Note.Secure", "IPM.Note.rpmsg")


def load_msg(content: bytes, settings: IndexSettings) -> Loaded:
    """A message; raises LoadError for one that is encrypted."""
    mail = Message.load(content)
    blocks = Blocks(settings)
    plain_text(_body(mail, settings), blocks)
    parts = tuple(_parts(mail))
    if mail.message_class.startswith(_ENCRYPTED) and "MultipartSigned" not in mail.message_class:
        raise LoadError(ENCRYPTED)
    check_encryption(blocks.text, parts)
    published = _sent(mail)
    dated_by: str | None = "header"
    if published is None:
        published, dated_by = date_of_text(blocks.text)
    name, address = sender(mail.sender or "")
    title = subject_or(blocks.text, mail.subject)
    return Loaded(blocks.text, title, published, dated_by, name or address, name, parts=parts)


def _body(mail: Message, settings: IndexSettings) -> str:
    """The plain body, else what the HTML one shows."""
    body = mail.body
    if body and body.strip():
        return body
    try:
        page = mail.html_body
    except (LookupError, ValueError):
        page = decode(mail.properties.binary_prop_value(_HTML) or b"")
    return page_text(page, settings) if page else ""


def _sent(mail: Message) -> date | None:
    """The day it was sent, by its headers as the sender's clock had it, else by Outlook's own field."""
    day = sent_on(str(mail.message_headers.get("Date", "")))
    return day or (mail.sent_date.date() if mail.sent_date else None)


def _parts(mail: Message) -> Iterator[Part]:
    """The attachments, no two of one name."""
    taken: set[str] = set()
    for number, one in enumerate(mail.attachments, start=1):
        content: bytes | None = one.file_bytes
        name = part_name(one.file_name, number, ".bin")
        name = f"{number}-{name}" if name in taken else name
        taken.add(name)
        if content:
            yield Part(name, content)
