"""Killed at any moment, opened again: every file reported as done is there, nothing removed answers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Index, Locked
from tests.conftest import ROOT
from tests.fakes import HashEmbedder
from tests.story import KINDS, Story, answers, whole, write
from tests.worker import SMALL, Started

FILES = 24
KILLS = int(os.environ.get("KILLS", "200"))


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    yield tmp_path / "data", tmp_path / "briefings"


def test_five_kills_lose_nothing_and_bring_nothing_back(tmp_path: Path) -> None:
    story = Story(tmp_path, seed=7)
    for kind in ("sync", "update", "remove", "rebuild", "backup"):
        story.kill(kind)
    assert story.ended <= 2


@pytest.mark.torture
def test_two_hundred_kills_lose_nothing_and_bring_nothing_back(tmp_path: Path) -> None:
    story = Story(tmp_path, seed=11)
    for number in range(KILLS):
        kind = KINDS[number % len(KINDS)]
        story.kill(kind)
        print(f"kill {number + 1}: {kind}; {story.ended} had ended before", flush=True)
    assert story.ended < KILLS / 2


@pytest.mark.parametrize("steps", [1, 9])
def test_a_kill_while_chroma_follows_leaves_nothing_out_of_step(places: tuple[Path, Path], steps: int) -> None:
    data, folder = places
    for number in range(FILES):
        write(folder, number, 0)
    said = Started("sync", data, HashEmbedder.model_name, str(folder)).killed(lines=steps, kind="chroma")
    done = [int(line[5:8]) for line in said if line.startswith("file")]
    assert done
    with Index.open(data, embedder=HashEmbedder(), settings=SMALL) as index:
        whole(index)
        assert all(answers(index, number, 0) for number in done)
        index.sync(folder)
        whole(index)
        assert all(answers(index, number, 0) for number in range(FILES))


def test_the_lock_of_a_killed_owner_is_free(places: tuple[Path, Path]) -> None:
    data, _ = places
    started = Started("hold", data, HashEmbedder.model_name)
    started.opened()
    with pytest.raises(Locked, match=str(started.process.pid)) as refused:
        Index.open(data, embedder=HashEmbedder())
    assert refused.value.pid == started.process.pid
    started.process.kill()
    started.process.join()
    with Index.open(data, embedder=HashEmbedder()) as index:
        assert index.verify() == []


SCRIPT = """
import sys
from index import Index
from tests.fakes import HashEmbedder
index = Index.open(sys.argv[1], embedder=HashEmbedder())
index.sync(sys.argv[2])
index.verify()
{end}
"""


@pytest.mark.parametrize("end", ["raise SystemExit(0)", "del index"])
def test_a_script_that_forgets_to_close_ends_in_good_order(places: tuple[Path, Path], end: str) -> None:
    data, folder = places
    write(folder, 1, 0)
    command = [sys.executable, "-c", SCRIPT.format(end=end), str(data), str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    marks = [(data / part / "mark.json").read_text() for part in ("vectors", "words", "chroma")]
    assert all('"closed": true' in mark for mark in marks)
    assert not (data / "owner.json").exists()


FORK = """
import atexit, os
if os.fork() == 0:
    atexit._run_exitfuncs()
    os._exit(0)
os.wait()
print(index.search('unique1v0')[0].document.path)
try:
    Index.open(sys.argv[1], embedder=HashEmbedder())
except Exception as error:
    print(type(error).__name__, error.pid == os.getpid())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_fork_that_ends_takes_nothing_from_its_parent(places: tuple[Path, Path]) -> None:
    data, folder = places
    write(folder, 1, 0)
    command = [sys.executable, "-c", SCRIPT.format(end=FORK), str(data), str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (ended.stdout.split(), ended.stderr) == (["001.txt", "Locked", "True"], "")
