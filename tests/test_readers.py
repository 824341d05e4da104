"""Files are read by processes that may hang, swell or die without harm to the rest."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from index import Index, IndexSettings
from index import readers as readers_module
from index.readers import Readers
from index.readings import UNREAD, Wanted

HANGS = "import sys, time\nfor line in sys.stdin: time.sleep(600)"
SWELLS = "import sys, time\nfor line in sys.stdin:\n    held = b'x' * 400_000_000\n    time.sleep(600)"
DIES = "import sys, os\nfor line in sys.stdin: os.abort()"
MUMBLES = "import sys\nfor line in sys.stdin: print('no answer', flush=True)"


def failure(code: str, settings: IndexSettings, folder: Path) -> str | None:
    """Why a file could not be read by a process that runs some code."""
    readers = Readers(1, (sys.executable, "-c", code))
    [reading] = readers.read([Wanted(str(folder), "a.txt", None)], settings)
    assert reading.digest == UNREAD
    return reading.pieces[0].failure


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    assert failure(HANGS, IndexSettings(file_seconds=0.3), tmp_path) == "it takes more than 0.3 s to read: split it"


def test_a_file_that_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    reason = failure(SWELLS, IndexSettings(file_memory_megabytes=200), tmp_path)
    assert reason == "it takes more than 200 MB of memory to read: split it"


@pytest.mark.parametrize("code", [DIES, MUMBLES])
def test_a_file_that_ends_the_reader_is_named_as_damaged(code: str, tmp_path: Path) -> None:
    assert "it is damaged" in str(failure(code, IndexSettings(), tmp_path))


def test_readings_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text("word " * (4000 if number % 7 == 0 else 1))
    wanted = [Wanted(str(tmp_path), f"{number}.txt", None) for number in range(40)]
    readings = list(Readers(3).read(wanted, IndexSettings()))
    assert [reading.pieces[0].path for reading in readings] == [one.path for one in wanted]
    again = [Wanted(one.folder, one.path, reading.digest) for one, reading in zip(wanted, readings, strict=True)]
    assert all(reading.same for reading in Readers(2).read(again, IndexSettings()))


def test_leaving_early_leaves_readers_that_work(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(f"word {number}")
    readers = Readers(2)
    wanted = [Wanted(str(tmp_path), f"{number}.txt", None) for number in range(30)]
    first = readers.read(wanted, IndexSettings())
    assert next(first).pieces[0].text == "word 0"
    first.close()
    assert [reading.pieces[0].text for reading in readers.read(wanted[:3], IndexSettings())] == [
        "word 0",
        "word 1",
        "word 2",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_link_to_what_never_ends_is_not_read(index: Index, briefings: Path) -> None:
    os.mkfifo(briefings / ".pipe")
    (briefings / "pipe.txt").symlink_to(briefings / ".pipe")
    (briefings / "zero.txt").symlink_to("/dev/zero")
    report = index.sync(briefings)
    assert [failure.path for failure in report.failed] == ["pipe.txt", "zero.txt"]
    assert {failure.reason for failure in report.failed} == {"it is not a regular file: leave it out of the folder"}
    assert len(report.added) == 3


def test_a_process_that_keeps_too_much_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("word")
    readers = Readers(1)
    [worker] = readers._workers
    wanted = [Wanted(str(tmp_path), "a.txt", None)]
    list(readers.read(wanted, IndexSettings()))
    assert worker._process is not None  # kept for the next file
    monkeypatch.setattr(readers_module, "SWOLLEN", 1000)  # more than the 1 MB that this leaves it
    [reading] = readers.read(wanted, IndexSettings())
    assert reading.pieces[0].failure is None and worker._process is None
    [reading] = readers.read(wanted, IndexSettings())
    assert reading.pieces[0].failure is None
