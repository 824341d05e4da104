"""Killed at any moment, opened again: every file reported as done is there, nothing removed answers."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Index, Locked
from tests.conftest import ROOT
from tests.fakes import HashEmbedder
from tests.worker import SMALL

FILES = 24
SUBJECTS = ("harbour", "ferry", "bridge", "mayor", "storm", "railway", "market", "election")


def started(data: Path, *folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.worker", str(data), *map(str, folder)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def lines_until_killed(process: subprocess.Popen[str], kind: str, count: int) -> list[str]:
    """Kill -9 after `count` lines of a kind; all that the process managed to say."""
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line.strip())
        count -= line.startswith(kind)
        if count == 0:
            process.kill()
    process.wait()
    process.stdout.close()
    assert process.stdin
    process.stdin.close()
    return said


def write(folder: Path, number: int, version: int) -> None:
    """A file of some seven passages with a word that no other file and no other version has."""
    chance = random.Random(f"{number}/{version}")
    sentences = [f"The {' '.join(chance.choices(SUBJECTS, k=12))} of day {day}." for day in range(7)]
    folder.mkdir(exist_ok=True)
    (folder / f"{number:02}.txt").write_text(f"Unique{number}v{version} opened. {' '.join(sentences)}")


def answers(index: Index, number: int, version: int) -> bool:
    hits = index.search(f"unique{number}v{version}", limit=50)
    return any(hit.word_score > 0 and hit.document.path == f"{number:02}.txt" for hit in hits)


def whole(index: Index) -> None:
    """Nothing is wrong, and every passage finds itself in Chroma."""
    assert index.verify() == []
    chroma = index._chroma
    assert chroma is not None and chroma._cache is not None
    assert all(chroma._cache.holds(passage) for passage in index._catalogue.stored(0, 1 << 40))


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    yield tmp_path / "data", tmp_path / "briefings"


def test_a_sync_killed_at_any_file_loses_nothing_that_it_reported(places: tuple[Path, Path]) -> None:
    data, folder = places
    chance = random.Random(7)
    version = dict.fromkeys(range(FILES), 0)
    for number in version:
        write(folder, number, 0)
    killed_within = 0
    for round_number in range(10):
        before = dict(version)
        changed = chance.sample(range(FILES), 16) if round_number else list(range(FILES))
        if round_number:
            for number in changed:
                version[number] += 1
                write(folder, number, version[number])
        said = lines_until_killed(started(data, folder), "file", chance.randint(1, 15))
        killed_within += "synced" not in said
        with Index.open(data, embedder=HashEmbedder(), settings=SMALL) as index:
            whole(index)
            for number in (int(line[5:7]) for line in said if line.startswith("file")):
                assert answers(index, number, version[number])
                if version[number] != before[number]:
                    assert not answers(index, number, before[number])
            index.sync(folder)
            whole(index)
            assert all(answers(index, number, version[number]) for number in version)
            assert len(list(index.documents())) == FILES
    assert killed_within >= 6


@pytest.mark.parametrize("steps", [1, 9])
def test_a_kill_while_chroma_follows_leaves_nothing_out_of_step(places: tuple[Path, Path], steps: int) -> None:
    data, folder = places
    for number in range(FILES):
        write(folder, number, 0)
    said = lines_until_killed(started(data, folder), "chroma", steps)
    done = [int(line[5:7]) for line in said if line.startswith("file")]
    assert done
    with Index.open(data, embedder=HashEmbedder(), settings=SMALL) as index:
        whole(index)
        assert all(answers(index, number, 0) for number in done)
        index.sync(folder)
        whole(index)
        assert all(answers(index, number, 0) for number in range(FILES))


def test_the_lock_of_a_killed_owner_is_free(places: tuple[Path, Path]) -> None:
    data, _ = places
    process = started(data)
    assert process.stdout and process.stdout.readline() == "open\n"
    with pytest.raises(Locked, match=str(process.pid)) as refused:
        Index.open(data, embedder=HashEmbedder())
    assert refused.value.pid == process.pid
    process.kill()
    process.communicate()
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
    assert (ended.stdout.split(), ended.stderr) == (["01.txt", "Locked", "True"], "")
