"""The YAML block at the head of a file: title, date, source, author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from index.errors import LoadError
from index.times import read_date

BLOCK_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block says; None for what it leaves out or says in another shape than a line of text."""

    title: str | None = None
    published: date | None = None
    source: str | None = None
    author: str | None = None


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The front matter of a text and the rest; raises LoadError for a block that is not YAML."""
    handler = YAMLHandler()
    text = text.strip()
    parts = handler.FM_BOUNDARY.split(text, 2) if handler.detect(text) else []
    if len(parts) != 3:
        return FrontMatter(), text
    block, body = parts[1], parts[2].strip()
    if len(block) > BLOCK_CHARACTERS:
        raise LoadError(f"its front matter is longer than {BLOCK_CHARACTERS:,} characters: shorten it")
    try:
        # PyYAML's C loader, faster, ends the whole process on deep nesting where this one raises.
        values = yaml.load(block, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise LoadError(
            f"its front matter is not valid YAML ({reason}): put quotes around a value that holds a colon"
        ) from error
    if values is not None and not isinstance(values, dict):  # two rules with words between them
        return FrontMatter(), text
    values = values or {}
    if values and not body:
        raise LoadError("it is empty below its front matter")
    published = next((found for key in ("published", "date") if (found := _date(values.get(key)))), None)
    return FrontMatter(_line(values, "title"), published, _line(values, "source"), _line(values, "author")), body


def _line(values: Mapping[str, Any], key: str) -> str | None:
    """A value as one line of text."""
    value = values.get(key)
    if not isinstance(value, str | int | float | date):
        return None
    return " ".join(str(value).split()) or None


def _date(value: Any) -> date | None:
    """A value as a date: YAML knows some itself."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return read_date(value) if isinstance(value, str) else None
