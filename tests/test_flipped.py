"""Bytes flipped anywhere: a cache is made again or named, a catalogue is named in plain words, and nothing crashes."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index import BriefingError, Index
from tests.fakes import HashEmbedder
from tests.story import write
from tests.worker import SMALL

ROUNDS = 3
FILES = 12


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of an index that was closed in good order."""
    root = tmp_path_factory.mktemp("sound")
    for number in range(FILES):
        write(root / "briefings", number, 0)
    with Index.open(root / "data", embedder=HashEmbedder(), settings=SMALL) as index:
        index.sync(root / "briefings")
        assert index.verify() == []
    return root / "data"


def flip(file: Path, chance: random.Random, *, count: int) -> None:
    """Some bytes are others: here and there, or all in one stretch."""
    content = bytearray(file.read_bytes())
    start = chance.randrange(len(content))
    together = chance.random() < 0.5
    for number in range(count):
        place = (start + number) % len(content) if together else chance.randrange(len(content))
        content[place] ^= chance.randrange(1, 256)
    file.write_bytes(content)


def rounds(quick: int, many: int) -> list[object]:
    """Seeds, the later ones for `make torture` alone."""
    quickly = [*range(quick), 45]  # on 45 Chroma aborted the process
    rest = (seed for seed in range(quick, many) if seed not in quickly)
    return [*quickly, *(pytest.param(seed, marks=pytest.mark.torture) for seed in rest)]


@pytest.mark.parametrize("seed", rounds(2, 60))
@pytest.mark.parametrize("part", ["vectors", "words", "chroma"])
def test_a_cache_with_flipped_bytes_is_in_order_or_mended(sound: Path, tmp_path: Path, part: str, seed: int) -> None:
    data, chance = tmp_path / "data", random.Random(f"{part}/{seed}")
    shutil.copytree(sound, data)
    files = sorted(path for path in (data / part).rglob("*") if path.is_file() and path.stat().st_size)
    for file in chance.sample(files, min(len(files), 2)):
        flip(file, chance, count=chance.choice((1, 40, 2000)))
    with Index.open(data, embedder=HashEmbedder(), settings=SMALL) as index:
        index.search("unique3v0")
        if problems := index.verify():
            assert {problem.part for problem in problems} == {part} and all("rebuild" in one.text for one in problems)
            index.rebuild()
        assert index.verify() == []
        [best, *_] = [hit for hit in index.search("unique3v0") if hit.word_score]
        assert best.document.path == "003.txt"


def tried(action: Callable[[], object]) -> str:
    """What an action that may be refused says; "" where it is not."""
    try:
        action()
    except BriefingError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("seed", rounds(6, 200))
def test_a_catalogue_with_flipped_bytes_is_refused_or_named(sound: Path, tmp_path: Path, seed: int) -> None:
    data, chance = tmp_path / "data", random.Random(seed)
    shutil.copytree(sound, data)
    flip(data / "catalogue.db", chance, count=chance.choice((40, 2000, 6000)))
    try:
        index = Index.open(data, embedder=HashEmbedder(), settings=SMALL)
    except BriefingError as refused:
        assert "damaged" in str(refused) or "format" in str(refused) or "cannot be opened" in str(refused)
        return
    with index:
        problems = index.verify()
        assert all("restore" in problem.text or "rebuild" in problem.text for problem in problems)
        said = tried(lambda: index.sync(sound.parent / "briefings"))
        assert not said or "damaged" in said
