"""A folder kept in step as it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from index.errors import BriefingError, FolderError
from index.records import SyncReport
from index.scan import passed_over, status_or_none

GROUP_MILLISECONDS = 1_600
"""Changes within this are told together, if they follow one another closely."""
SETTLE_SECONDS = 2.0
"""A file that changed is looked at again after this, until it stays as it is: what is being written is not read."""
LOOKS = 30
"""How often at most: a log that never rests is read all the same."""
LOOK_AGAIN_MILLISECONDS = 60_000
"""How often the folder is looked at in any case: drives on a network and folders mounted anew tell nothing."""
TRY_AGAIN_SECONDS = 6.0
"""How soon after something went wrong."""


class Synced(Protocol):
    """An index, as far as watching needs it."""

    path: Path

    def sync(self, folder: str | Path) -> SyncReport:
        """Bring the index in step with a folder."""


def watch(
    index: Synced,
    folder: str | Path,
    *,
    on_report: Callable[[SyncReport], None],
    on_error: Callable[[BriefingError], None],
    stop: threading.Event | None = None,
) -> None:
    """Sync a folder now and whenever something in it changes, until `stop` is set.

    What goes wrong, an unmounted folder or a sync of another, is told to `on_error` once and tried again until it is
    right.
    """
    root = Path(folder).expanduser().resolve()
    stop = stop or threading.Event()
    told = ""
    while not stop.is_set():
        try:
            on_report(index.sync(root))
            told = ""
            for changed in _changes(root, index.path.resolve(), stop):
                _let_settle(changed, stop)
                on_report(index.sync(root))
        except (BriefingError, OSError) as error:
            if str(error) != told:
                on_error(_plain(error, root))
            told = str(error)
            stop.wait(TRY_AGAIN_SECONDS)


def _plain(error: BriefingError | OSError, root: Path) -> BriefingError:
    """What went wrong, in words that say where."""
    if isinstance(error, BriefingError):
        return error
    return FolderError(f"{root} could not be brought in step, which is tried again: {error}")


def _changes(root: Path, own: Path, stop: threading.Event) -> Iterator[list[Path]]:
    """The files that changed, time and again; none where nothing was told for long, or watching failed."""
    polling = None
    while not stop.is_set():
        try:
            yield from _told(root, own, stop, polling)
        except FileNotFoundError:  # the folder went, which a sync says
            polling = None
        except (OSError, RuntimeError):  # the system watches no more files: they are looked at instead
            polling = True
        if not stop.wait(TRY_AGAIN_SECONDS):
            yield []


def _told(root: Path, own: Path, stop: threading.Event, polling: bool | None) -> Iterator[list[Path]]:
    """The files that changed, as the system tells them or, polling, as they are found by looking at all of them."""
    import watchfiles

    def seen(_: watchfiles.Change, changed: str) -> bool:
        path = Path(changed)
        inside = path.relative_to(root).parts if path.is_relative_to(root) else ()
        return not any(passed_over(part) for part in inside) and not path.is_relative_to(own)

    for changes in watchfiles.watch(
        root,
        watch_filter=seen,
        debounce=GROUP_MILLISECONDS,
        stop_event=stop,
        rust_timeout=LOOK_AGAIN_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=True,
        force_polling=polling,
        ignore_permission_denied=True,
    ):
        yield [Path(path) for _, path in changes]


def _let_settle(changed: list[Path], stop: threading.Event) -> None:
    """Wait until the files that changed are written to their end."""
    before = [status_or_none(path) for path in changed]
    for _ in range(LOOKS if changed else 0):
        if stop.wait(SETTLE_SECONDS):
            return
        now = [status_or_none(path) for path in changed]
        if now == before:
            return
        before = now
