"""A disk that gets full: a sync says so, and what it reported as done is there when there is room again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import FolderError, Index
from tests.fakes import HashEmbedder
from tests.story import answers, name, whole, write
from tests.worker import SMALL, Started

FILES = 60
QUICK, ALL = (30_000, 400_000), (0, 5_000, 60_000, 100_000, 150_000, 250_000, 600_000, 900_000)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True).returncode
    ):
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path, *, free: int) -> Path:
    """Take all room but so many bytes."""
    found = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(found.f_bavail * found.f_bsize - free))
    return disk / "ballast"


@pytest.mark.parametrize("free", [*QUICK, *(pytest.param(free, marks=pytest.mark.torture) for free in ALL)])
def test_a_full_disk_is_named_and_loses_nothing(tmp_path: Path, small_disk: Path, free: int) -> None:
    data, folder = small_disk / "data", tmp_path / "briefings"
    for number in range(FILES // 2):
        write(folder, number, 0)
    with Index.open(data, embedder=HashEmbedder(), settings=SMALL) as index:
        index.sync(folder)
        whole(index)
    for number in range(FILES // 4, FILES):
        write(folder, number, 1 if number < FILES // 2 else 0)
    ballast = fill(small_disk, free=free)
    started = Started("sync", data, HashEmbedder.model_name, str(folder))
    said = started.killed(lines=-1)
    assert started.process.exitcode == 0, "a full disk is foreseen"
    assert "FolderError" in said[-1] and "room" in said[-1], said[-1]
    with_room(ballast, data, folder, said)


def with_room(ballast: Path, data: Path, folder: Path, said: list[str]) -> None:
    """What was said to be done answers, what was there before too, and the next sync goes on."""
    ballast.unlink()
    with Index.open(data, embedder=HashEmbedder(), settings=SMALL) as index:
        whole(index)
        for number in range(FILES):
            if f"file {name(number)}" in said:
                assert answers(index, number, int(FILES // 4 <= number < FILES // 2))
            elif number < FILES // 2:
                assert answers(index, number, 0) or answers(index, number, 1)
        index.sync(folder)
        whole(index)
        assert all(answers(index, number, int(FILES // 4 <= number < FILES // 2)) for number in range(FILES))


def test_the_same_index_goes_on_when_there_is_room_again(tmp_path: Path, small_disk: Path) -> None:
    folder = tmp_path / "briefings"
    for number in range(FILES):
        write(folder, number, 0)
    with Index.open(small_disk / "data", embedder=HashEmbedder(), settings=SMALL) as index:
        ballast = fill(small_disk, free=200_000)
        with pytest.raises(FolderError, match="free some room"):
            index.sync(folder)
        ballast.unlink()
        index.sync(folder)
        index.rebuild()
        whole(index)
        assert all(answers(index, number, 0) for number in range(FILES))
