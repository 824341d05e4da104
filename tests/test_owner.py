"""One process may write to a directory; the others are told who does."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from index import FolderError, Index, Locked, ReadOnly
from index.owner import Owner, read_note
from tests.fakes import HashEmbedder


def test_a_second_writer_is_refused_with_pid_and_address(index: Index) -> None:
    index.announce("http://127.0.0.1:7860")
    with pytest.raises(Locked) as refused:
        Index.open(index.path, embedder=HashEmbedder())
    assert (refused.value.pid, refused.value.address) == (os.getpid(), "http://127.0.0.1:7860")
    assert str(os.getpid()) in str(refused.value) and "http://127.0.0.1:7860" in str(refused.value)


def test_the_refused_writer_leaves_the_owner_unharmed(index: Index, briefings: Path) -> None:
    with pytest.raises(Locked):
        Index.open(index.path, embedder=HashEmbedder())
    assert len(index.sync(briefings).added) == 3
    assert index.verify() == []


def test_a_note_that_is_damaged_does_not_hide_the_lock(tmp_path: Path) -> None:
    owner = Owner(tmp_path)
    (tmp_path / "owner.json").write_text('["?"')
    with pytest.raises(Locked, match="another process") as refused:
        Owner(tmp_path)
    assert refused.value.pid is None and refused.value.address is None
    owner.release()


def test_closing_frees_the_lock_and_takes_the_note_away(tmp_path: Path) -> None:
    Index.open(tmp_path / "data", embedder=HashEmbedder()).close()
    assert read_note(tmp_path / "data") == {}
    Index.open(tmp_path / "data", embedder=HashEmbedder()).close()


def test_any_thread_may_close_what_another_opened(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "data", embedder=HashEmbedder())
    thread = threading.Thread(target=index.close)
    thread.start()
    thread.join()
    Index.open(tmp_path / "data", embedder=HashEmbedder()).close()


def test_the_token_is_for_this_user_alone(index: Index) -> None:
    token = index.announce("http://127.0.0.1:7860")
    note = index.path / "owner.json"
    assert read_note(index.path)["token"] == token and len(token) >= 24
    assert os.name != "posix" or note.stat().st_mode & 0o077 == 0


def test_a_reader_announces_nothing(index: Index) -> None:
    with Index.open(index.path, embedder=HashEmbedder(), read_only=True) as reader, pytest.raises(ReadOnly):
        reader.announce("http://127.0.0.1:1")


def test_an_index_that_could_not_be_opened_holds_no_lock(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalogue.db").write_bytes(b"not a database, at all, whatever one may think" * 99)
    for _ in range(2):
        with pytest.raises(Exception, match="damaged or not an index"):
            Index.open(tmp_path / "data", embedder=HashEmbedder())


def test_a_place_where_no_directory_can_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="file"):
        Index.open(tmp_path / "file" / "data", embedder=HashEmbedder())
