"""E-mail as it is sent: headers, body and attachments."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy, compat32
from typing import Any, cast

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

_ENCRYPTED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}
_ENDINGS = {"message/rfc822": ".eml", "text/plain": ".txt", "text/html": ".html"}
_HEADERS = ("from", "to", "date", "subject", "received", "message-id", "mime-version", "content-type", "return-path")


HEADER_CHARACTERS = 10_000
"""Of a header as much is parsed: the standard library's parser takes time that grows with the square of its length."""


class _Policy(EmailPolicy):
    """The standard library's, for headers as long as people's."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """A header's value, parsed as far as it is looked at."""
        return super().header_fetch_parse(name, value[:HEADER_CHARACTERS])


def load_eml(content: bytes, settings: IndexSettings) -> Loaded:
    """A message; raises LoadError for one that is encrypted or has no headers."""
    mail = _parse(content)
    if not any(name in mail for name in _HEADERS):
        raise LoadError("it is not an e-mail: it has no headers: export it again")
    bodies, others = _sort(mail)
    blocks = Blocks(settings)
    for body in bodies:
        plain_text(_words(body, settings), blocks)
    parts = tuple(_parts(others))
    if _kind(mail) in _ENCRYPTED:
        raise LoadError(ENCRYPTED)
    check_encryption(blocks.text, parts)
    published, dated_by = sent_on(_header(mail, "date")), "header"
    if published is None:
        published, dated_by = cast("tuple[Any, Any]", date_of_text(blocks.text))
    name, address = sender(_header(mail, "from"))
    title = subject_or(blocks.text, _header(mail, "subject"))
    return Loaded(blocks.text, title, published, dated_by, name or address, name, parts=parts)


def _parse(content: bytes) -> EmailMessage:
    """The message; one that was saved as text in UTF-16 is turned to UTF-8 first."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        content = decode(content).encode()
    return message_from_bytes(content.lstrip(b"\xef\xbb\xbf\r\n"), policy=cast(Any, _Policy()))


def _header(mail: EmailMessage, name: str) -> str:
    """A header's words; as they stand where they cannot be parsed."""
    try:
        return str(mail[name] or "")
    except Exception:  # the standard library's header parser raises anything on malformed ones
        return str(compat32.header_fetch_parse(name, dict(mail.raw_items()).get(name, "")))


def _kind(part: EmailMessage) -> str:
    return str(part.get_content_type())


def _sort(mail: EmailMessage) -> tuple[list[EmailMessage], list[EmailMessage]]:
    """The parts that are read as the message, and those that are files of their own, in order."""
    bodies: list[EmailMessage] = []
    others: list[EmailMessage] = []
    waiting: list[EmailMessage] = [mail]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            inside = [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
            waiting[:0] = _best(inside) if _kind(part) == "multipart/alternative" else inside
        elif part.get_content_maintype() == "text" and not part.is_attachment() and not part.get_filename():
            bodies.append(part)
        elif not (part.get_content_maintype() == "image" and not part.is_attachment()):  # a picture within the body
            others.append(part)
    return bodies, others


def _best(parts: list[EmailMessage]) -> list[EmailMessage]:
    """Of forms of the same words the plain one that is not empty, else the richest; files beside them stay."""
    words = [part for part in parts if part.get_content_maintype() in ("text", "multipart")]
    plain = [part for part in words if _kind(part) == "text/plain" and _payload(part).strip()]
    chosen = (plain or words[-1:])[:1]
    return chosen + [part for part in parts if not any(part is one for one in words)]


def _payload(part: EmailMessage) -> bytes:
    """The bytes of a part, decoded from what they were sent in."""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _words(part: EmailMessage, settings: IndexSettings) -> str:
    """The words of a body, in the encoding it declares or, where that does not fit, the likeliest."""
    payload = _payload(part)
    if not payload.strip():
        return ""
    words = _decoded(payload, part.get_content_charset() or "utf-8")
    return page_text(words, settings) if _kind(part) == "text/html" else words


def _decoded(payload: bytes, declared: str) -> str:
    """UTF-8 where it is that and not plain ASCII, whatever is declared; nothing else looks like it."""
    for encoding in (declared,) if payload.isascii() else ("utf-8", declared):
        try:
            return payload.decode(encoding)
        except (LookupError, ValueError):
            continue
    return decode(payload)


def _parts(others: list[EmailMessage]) -> Iterator[Part]:
    """The attachments, no two of one name."""
    taken: set[str] = set()
    for number, part in enumerate(others, start=1):
        ending = _ENDINGS.get(_kind(part)) or mimetypes.guess_extension(_kind(part)) or ".bin"
        name = part_name(_filename(part), number, ending)
        name = f"{number}-{name}" if name in taken else name
        taken.add(name)
        content = _enclosed(part)
        if content:
            yield Part(name, content)


def _filename(part: EmailMessage) -> str | None:
    try:
        return part.get_filename()
    except Exception:  # the same parser
        return None


def _enclosed(part: EmailMessage) -> bytes:
    """The bytes of an attachment; of a message that was forwarded as one, the message."""
    if part.get_content_maintype() == "message" and part.is_multipart():
        inside = part.get_payload(0)
        return inside.as_bytes(policy=compat32) if isinstance(inside, EmailMessage) else b""
    return _payload(part)
