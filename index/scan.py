"""The files below a folder: what is there, before anything of it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from index.errors import FolderError
from index.records import Failure

_LEFT_BY_SYSTEMS = {"__MACOSX", "Thumbs.db", "desktop.ini"}
_JUNCTION = 0xA0000003
"""What Windows calls a folder that is a link to another; os.walk follows those, and they may lead back."""


def scan(folder: Path, *, exclude: Path, failed: list[Failure]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The files below a folder as relative path, size and time of change, without `exclude` and what is passed over.

    Folders that cannot be listed and names that are not text go to `failed`.
    """
    if not folder.is_dir():
        missing = "is not a folder" if folder.exists() else "does not exist"
        raise FolderError(f"{folder} {missing}: check the path, or whether the drive is mounted")

    def unlisted(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise FolderError(f"{folder} cannot be listed: {error.strerror}") from error
        path = Path(error.filename).relative_to(folder).as_posix()
        failed.append(Failure(_printable(path), f"it cannot be listed: {error.strerror}"))

    for directory, folders, names in os.walk(folder, onerror=unlisted):
        folders[:] = sorted(name for name in folders if _entered(Path(directory, name), exclude))
        for name in names:
            path = Path(directory, name)
            if passed_over(name) or not _may_be_read(path):
                continue
            relative = path.relative_to(folder).as_posix()
            if _printable(relative) != relative:
                failed.append(Failure(_printable(relative), "its name is not valid text: rename it"))
            else:
                yield relative, status_or_none(path)


def passed_over(name: str) -> bool:
    """Is a file or folder hidden, or left by a program: Office's mark of an open file, a system's own?"""
    return name.startswith((".", "~$")) or name in _LEFT_BY_SYSTEMS


def _entered(path: Path, exclude: Path) -> bool:
    """Is a folder looked into? Names do not tell which it is where small and capital letters are the same."""
    if passed_over(path.name):
        return False
    try:
        junction = getattr(path.lstat(), "st_reparse_tag", 0) == _JUNCTION
        return not junction and not path.samefile(exclude)
    except OSError:  # one of them is not there, or may not be looked at: listing it says so
        return True


def _may_be_read(path: Path) -> bool:
    """Is a path a file, or something that reading it will give the reason for?"""
    try:
        return path.is_file() or path.is_symlink()
    except OSError:  # in a folder that may be listed but not entered, or deeper than paths reach
        return True


def _printable(path: str) -> str:
    """A path as text that can be shown and stored: bytes that are none, and halves of characters, are written out."""
    try:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # Windows, whose names are in UTF-16
        return path.encode("utf-8", "backslashreplace").decode("utf-8")


def status(path: Path) -> tuple[int, int]:
    """A file's size and time of change, in ns since 1970."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def status_or_none(path: Path) -> tuple[int, int]:
    """Size and time of change; zeros for what cannot be looked at, which reading it will report."""
    try:
        return status(path)
    except OSError:
        return 0, 0
