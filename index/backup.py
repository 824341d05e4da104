"""A directory's databases and uploads copied elsewhere, and made a directory again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from index.database import copy_database
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
                copy_database(source / name, partial / name, uploads=uploads if name == DATABASES[0] else None)
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
