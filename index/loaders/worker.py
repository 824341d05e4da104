"""The process that reads files for another: `python -m index.loaders.worker`, requests and answers a line of JSON each.

It is thrown away when a file takes too long or too much, so nothing that a file does reaches the index.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import stat
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.errors import LoadError
from index.loaders import Loaded, Part, load
from index.loaders.limits import MEGABYTE, check_text_together
from index.records import Document
from index.settings import IndexSettings

ORPHANED_SECONDS = 10.0
"""How long after its time is over a worker ends by itself, should nobody be left to end it."""


def main() -> None:
    """Answer requests until there are no more; Ctrl-C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    silence = open(os.devnull, "wb")  # noqa: SIM115 - for as long as the process lives
    for stream in (1, 2):  # what a library prints is no answer
        os.dup2(silence.fileno(), stream)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        settings = IndexSettings(**request["settings"])
        faulthandler.dump_traceback_later(settings.file_seconds + ORPHANED_SECONDS, exit=True, file=silence)
        for answer in _answers(request["folder"], request["path"], request["digest"], settings):
            answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
        faulthandler.cancel_dump_traceback_later()


def _answers(folder: str, path: str, known: str | None, settings: IndexSettings) -> Iterator[dict[str, Any]]:
    """The pieces of a file, those inside it first, then what the whole is; of one that is known only the digest."""
    try:
        content = _content(Path(folder, path), settings)
    except LoadError as error:
        yield {"digest": "", "failure": str(error)}
        return
    digest = sha256(content).hexdigest()
    if digest == known:
        yield {"digest": digest, "same": True}
        return
    room = _Room(settings.archive_megabytes * MEGABYTE, settings.text_megabytes * MEGABYTE)
    *inside, whole = _pieces(folder, Part(path, content), settings, room, depth=0)
    yield from inside
    yield {**whole, "digest": digest, "whole": True}


@dataclass(slots=True)
class _Room:
    """What a file with all that is inside it may still unpack to, in bytes, and hold of text, in characters."""

    unpacked: float
    text: float


def _content(file: Path, settings: IndexSettings) -> bytes:
    """The bytes of a regular file, as many as are allowed."""
    limit = int(settings.file_megabytes * 1e6)
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise LoadError("it is not a regular file: leave it out of the folder")
        with file.open("rb") as opened:
            content = opened.read(limit + 1)
    except OSError as error:
        raise LoadError(f"it cannot be read: {error.strerror}") from error
    if len(content) > limit:
        raise LoadError(f"it is larger than {settings.file_megabytes:g} MB: split it")
    return content


def _pieces(folder: str, part: Part, settings: IndexSettings, room: _Room, *, depth: int) -> Iterator[dict[str, Any]]:
    """What is inside a file, as deep as allowed, and the file itself last; each is loaded or has its failure."""
    piece = {"path": part.name, "size": len(part.content), "digest": sha256(part.content).hexdigest()}
    try:
        document, loaded = _opened(folder, part, settings, room, depth=depth)
    except LoadError as error:
        yield {**piece, "failure": str(error)}
        return
    for inner in _apart(loaded.parts):
        yield from _pieces(folder, Part(f"{part.name}/{inner.name}", inner.content), settings, room, depth=depth + 1)
    yield {**piece, **_loaded(document, loaded)}


def _opened(folder: str, part: Part, settings: IndexSettings, room: _Room, *, depth: int) -> tuple[Document, Loaded]:
    """A file as its loader reads it; raises LoadError where it, with what was read before it, is too much."""
    check_text_together(room.text, settings)
    document, loaded = load(folder, part.name, part.content, settings)
    if loaded.parts and depth == settings.archive_depth:
        raise LoadError(f"it lies more than {settings.archive_depth} files deep inside others: unpack it")
    room.unpacked -= sum(len(inner.content) for inner in loaded.parts)
    if room.unpacked < 0:
        raise LoadError(f"it unpacks to more than {settings.archive_megabytes:g} MB: split it")
    room.text -= len(loaded.text)
    check_text_together(room.text, settings)
    if not loaded.parts and not loaded.text.strip():
        raise LoadError("it holds no words")
    return document, loaded


def _apart(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Parts under names that are theirs alone and that a database takes."""
    taken: set[str] = set()
    for number, part in enumerate(parts, start=1):
        name = _clean(part.name).replace("\\", "/").strip("/") or str(number)
        if name in taken:
            name = f"{number}/{name}"
        taken.add(name)
        yield Part(name, part.content)


def _loaded(document: Document, loaded: Loaded) -> dict[str, Any]:
    """A document and its text as JSON; one without words has neither."""
    if not loaded.text.strip():
        return {}
    header = [None if value is None else _clean(str(value)) for value in astuple(document)]
    headings = [[heading.start, heading.end, _clean(heading.words)] for heading in loaded.headings]
    return {"document": header, "text": _clean(loaded.text), "headings": headings, "pages": loaded.pages}


def _clean(text: str) -> str:
    """Text that is valid Unicode, as long as it was."""
    return text.encode("utf-8", "replace").decode("utf-8")


if __name__ == "__main__":
    main()
