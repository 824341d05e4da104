"""The library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from page.words.common import briefings

FIND: Final = "Find by title, source or file"
UPLOAD: Final = "Add files"
SYNC: Final = "Read changed files"
DROP_HINT: Final = "Files can also be dropped here."
EMPTY_LIBRARY: Final = "Add files here, or a folder of them with the command: briefings sync FOLDER"
NOTHING_FOUND: Final = "No file has all of these words."
COLUMN_TITLE: Final = "Title"
COLUMN_SOURCE: Final = "Source"
COLUMN_FORMAT: Final = "Format"
COLUMN_SIZE: Final = "Size"
COLUMN_STATE: Final = "State"
COLUMN_ACTION: Final = "Action"
STATES: Final[dict[str, str]] = {"ready": "ready", "failed": "could not be read", "removed": "removed"}
NEW: Final = "new"
SHOW_FRESH: Final = "Show only these"
SHOW_ALL: Final = "Show all"
REMOVE: Final = "Remove"
PUT_BACK: Final = "Put back"
REMOVED: Final = "Removed “{}”; it no longer answers. The file itself is untouched."
UNDO: Final = "Undo"
SYNCING: Final = "Looking for changes…"
SYNCED: Final = "Done."
UPLOADING: Final = "Adding {}…"
UPLOADED: Final = "Files added: {}."
NO_FOLDER: Final = "No folder was synced yet."
UNKNOWN_FILE: Final = "This file is not one that the library knows: look for changes first."
NO_NAME: Final = "A file needs a name with an ending, such as note.md."


def told_also(count: int) -> str:
    """That a briefing's story stands in others too, in nearly the same words."""
    return f"one story in {count:,} briefings"


def rows_shown(shown: int, found: int, total: int, *, removed: int) -> str:
    """How many files are listed, of how many; those that were removed are counted apart."""
    apart = f", {removed:,} removed" if removed else ""
    if shown < found:
        return f"{shown:,} of {found:,} files{apart}. Find or sort to see the others."
    if found < total:
        return f"{found:,} of {total:,} files{apart}"
    return ("1 file" if total == 1 else f"{total:,} files") + apart


def fresh_briefings(count: int) -> str:
    """What came since the last visit."""
    return f"{briefings(count).capitalize()} came since your last visit."


def remove(title: str) -> str:
    """The name of the button that removes a briefing."""
    return f"Remove {title}"


def put_back(path: str) -> str:
    """The name of the button that puts a removed file back."""
    return f"Put back {path}"


def not_added(name: str, reason: str) -> str:
    """Why a file was not added."""
    return f"{name} was not added: {reason}"


def sync_report(counts: Mapping[str, int]) -> str:
    """What a sync did."""
    changed = [f"{count:,} {kind}" for kind, count in counts.items() if count and kind != "unchanged"]
    return f"{', '.join(changed).capitalize()}." if changed else "Nothing has changed."
