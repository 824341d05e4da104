"""Text -> HTML in which nothing that a document or a model says can act."""

from __future__ import annotations

import re

_BIDI = "\u202a-\u202e\u2066-\u2069"
_ACTIVE = re.compile(rf"[!-/:-@\[-`{{-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|[{_BIDI}]")


def escape(text: str) -> str:
    """Text as inert HTML: every ASCII punctuation character becomes a numeric reference.

    That leaves nothing for HTML, Markdown, LaTeX or link detection to act on. Controls of writing direction are
    shut into an element of their own, so that they cannot reorder what stands around them.
    """
    return _ACTIVE.sub(_inert, text)


def escape_attribute(text: str) -> str:
    """Text as the value of a quoted attribute; controls of writing direction are left out."""
    return _ACTIVE.sub(lambda found: "" if _is_bidi(found[0]) else _inert(found), text)


def _inert(found: re.Match[str]) -> str:
    character = found[0]
    if _is_bidi(character):
        return f'<bdi class="control">&#{ord(character)};</bdi>'
    if ord(character) < 32 or ord(character) >= 127:
        return "\ufffd"
    return f"&#{ord(character)};"


def _is_bidi(character: str) -> bool:
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
