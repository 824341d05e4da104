"""A folder kept in step as it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from index.errors import BriefingError
from index.records import SyncReport

SETTLE_MILLISECONDS = 1_600
"""Changes that follow one another faster than this are one: editors write, rename and write again."""
LOOK_AGAIN_MILLISECONDS = 60_000
"""How often the folder is looked at in any case: drives on a network and folders mounted anew tell nothing."""


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

    What goes wrong, an unmounted folder or a sync of another, is told to `on_error` and tried again.
    """
    import watchfiles

    root = Path(folder).expanduser().resolve()
    own = index.path.resolve()
    stop = stop or threading.Event()

    def seen(_: watchfiles.Change, changed: str) -> bool:
        path = Path(changed)
        inside = path.relative_to(root).parts if path.is_relative_to(root) else ()
        return not any(part.startswith(".") for part in inside) and not path.is_relative_to(own)

    while not stop.is_set():
        try:
            on_report(index.sync(root))
            changes = watchfiles.watch(
                root,
                watch_filter=seen,
                debounce=SETTLE_MILLISECONDS,
                stop_event=stop,
                rust_timeout=LOOK_AGAIN_MILLISECONDS,
                yield_on_timeout=True,
                raise_interrupt=True,
            )
            for _ in changes:
                on_report(index.sync(root))
        except BriefingError as error:
            on_error(error)
            stop.wait(LOOK_AGAIN_MILLISECONDS / 10_000)
        except FileNotFoundError:  # between a sync and the watch the folder went
            continue
