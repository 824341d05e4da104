"""An index that is changed and killed, again and again, beside what it must and must not hold."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import BriefingError, DirectoryFormat, Index, restore
from tests.fakes import HashEmbedder
from tests.worker import MODELS, SMALL, Renamed, Started

SUBJECTS = ("harbour", "ferry", "bridge", "mayor", "storm", "railway", "market", "election")
FILES, MOST = 24, 40
UPLOADED = 12
KINDS = ("sync", "remove", "backup", "update", "rebuild", "reembed", "delete")
AT_ONCE = {"sync": 0.4, "update": 0.4, "delete": 0.4, "remove": 0.3, "rebuild": 0.5, "backup": 0.3, "reembed": 0.4}
"""Seconds after opening within which a task of each kind is killed."""


def write(folder: Path, number: int, version: int) -> None:
    """A file of some seven passages with a word that no other file and no other version has."""
    chance = random.Random(f"{number}/{version}")
    sentences = [f"The {' '.join(chance.choices(SUBJECTS, k=12))} of day {day}." for day in range(7)]
    folder.mkdir(exist_ok=True)
    (folder / name(number)).write_text(f"Unique{number}v{version} opened. {' '.join(sentences)}")


def name(number: int) -> str:
    return f"{number:03}.txt"


def answers(index: Index, number: int, version: int) -> bool:
    hits = index.search(f"unique{number}v{version}", limit=50)
    return any(hit.word_score > 0 and hit.document.path == name(number) for hit in hits)


def whole(index: Index) -> None:
    """Nothing is wrong, and every passage finds itself in Chroma."""
    assert index.verify() == []
    chroma = index._storage.chroma
    assert chroma is not None and chroma._cache is not None
    assert all(chroma._cache.holds(passage) for passage in index._catalogue.stored(0, 1 << 40))


class Story:
    """Files by their number: the versions that each ever had, and which one answers, None for none."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.data, self.folder = root, root / "data", root / "briefings"
        self.chance = random.Random(seed)
        self.version: dict[int, int] = {}
        self.answering: dict[int, int | None] = {}
        self.model = HashEmbedder.model_name
        self.kills = self.ended = 0
        (self.data / "uploads").mkdir(parents=True)
        for number in range(UPLOADED):
            (self.data / "uploads" / f"{number}.txt").write_text(f"Upload {number}. " * 3000)
        self._write(range(FILES))
        with self.opened() as index:
            index.sync(self.folder)
            self._settled(index)

    @contextmanager
    def opened(self) -> Iterator[Index]:
        with Index.open(self.data, embedder=MODELS[self.model](), settings=SMALL) as index:
            yield index

    def kill(self, kind: str) -> None:
        """Begin something, kill it somewhere, open again, and compare; then finish it, and compare again."""
        before = dict(self.answering)
        process = Started(*self._begun(kind))
        if self.chance.random() < 0.5:
            said = process.killed(lines=self.chance.randint(1, 12))
        else:
            said = process.killed(seconds=self.chance.uniform(0, AT_ONCE[kind]))
        self.kills += 1
        self.ended += process.process.exitcode == 0
        assert process.process.exitcode in (0, -9), "it was killed, or had done all; it did not fail"
        self._find_model(said, reembedding=kind == "reembed")
        with self.opened() as index:
            whole(index)
            self._compare(index, said, before, removing=kind == "remove")
            index.sync(self.folder, prune=True)
            for number, version in self.version.items():
                if kind == "remove" and before[number] == version and f"removed {name(number)}" not in said:
                    self.answering[number] = version if answers(index, number, version) else None
            self._settled(index)
        self._look_at_backups(said)

    def _begun(self, kind: str) -> tuple[str, Path, *tuple[str, ...]]:
        """What a process is to do; files are changed for it."""
        there = sorted(number for number, version in self.answering.items() if version is not None)
        if kind == "sync":
            self._write(range(len(self.version), len(self.version) + 10))
        elif kind == "update":
            self._write(self.chance.sample(there, min(14, len(there))))
        elif kind == "delete":
            files = sorted(number for number in self.version if (self.folder / name(number)).exists())
            for number in self.chance.sample(files, max(8, len(files) - MOST + 10)):
                (self.folder / name(number)).unlink()
                self.answering[number] = None
        elif kind == "remove":
            paths = [name(number) for number in self.chance.sample(there, 12)]
            return "remove", self.data, self.model, *paths
        elif kind == "backup":
            return "backup", self.data, self.model, str(self.root / f"backup{self.kills}")
        elif kind == "reembed":
            models = [Renamed.model_name, HashEmbedder.model_name]
            return "reembed", self.data, *(models if self.model == HashEmbedder.model_name else models[::-1])
        else:
            return "rebuild", self.data, self.model
        return "sync", self.data, self.model, str(self.folder)

    def _write(self, numbers: range | list[int]) -> None:
        """The next version of each of some files."""
        for number in numbers:
            self.version[number] = self.answering[number] = self.version.get(number, -1) + 1
            write(self.folder, number, self.version[number])

    def _find_model(self, said: list[str], *, reembedding: bool) -> None:
        """What was said to be embedded anew is; what was not may be, whole."""
        finished = [line.removeprefix("model ") for line in said if line.startswith("model ")]
        self.model = finished[-1] if finished else self.model
        try:
            with self.opened():
                pass
        except DirectoryFormat:
            assert reembedding
            self.model = next(model for model in MODELS if model != self.model)

    def _compare(self, index: Index, said: list[str], before: dict[int, int | None], *, removing: bool) -> None:
        """What was reported is there; of the rest each file is as it was or as it is to be."""
        done = {line.split()[1] for line in said if line.startswith(("file ", "removed "))}
        for number in self.version:
            gone = f"removed {name(number)}" in said
            after = None if gone else self.answering[number]
            if gone:
                self.answering[number] = None
            last = "synced" in said or name(number) in done
            found = self._found(index, number)
            allowed = [after] if last else [after, before.get(number), *([None] if removing else [])]
            assert found in allowed, f"{name(number)}: {found}, not {allowed}, after {said}"

    def _settled(self, index: Index) -> None:
        """After a sync that ended each file answers as it is, and nothing else does."""
        whole(index)
        for number, version in self.answering.items():
            assert self._found(index, number) == version, name(number)
        assert len(list(index.documents())) == sum(version is not None for version in self.answering.values())

    def _found(self, index: Index, number: int) -> int | None:
        """The one version of a file that answers."""
        versions = range(max(0, self.version[number] - 3), self.version[number] + 1)
        found = [version for version in versions if answers(index, number, version)]
        assert len(found) <= 1, f"{name(number)} answers as {found}"
        return found[0] if found else None

    def _look_at_backups(self, said: list[str]) -> None:
        """A backup is whole or not there."""
        made = sorted(self.root.glob("backup*-*"), key=lambda path: path.stat().st_mtime)
        promised = [line.removeprefix("backed up ") for line in said if line.startswith("backed up ")]
        assert {str(path) for path in made} >= set(promised)
        for path in made[-2:]:
            elsewhere = self.root / "elsewhere"
            if path.suffix == ".partial":
                with pytest.raises(BriefingError):
                    restore(path, elsewhere)
                continue
            restore(path, elsewhere)
            assert len(list((elsewhere / "uploads").iterdir())) == UPLOADED
            with Index.open(elsewhere, embedder=MODELS[self.model](), settings=SMALL) as index:
                self._settled(index)
            shutil.rmtree(elsewhere)
        for path in made:
            shutil.rmtree(path)
