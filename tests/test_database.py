"""SQLite as the catalogue needs it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from index import BriefingError, FolderError
from index.database import Database
from index.tables import CATALOGUE, FORMAT


def test_writes_are_durable_and_erase_what_they_delete(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", schema=CATALOGUE)
    with database.write() as writer:
        assert writer.execute("PRAGMA synchronous").fetchone() == (2,)
        assert writer.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def test_an_exception_takes_the_whole_transaction_back(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", schema=CATALOGUE)
    with pytest.raises(KeyboardInterrupt), database.write() as writer:
        writer.execute("INSERT INTO facts VALUES ('a', 'b')")
        raise KeyboardInterrupt
    assert database.fact("a") is None
    with database.write() as writer:
        writer.execute("INSERT INTO facts VALUES ('a', 'c')")
    assert database.fact("a") == "c"
    database.close()


def test_closing_leaves_one_file_with_nothing_in_a_log(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", schema=CATALOGUE)
    threads = [threading.Thread(target=database.fact, args=("format",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


def test_a_closed_database_says_so_in_every_thread(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", schema=CATALOGUE)
    database.fact("format")
    database.close()
    database.close()
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            database.fact("format")
        except BriefingError as error:
            errors.append(error)

    ask()
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert len(errors) == 2 and all("closed" in str(error) for error in errors)
    with pytest.raises(BriefingError, match="closed"), database.write():
        pass


def test_a_reader_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no index yet"):
        Database(tmp_path / "a.db", schema=CATALOGUE, read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_sees_what_another_process_would_have_written(tmp_path: Path) -> None:
    owner = Database(tmp_path / "a.db", schema=CATALOGUE)
    reader = Database(tmp_path / "a.db", schema=CATALOGUE, read_only=True)
    with owner.write() as writer:
        writer.execute("INSERT INTO facts VALUES ('a', 'b')")
        assert reader.fact("a") is None
    assert reader.fact("a") == "b"
    owner.close()
    assert reader.fact("a") == "b"
    reader.close()


def test_a_path_with_signs_that_mean_something_in_an_address(tmp_path: Path) -> None:
    folder = tmp_path / "a?b#c %20é"
    folder.mkdir()
    database = Database(folder / "a.db", schema=CATALOGUE)
    assert database.fact("format") == str(FORMAT)
    database.close()
    assert (folder / "a.db").exists()
