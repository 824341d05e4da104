"""How the index grows: made briefings of 10 thousand, 100 thousand and 1 million passages. `make bench-scale`.

Each size is built and measured in a process of its own; vectors are made, so that only our own work counts. With
`--keep FOLDER` what was built stays there and is measured again without being built.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.peer import pipeline
from benchmarks.world import PASSAGES, World
from index import Document, Filter, Index
from index.chroma_client import ChromaCache
from index.chunking import chunk
from index.embedding import load_embedder
from index.entries import Ready, embedded, passage_limits
from index.rows import FileState
from index.sync import TOGETHER

SIZES = (10_000, 100_000, 1_000_000)
FILES_UP_TO = 100_000
"""Larger sizes are stored without files: reading and cutting them costs the same a file, and is measured below."""
PEER_UP_TO = 100_000
QUESTIONS = 200
NEAREST = 50
BREADTHS = (100, 200, 400, 600, 800)
EMBEDDED_FILES = 200
YEAR = Filter(date(2019, 1, 1), date(2019, 12, 31), undated=False)
MONTHS = Filter(date(2020, 3, 1), date(2020, 4, 30), undated=False)
HALF = Filter(date(2018, 1, 1), undated=False)
DESK = Filter(sources=("Desk 7",))


def main() -> None:
    """Measure one size, or all of them in turn and print a table."""
    options = argparse.ArgumentParser()
    options.add_argument("--size", type=int)
    options.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options.add_argument("--keep", type=Path)
    options.add_argument("--peer", action="store_true")
    options.add_argument("--embedder", action="store_true")
    given = options.parse_args()
    if given.embedder:
        print(json.dumps(with_the_embedder()))
        return
    if given.size:
        place = (given.keep or Path(tempfile.mkdtemp())) / str(given.size)
        measure = pipeline if given.peer else measured
        print(json.dumps(measure(place, given.size)))
        if not given.keep:
            shutil.rmtree(place.parent)
        return
    keep = ["--keep", str(given.keep)] if given.keep else []
    columns = [_process("--size", str(size), *keep) for size in given.sizes]
    for name in dict.fromkeys(name for column in columns for name in column):
        print(f"{name:42}" + "".join(f"{column.get(name, ''):>14}" for column in columns))
    print(f"with the built-in embedder: {_process('--embedder')}")
    for size in given.sizes:
        if size <= PEER_UP_TO:
            print(f"llama-index's pipeline into Chroma, {size:,}: {_process('--size', str(size), '--peer', *keep)}")


def _process(*arguments: str) -> dict[str, Any]:
    """What a process of its own prints last."""
    command = [sys.executable, "-m", "benchmarks.scale", *arguments]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    figures: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return figures


def measured(place: Path, size: int) -> dict[str, Any]:
    """Every figure of one size."""
    world = World()
    figures: dict[str, Any] = {"passages": f"{size:,}"}
    if not (place / "built.json").exists():
        place.mkdir(parents=True, exist_ok=True)
        (place / "built.json").write_text(json.dumps(build(place, size, world)))
    figures |= json.loads((place / "built.json").read_text())
    began = time.perf_counter()
    index = Index.open(place / "data", embedder=world)
    figures["open s"] = _round(time.perf_counter() - began)
    with index:
        index.search("anything")
        figures["open, until the first answer s"] = _round(time.perf_counter() - began)
        index._storage.chroma.wait()  # type: ignore[union-attr]
        figures["open, until Chroma answers s"] = _round(time.perf_counter() - began)
        figures |= searched(index, world)
        vectors = [np.array(world.get_query_embedding(one), np.float32) for one in world.questions(QUESTIONS)]
        truths = [set(index._storage.exact.nearest(vector, NEAREST)) for vector in vectors]
        ours, others = psutil.Process(), psutil.Process().children(recursive=True)
        figures["memory, of it Chroma's process MB"] = " / ".join(
            f"{sum(one.memory_info().rss for one in some) / 1e6:.0f}" for some in ([ours, *others], others)
        )
        if (place / "files").exists():
            figures |= synced_again(index, place, world)
            began = time.perf_counter()
            assert index.verify() == []
            figures["verify s"] = _round(time.perf_counter() - began)
    figures |= breadths(place / "data" / "chroma", vectors, truths)
    figures |= {f"disk, {part} MB": megabytes(place / "data" / part) for part in ("vectors", "words", "chroma")}
    figures["disk, catalogue MB"] = megabytes(place / "data" / "catalogue.db")
    return figures


def build(place: Path, size: int, world: World) -> dict[str, Any]:
    """Bring briefings into a new index: from files, or of very many straight into the catalogue."""
    shutil.rmtree(place / "data", ignore_errors=True)
    with Index.open(place / "data", embedder=world) as index:
        if size <= FILES_UP_TO:
            if not (place / "files").exists():
                world.write(place / "files", size // PASSAGES)
            began = time.perf_counter()
            index.sync(place / "files")
        else:
            began = time.perf_counter()
            world.fill(index, size // PASSAGES)
        stored = time.perf_counter() - began
        index._storage.chroma.wait()  # type: ignore[union-attr]
        whole = time.perf_counter() - began
    began = time.perf_counter()
    texts = [world.text(number) for number in range(40)]
    made = time.perf_counter()
    for text in texts:
        world.get_span_embeddings([text], [[(0, len(text))]])
    vectors = (time.perf_counter() - made) / 40 / PASSAGES
    return {
        "stored a second": round(size / stored),
        "stored and in Chroma a second": round(size / whole),
        "of it making vectors": f"{vectors * size / whole:.0%}",
        "making texts s": _round(made - began),
    }


def searched(index: Index, world: World) -> dict[str, Any]:
    """Milliseconds a search, half of all and 19 in 20 at most, by kind."""
    questions = world.questions(QUESTIONS)
    _milliseconds(index.search, questions)  # a question's vector is kept, and Chroma reads its graph at the first
    index.search(questions[0], where=MONTHS)
    kinds: dict[str, Callable[[str], object]] = {
        "search": lambda question: index.search(question),
        "search, day of asking given": lambda question: index.search(question, asked=date(2023, 6, 1)),
        "search, two months of ten years": lambda question: index.search(question, where=MONTHS),
        "search, one year of ten": lambda question: index.search(question, where=YEAR),
        "search, six years of ten": lambda question: index.search(question, where=HALF),
        "search, one source of forty": lambda question: index.search(question, where=DESK),
    }
    return {f"{name}, p50 / p95 ms": _milliseconds(kind, questions) for name, kind in kinds.items()}


def breadths(folder: Path, vectors: Sequence[np.ndarray], truths: Sequence[set[int]]) -> dict[str, Any]:
    """Share of the 50 nearest passages by exact score that Chroma names, and its time, by the setting chroma_search."""
    figures = {}
    for breadth in BREADTHS:
        chroma = ChromaCache(folder, search_breadth=breadth)
        for vector in vectors:  # it reads its graph at the first
            chroma.nearest(vector, NEAREST)
        times, found = [], 0
        for vector, truth in zip(vectors, truths, strict=True):
            began = time.perf_counter()
            near = chroma.nearest(vector, NEAREST)
            times.append(time.perf_counter() - began)
            found += len(truth & set(near.tolist()))
        chroma.close()
        share = found / NEAREST / len(vectors)
        figures[f"Chroma, breadth {breadth}, recall@50 / p50 ms"] = (
            f"{share:.4f} / {statistics.median(times) * 1e3:.1f}"
        )
    return figures


def synced_again(index: Index, place: Path, world: World) -> dict[str, Any]:
    """A second sync of unchanged files, and searches while new ones are read."""
    began = time.perf_counter()
    index.sync(place / "files")
    unchanged = time.perf_counter() - began
    fresh = place / "fresh"
    world.write(fresh, 600)
    questions = world.questions(QUESTIONS)
    idle = _rate(index, questions, seconds=3.0)
    syncing = threading.Thread(target=index.sync, args=(fresh,))
    syncing.start()
    busy = _rate(index, questions, seconds=60.0, go_on=syncing.is_alive)
    syncing.join()
    index.forget(fresh)
    return {
        "second sync, nothing changed s": _round(unchanged),
        "searches a second, idle / during a sync": f"{idle:.0f} / {busy:.0f}",
    }


def with_the_embedder() -> dict[str, Any]:
    """What a sync makes of the built-in embedder's own rate, and what is left of searching meanwhile."""
    embedder, world = load_embedder(), World()
    with tempfile.TemporaryDirectory() as place, Index.open(Path(place) / "data") as index:
        world.write(Path(place) / "files", EMBEDDED_FILES)
        texts = [world.text(number) for number in range(EMBEDDED_FILES)]
        limits = passage_limits(embedder, index.settings)
        chunks = [one for number, text in enumerate(texts) for one in chunk(str(number), text, limits=limits)]
        ready = [Ready(FileState("", "", 0, 0, True, ""), Document("", "", "", ""), "", [one]) for one in chunks]
        began = time.perf_counter()
        for first in range(0, len(ready), TOGETHER):
            list(embedded(embedder, ready[first : first + TOGETHER]))
        own = len(chunks) / (time.perf_counter() - began)
        began = time.perf_counter()
        index.sync(Path(place) / "files")
        index._storage.chroma.wait()  # type: ignore[union-attr]
        rate = len(index._catalogue.numbers()) / (time.perf_counter() - began)
        questions = world.questions(QUESTIONS)
        _milliseconds(index.search, questions)  # a question's vector is kept, so all are asked once before
        idle = _rate(index, questions, seconds=3.0)
        for number, file in enumerate(sorted((Path(place) / "files").rglob("*.md"))):
            file.write_text(world.text(1000 + number))
        syncing = threading.Thread(target=index.sync, args=(Path(place) / "files",))
        syncing.start()
        busy = _rate(index, questions, seconds=60.0, go_on=syncing.is_alive)
        syncing.join()
    return {
        "embedder alone, passages a second": round(own, 1),
        "sync": round(rate, 1),
        "searches a second, idle": round(idle),
        "during a sync": round(busy),
    }


def megabytes(path: Path) -> int:
    """Room that a file or a folder takes on the disk."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return round(sum(file.stat().st_blocks * 512 for file in files) / 1e6)


def _milliseconds(kind: Callable[[str], object], questions: Sequence[str]) -> str:
    times = []
    for question in questions:
        began = time.perf_counter()
        kind(question)
        times.append(time.perf_counter() - began)
    return f"{statistics.median(times) * 1e3:.1f} / {statistics.quantiles(times, n=20)[-1] * 1e3:.1f}"


def _rate(index: Index, questions: Sequence[str], *, seconds: float, go_on: Callable[[], bool] = lambda: True) -> float:
    """Searches a second."""
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds and go_on():
        index.search(questions[count % len(questions)])
        count += 1
    return count / (time.perf_counter() - began)


def _round(seconds: float) -> float:
    return round(seconds, 2)


if __name__ == "__main__":
    main()
