"""What the loaders make of a folder: `python benchmarks/files.py FOLDER`.

For each file: format, seconds, characters, title, date and where it
came from, or why it could not be read; attachments and members of archives below the file that holds them.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from index.errors import LoadError
from index.loaders import load
from index.settings import IndexSettings


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: what it is, how long it took, and what it gave or why not."""

    path: str
    kind: str
    seconds: float
    characters: int
    shown: str


def outcomes(path: str, content: bytes, settings: IndexSettings, depth: int = 0) -> Iterator[Outcome]:
    """A file, then what it holds."""
    started = time.perf_counter()
    try:
        document, loaded = load("", path, content, settings)
    except LoadError as error:
        yield Outcome(path, "failed", time.perf_counter() - started, 0, str(error)[:160])
        return
    taken = time.perf_counter() - started
    shown = f"{document.title!r} {document.published or 'undated'} ({document.dated_by}) {document.source or ''}"
    yield Outcome(path, document.format, taken, len(loaded.text), shown)
    for part in loaded.parts if depth < settings.archive_depth else ():
        yield from outcomes(f"{path}/{part.name}", part.content, settings, depth + 1)


def main(folder: Path) -> None:
    """Print a line a file, and the totals."""
    totals: Counter[str] = Counter()
    slowest, memory = Outcome("", "", 0.0, 0, ""), 0.0
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        for one in outcomes(str(file.relative_to(folder)), file.read_bytes(), IndexSettings()):
            print(f"{one.kind:12} {one.seconds:6.2f} s {one.characters:9,} {one.path}: {one.shown}")
            totals[one.kind] += 1
            memory = max(memory, psutil.Process().memory_info().rss / 1e6)
            slowest = max(slowest, one, key=lambda outcome: outcome.seconds)
    print(", ".join(f"{kind} {count}" for kind, count in totals.most_common()))
    print(f"slowest: {slowest.path} in {slowest.seconds:.2f} s")
    print(f"memory after a file at most {memory:.0f} MB, libraries with it")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
