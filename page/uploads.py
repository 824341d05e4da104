"""Files given to the page: kept in the index's own `uploads` folder, under a name that cannot lead out of it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from index import Index
from page import words

MOST_BYTES = 50_000_000

_UNSAFE = re.compile(r"[^\w .,()\[\]+@&'-]+")


def upload(index: Index, name: str, content: bytes) -> dict[str, Any]:
    """Keep a file and add it; raises ValueError, and keeps nothing, where it cannot be read.

    A file of the same name with other content stays: the new one gets a number.
    """
    folder = index.path / "uploads"
    folder.mkdir(exist_ok=True)
    path = free_place(folder, safe_name(name), content)
    known = path.exists()
    if not known:
        _write(path, content)
    report = index.add(path)
    if report.failed:
        if not known:
            path.unlink(missing_ok=True)
            index.sync(folder, prune=True)
        raise ValueError(words.library.not_added(name, report.failed[0].reason))
    return {"path": path.name, "new": bool(report.added or report.updated)}


def safe_name(name: str) -> str:
    """A file name without folders, controls and leading dots, short enough for any disk."""
    plain = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, ending = os.path.splitext(plain)
    if not stem or not ending:
        raise ValueError(words.library.NO_NAME)
    while len(stem.encode()) > 120:
        stem = stem[:-1]
    return stem + ending[:12]


def free_place(folder: Path, name: str, content: bytes) -> Path:
    """Where a file of that name may stand: the file itself where it is there already, else a name not taken."""
    stem, ending = os.path.splitext(name)
    number, path = 1, folder / name
    while path.exists() and path.read_bytes() != content:
        number += 1
        path = folder / f"{stem} ({number}){ending}"
    return path


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(content)
    partial.replace(path)
