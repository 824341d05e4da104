"""A watched folder is kept in step, whatever way its files are written, until told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

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

    def __init__(self, path: Path, stop: threading.Event) -> None:
        self.path, self.stop = path, stop
        self.said = iter(["away", "away", "away", "cannot be listed", "away", "", "away"])

    def sync(self, folder: str | Path) -> SyncReport:
        """What befalls next."""
        said = next(self.said, None)
        if said is None:
            self.stop.set()
        elif said:
            raise FolderError(said)
        return SyncReport()


def test_what_goes_wrong_is_told_once_until_it_is_right_again(tmp_path: Path) -> None:
    stop, told = threading.Event(), list[str]()
    watch(
        Away(tmp_path, stop),
        tmp_path,
        on_report=lambda report: None,
        on_error=lambda error: told.append(str(error)),
        stop=stop,
    )
    assert told == ["away", "cannot be listed", "away", "away"]
