"""Snapshots of an answer at the pace of a page: never one too many, never one held back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue

from qa.records import Answer

FRAME = 0.05
"""Seconds between two snapshots: the page redraws the conversation for each."""


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None


def paced(snapshots: Iterable[Answer], *, seconds: float = FRAME) -> Iterator[Answer]:
    """The newest snapshot, at most once in `seconds`, and always the last; an error comes after what came before it.

    The snapshots are read in a thread, so that one is shown when it is there and not when the next one is.
    """
    arrived: SimpleQueue[Answer | _End] = SimpleQueue()
    left = threading.Event()
    threading.Thread(target=_read, args=(snapshots, arrived, left), daemon=True).start()
    try:
        while True:
            newest, end = _newest(arrived)
            if newest is not None:
                yield newest
            if end is not None:
                if end.error is not None:
                    raise end.error
                return
            time.sleep(seconds)
    finally:
        left.set()


def _read(snapshots: Iterable[Answer], arrived: SimpleQueue[Answer | _End], left: threading.Event) -> None:
    error: Exception | None = None
    try:
        for snapshot in snapshots:
            arrived.put(snapshot)
            if left.is_set():
                break
    except Exception as raised:
        error = raised
    arrived.put(_End(error))


def _newest(arrived: SimpleQueue[Answer | _End]) -> tuple[Answer | None, _End | None]:
    """The last of what has arrived, once anything has, and the end if that is among it."""
    newest: Answer | None = None
    item = arrived.get()
    while not isinstance(item, _End):
        newest = item
        if arrived.empty():
            return newest, None
        item = arrived.get()
    return newest, item
