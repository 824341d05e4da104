"""A folder that keeps its index inside itself: opened, brought in step, and what could not be is noted."""

from __future__ import annotations

from pathlib import Path

from index import FolderError, Index, Locked, PruneRefused, SyncReport
from qa import prompts
from qa.records import Note

OWN = ".briefings"


def open_inside(folder: Path) -> tuple[Index, tuple[Note, ...]]:
    """The index that lives in a folder, in step with it, and the notes that every answer from it carries.

    Where another process owns it, or over half of the folder's files are gone, it is read as it is. Raises FolderError
    for a folder that is missing or cannot be written to.
    """
    if not folder.is_dir():
        raise FolderError(f"{folder} is not a folder: give the folder that holds your briefings")
    try:
        index = Index.open(folder / OWN)
    except Locked as error:
        return Index.open(folder / OWN, read_only=True), (_as_it_is(error),)
    except FolderError as error:
        raise FolderError(
            f"{error}. To keep the index elsewhere: index = Index.open('somewhere'); index.sync({str(folder)!r}); "
            "Assistant(index)"
        ) from error
    try:
        notes = _unread(index.sync(folder))
        for moved in index.folders():
            if moved != str(folder.resolve()):
                index.forget(moved)
        return index, notes
    except PruneRefused as error:
        return index, (_as_it_is(error),)
    except BaseException:
        index.close()
        raise


def _as_it_is(reason: Exception) -> Note:
    return Note("read only", prompts.NOTE_READ_ONLY.format(reason=reason))


def _unread(report: SyncReport) -> tuple[Note, ...]:
    """A note on the files that could not be read, the first by name."""
    if not report.failed:
        return ()
    first = report.failed[0]
    text = prompts.NOTE_UNREAD.format(count=len(report.failed), path=first.path, reason=first.reason)
    return (Note("unread", text),)
