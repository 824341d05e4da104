"""A watched folder is kept in step, whatever way its files are written, until told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
import watchfiles
from watchfiles._rust_notify import WatchfilesRustInternalError

from index import BriefingError, FolderError, Index, SyncReport, watch, watching


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "GROUP_MILLISECONDS", 100)
    monkeypatch.setattr(watching, "SETTLE_SECONDS", 0.1)
    monkeypatch.setattr(watching, "TRY_AGAIN_SECONDS", 0.1)
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


LIMIT = OSError(28, "OS file watch limit reached")
"""What watchfiles raises where a folder has more files than may be watched."""
BROKEN = WatchfilesRustInternalError("Error creating recommended watcher: Too many open files")
"""What it raises where too many programs watch, or the watching breaks."""


@pytest.mark.parametrize("trouble", [LIMIT, BROKEN])
@pytest.mark.parametrize("polls", [True, False])
def test_where_the_system_tells_nothing_the_files_are_looked_at(
    index: Index, briefings: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception, polls: bool
) -> None:
    real, there = watchfiles.watch, threading.Event()

    def failing(*paths: Path, force_polling: bool | None, **others: Any) -> Iterator[Any]:
        if not (force_polling and polls):
            raise trouble
        for changes in real(*paths, force_polling=force_polling, **others | {"rust_timeout": 100}):
            there.set()
            if changes:
                yield changes

    monkeypatch.setattr(watchfiles, "watch", failing)
    with watched(index, briefings) as said:
        assert len(said().added) == 3  # type: ignore[union-attr]
        for name in ("snow.txt", "rain.txt"):
            assert not polls or there.wait(60)
            (briefings / name).write_text(f"It is {name}.")
            assert said().added == (name,)  # type: ignore[union-attr]


class Growing:
    """A clock whose every tick adds a line to a file, as often as it is told."""

    def __init__(self, path: Path, ticks: int) -> None:
        self.path, self.left, self.waits = path, ticks, 0

    def wait(self, _: float) -> bool:
        """Time passes."""
        self.waits += 1
        if self.left:
            self.left -= 1
            with self.path.open("a") as opened:
                opened.write("More.\n")
        return False


@pytest.mark.parametrize(("ticks", "waits"), [(0, 1), (3, 4), (10**6, watching.LOOKS)])
def test_a_file_is_read_when_it_is_written_or_never_rests(tmp_path: Path, ticks: int, waits: int) -> None:
    (tmp_path / "a.txt").write_text("Words.\n")
    clock = Growing(tmp_path / "a.txt", ticks)
    watching._let_settle([tmp_path / "a.txt", tmp_path / "gone.txt"], clock)  # type: ignore[arg-type]
    assert clock.waits == waits


class Away:
    """An index whose folder is away for a while."""

    def __init__(self, path: Path, stop: threading.Event, *befalls: Exception | None) -> None:
        self.path, self.stop = path, stop
        self.befalls = iter(befalls)

    def sync(self, folder: str | Path) -> SyncReport:
        """What befalls next."""
        try:
            befallen = next(self.befalls)
        except StopIteration:
            self.stop.set()
        else:
            if befallen:
                raise befallen
        return SyncReport()


def told(path: Path, *befalls: Exception | None) -> list[str]:
    """What a watch tells of what befalls."""
    stop, said = threading.Event(), list[str]()
    index = Away(path, stop, *befalls)
    watch(index, path, on_report=lambda _: None, on_error=lambda error: said.append(str(error)), stop=stop)
    return said


def test_what_goes_wrong_is_told_once_until_it_is_right_again(tmp_path: Path) -> None:
    away, closed = FolderError("away"), FolderError("cannot be listed")
    said = told(tmp_path, away, away, away, closed, away, None, away)
    assert said == ["away", "cannot be listed", "away", "away"]


def test_what_the_system_refuses_a_sync_is_told_and_no_reason_to_look_at_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    polled = list[bool | None]()
    real = watchfiles.watch

    def noting(*paths: Path, force_polling: bool | None, **others: Any) -> Iterator[Any]:
        polled.append(force_polling)
        return real(*paths, force_polling=force_polling, **others)

    monkeypatch.setattr(watchfiles, "watch", noting)
    full = OSError(24, "Too many open files")
    said = told(tmp_path, full, full, None, full, None)
    assert len(said) == 2 and all("Too many open files" in one and str(tmp_path) in one for one in said)
    assert set(polled) == {None}
