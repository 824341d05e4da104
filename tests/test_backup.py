"""What is backed up can be restored elsewhere, and answers there as it did."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index import BriefingError, FolderError, Index, restore
from qa import Conversations
from tests.fakes import HashEmbedder

NOW = datetime(2024, 1, 29, tzinfo=UTC)


def test_a_backup_restored_elsewhere_answers_the_same(index: Index, briefings: Path, tmp_path: Path) -> None:
    uploads = index.path / "uploads"
    uploads.mkdir()
    (uploads / "sent.txt").write_text("The lighthouse was sold.")
    index.sync(briefings)
    index.sync(uploads)
    index.back_up(tmp_path / "backup")  # while it is open
    before = [hit.passage for hit in index.search("harbour lighthouse")]
    index.close()
    restore(tmp_path / "backup", tmp_path / "elsewhere")
    with Index.open(tmp_path / "elsewhere", embedder=HashEmbedder()) as again:
        assert [hit.passage for hit in again.search("harbour lighthouse")] == before
        assert again.verify() == []
        assert again.sync(again.path / "uploads").unchanged == ("sent.txt",)
        assert again.sync(briefings).unchanged == ("friday.md", "monday.md", "tuesday.md")
        assert not any(file.folder.startswith(str(index.path)) for file in again.files())


def test_a_reader_backs_up_while_the_owner_writes(index: Index, briefings: Path, tmp_path: Path) -> None:
    index.sync(briefings)
    with Index.open(index.path, embedder=HashEmbedder(), read_only=True) as reader:
        (briefings / "snow.txt").write_text("Snow fell.")
        index.sync(briefings)
        reader.back_up(tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "elsewhere")
    with Index.open(tmp_path / "elsewhere", embedder=HashEmbedder()) as again:
        assert len(list(again.documents())) == 4


def test_conversations_are_backed_up_too(index: Index, tmp_path: Path) -> None:
    with Conversations.open(index.path) as kept:
        kept.create(when=NOW, title="On harbours")
        index.back_up(tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "elsewhere")
    with Conversations.open(tmp_path / "elsewhere") as kept:
        assert [listed.title for listed in kept.recent()] == ["On harbours"]


def test_a_backup_replaces_nothing(index: Index, briefings: Path, tmp_path: Path) -> None:
    index.sync(briefings)
    index.back_up(tmp_path / "backup")
    for call in (index.back_up, lambda target: restore(tmp_path / "backup", target)):
        with pytest.raises(FolderError, match="is there already"):
            call(tmp_path / "backup")
    with pytest.raises(FolderError, match="is there already"):
        restore(tmp_path / "backup", index.path)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="holds no backup"):
        restore(tmp_path / "nothing", tmp_path / "elsewhere")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "catalogue.db").write_bytes(b"SQLite format 3\x00" + b"\x07" * 5000)
    with pytest.raises(BriefingError, match="cannot be copied"):
        restore(tmp_path / "broken", tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists() and not (tmp_path / "elsewhere.partial").exists()


def test_a_copy_left_half_made_is_made_anew(index: Index, briefings: Path, tmp_path: Path) -> None:
    index.sync(briefings)
    (tmp_path / "backup.partial").mkdir()
    (tmp_path / "backup.partial" / "catalogue.db").write_bytes(b"half")
    index.back_up(tmp_path / "backup")
    assert sorted(path.name for path in tmp_path.glob("backup*")) == ["backup"]


def test_a_copy_left_half_made_is_not_restored(index: Index, briefings: Path, tmp_path: Path) -> None:
    index.sync(briefings)
    index.back_up(tmp_path / "backup")
    (tmp_path / "backup").rename(tmp_path / "backup.partial")
    with pytest.raises(FolderError, match="left half made"):
        restore(tmp_path / "backup.partial", tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()
