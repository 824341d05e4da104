"""A watched folder is kept in step, whatever way its files are written, until told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

from index import BriefingError, Index, SyncReport, watch, watching


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "SETTLE_MILLISECONDS", 100)
    monkeypatch.setattr(watching, "LOOK_AGAIN_MILLISECONDS", 500)


@contextmanager
def watched(index: Index, folder: Path) -> Iterator[Callable[[], SyncReport | BriefingError]]:
    """What a watch says next that is not "nothing changed"."""
    said: Queue[SyncReport | BriefingError] = Queue()
    stop = threading.Event()

    def report(one: SyncReport) -> None:
        if one.added or one.updated or one.removed:
            said.put(one)

    def run() -> None:
        watch(index, folder, on_report=report, on_error=said.put, stop=stop)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield lambda: said.get(timeout=60)
    finally:
        stop.set()
        thread.join()


def test_files_are_followed_as_they_come_change_and_go(index: Index, briefings: Path) -> None:
    with watched(index, briefings) as said:
        assert said() == SyncReport(added=("friday.md", "monday.md", "tuesday.md"))
        (briefings / "snow.txt").write_text("Snow fell.")
        assert said().added == ("snow.txt",)  # type: ignore[union-attr]
        fresh = briefings / ".snow.txt.swp"  # as editors do: a new file takes the old one's name
        fresh.write_text("Snow melted.")
        fresh.replace(briefings / "snow.txt")
        assert said().updated == ("snow.txt",)  # type: ignore[union-attr]
        (briefings / "snow.txt").unlink()
        assert said().removed == ("snow.txt",)  # type: ignore[union-attr]
    assert index.verify() == []


def test_a_folder_that_goes_and_comes_back_is_watched_again(index: Index, briefings: Path) -> None:
    away = briefings.with_name("away")
    with watched(index, briefings) as said:
        assert len(said().added) == 3  # type: ignore[union-attr]
        briefings.rename(away)
        assert "does not exist" in str(said())
        assert index.search("bridge")
        (away / "snow.txt").write_text("Snow fell.")
        away.rename(briefings)
        while isinstance(report := said(), BriefingError):
            continue
        assert report.added == ("snow.txt",)
