"""The files below a folder, before anything of them is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import FolderError
from index.records import Failure
from index.scan import scan


def listed(folder: Path, exclude: Path) -> list[str]:
    failed: list[Failure] = []
    found = sorted(path for path, _ in scan(folder, exclude=exclude, failed=failed))
    assert failed == []
    return found


def test_files_of_all_depths_are_found_with_size_and_time(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").write_text("1234")
    os.utime(tmp_path / "a" / "b" / "c.txt", ns=(5, 7))
    assert dict(scan(tmp_path, exclude=tmp_path / "x", failed=[])) == {"a/b/c.txt": (4, 7)}


def test_hidden_ones_and_the_excluded_folder_are_passed_over(tmp_path: Path) -> None:
    for path in (".git/a.txt", "data/b.txt", "data2/c.txt", ".d.txt"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x")
    assert listed(tmp_path, tmp_path / "data") == ["data2/c.txt"]


def test_links_that_go_round_in_circles_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    assert listed(tmp_path, tmp_path / "x") == ["one", "two"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this system's folders")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert listed(tmp_path, tmp_path / "x") == []


def test_a_folder_that_cannot_be_listed_itself_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(path: str) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(FolderError, match="cannot be listed: Permission denied"):
        listed(tmp_path, tmp_path / "x")


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="deep folders cannot be made here")
def test_what_lies_deeper_than_paths_reach_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    at = os.open(tmp_path, os.O_RDONLY)
    for depth in range(30):  # 6,000 characters, where a path may have 4,096
        os.close(os.open(f"{depth}-{'f' * 150}.txt", os.O_WRONLY | os.O_CREAT, dir_fd=at))
        os.mkdir("d" * 200, dir_fd=at)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    failed: list[Failure] = []
    found = dict(scan(tmp_path, exclude=tmp_path / "x", failed=failed))
    assert found["a.txt"][0] == 1 and 15 < len(found) < 30
    assert [failure.reason for failure in failed] == ["it cannot be listed: File name too long"]


def test_a_file_that_may_not_be_looked_at_is_left_to_its_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x")

    def refusing(path: Path, **_: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refusing)
    monkeypatch.setattr(Path, "is_dir", lambda path: True)
    assert dict(scan(tmp_path, exclude=tmp_path / "x", failed=[])) == {"a.txt": (0, 0)}
