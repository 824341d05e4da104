"""An exported file -> the conversation it holds, and whether the file still says what was exported."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from index import ExportError
from qa.exported import OPENING, Form, conversation_from_dict, digest, export_text
from qa.kept import Conversation

LIMIT = 64 * 2**20
"""Bytes of a file that is read at most."""

_DATA = re.compile(re.escape(OPENING) + r"([A-Za-z0-9+/=\n]+)-->\s*(?:</body>\s*</html>\s*)?\Z")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds; `faithful` says that nothing in it, seen or unseen, was changed since it was exported."""

    conversation: Conversation
    form: Form
    faithful: bool


def read_export(content: bytes) -> Imported:
    """The conversation in an exported file of any form, read strictly; raises ExportError.

    A Markdown or HTML file is faithful when exporting its data again gives the same text, so that what a reader sees
    is what is checked; line ends and spaces at the end of a line do not count.
    """
    if len(content) > LIMIT:
        raise ExportError(
            f"this file has {len(content):,} bytes, read here are {LIMIT:,}: export fewer answers at once"
        )
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ExportError("this file is not UTF-8 text: give one that was exported, as it was") from error
    form: Form = "json" if text.lstrip()[:1] == "{" else "html" if text.startswith("<!doctype html>") else "markdown"
    try:
        told = _parsed(text if form == "json" else _embedded(text))
        conversation = conversation_from_dict(told)
        faithful = told["digest"] == digest(told)
    except RecursionError as error:
        raise ExportError(
            "this file is nested deeper than any export: give one that was exported, as it was"
        ) from error
    if form != "json":
        faithful = faithful and _plain(export_text(conversation, form)) == _plain(text)
    return Imported(conversation, form, faithful)


def _embedded(text: str) -> str:
    """The data in a Markdown or HTML export: one comment at its end, in base64."""
    found = _DATA.search(text, max(text.rfind(OPENING), 0))
    if found is None or text.count(OPENING) != 1:
        raise ExportError("this file holds no exported conversation, or not one alone: give one that was exported")
    try:
        return base64.b64decode(found[1].replace("\n", ""), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ExportError("the data in this export is damaged: export it again") from error


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except ValueError as error:
        raise ExportError(f"this export is not valid JSON ({str(error)[:100]}): export it again") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different, so that every reader of the file sees the same."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return told


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]
