"""Any text -> text that acts nowhere: not on a reader's line, in HTML or in Markdown."""

from __future__ import annotations

import html
import re

_BREAK = re.compile("\r\n?|[\u0085\u2028\u2029]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SIGN = re.compile(r"[\\`*_\[\]<>&|~$^#!{}@]|(?<=www)\.|:(?=//)", re.IGNORECASE)
_OPENING = re.compile(r"[-+=:]")
_NUMBERED = re.compile(r"(\d+)([.)])")


def shown(text: str) -> str:
    """A text whose controls, those of writing direction above all, stand as their names: ⟦U+202E⟧; breaks as \\n."""
    plain = _BREAK.sub("\n", text).replace("\t", " ")
    return _HIDDEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", plain)


def line(text: str) -> str:
    """A text on one line, its controls named."""
    return " ".join(shown(text).split())


def in_html(text: str) -> str:
    """A text as HTML, in an element or a quoted attribute."""
    return html.escape(shown(text))


def in_markdown(text: str) -> str:
    """A text as lines of Markdown in which no sign of it means anything; none begins or ends with a space."""
    return "\n".join(_markdown_line(part.strip()) for part in shown(text).split("\n"))


def _markdown_line(text: str) -> str:
    escaped = _SIGN.sub(lambda found: f"\\{found[0]}", text)
    numbered = _NUMBERED.match(escaped)
    if numbered:
        return f"{numbered[1]}\\{escaped[numbered.end(1) :]}"
    return f"\\{escaped}" if _OPENING.match(escaped) else escaped
