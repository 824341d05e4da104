"""A directory's databases and uploads copied elsewhere, and made a directory again."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from index.errors import BriefingError, FolderError

DATABASES = ("catalogue.db", "conversations.db")
UPLOADS = "uploads"
PARTIAL = ".partial"
"""The end of the name under which a copy is made; one that was never finished keeps it."""


def back_up(directory: Path, target: Path) -> None:
    """Copy all that cannot be made again: the catalogue, the conversations, the uploaded files.

    Another process may write meanwhile: each database is as it was at one moment. Raises FolderError where the target
    is there already or cannot be written; what is there under its name is whole.
    """
    if not (directory / DATABASES[0]).exists():
        raise FolderError(f"{directory} holds no index to back up: check the path")
    _made(target, directory, directory)


def restore(source: str | Path, directory: str | Path) -> None:
    """Make a directory of a backup; raises FolderError where it is there already, BriefingError for a damaged backup.

    The caches are made when it is opened; files that were uploaded belong to the new directory.
    """
    source, directory = Path(source).absolute(), Path(directory).absolute()
    if source.name.endswith(PARTIAL):
        raise FolderError(f"{source} was left half made: use another backup")
    if not (source / DATABASES[0]).exists():
        raise FolderError(f"{source} holds no backup: give the folder that `briefings backup` made")
    _made(directory, source, directory)


def _made(target: Path, source: Path, home: Path) -> None:
    """Put copies into place, whole or not at all; the uploads are known by the place they have in `home`."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderError(f"{target} is there already: name a folder that is not, or move it away")
    partial = target.with_name(target.name + PARTIAL)
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        uploads = str((home / UPLOADS).resolve())
        for name in DATABASES:
            if (source / name).exists():
                _copy(source / name, partial / name, uploads=uploads if name == DATABASES[0] else None)
        if (source / UPLOADS).is_dir():
            shutil.copytree(source / UPLOADS, partial / UPLOADS)
        if target.exists():
            target.rmdir()
        os.rename(partial, target)
    except OSError as error:
        raise FolderError(f"{target} cannot be written: {error.strerror}") from error
    except BriefingError:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _copy(source: Path, target: Path, *, uploads: str | None = None) -> None:
    """Copy a file as it is at one moment, whatever is written to it; raises BriefingError where the copy is damaged.

    With `uploads` the files of the folder that the original calls its uploads are known under that name.
    """
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, which needs no log beside it
            if uploads is not None:
                _rename_uploads(copy, uploads)
            damage = [text for (text,) in copy.execute("PRAGMA quick_check") if text != "ok"]
    except sqlite3.DatabaseError as error:
        damage = [str(error)]
    if damage:
        raise BriefingError(f"{source} cannot be copied: {damage[0]}. Use another backup")


def _rename_uploads(copy: sqlite3.Connection, uploads: str) -> None:
    """Files of the uploads are known by an absolute path, which goes with the directory."""
    with copy:
        known = copy.execute("SELECT value FROM facts WHERE name = 'uploads'").fetchone()
        if known:
            copy.execute("UPDATE files SET folder = ? WHERE folder = ?", (uploads, known[0]))
        copy.execute("INSERT OR REPLACE INTO facts VALUES ('uploads', ?)", (uploads,))
