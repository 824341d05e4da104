"""Files of every format, damaged at random and read as a sync reads them: `python -m benchmarks.fuzz MINUTES [SEED]`.

A damaged file must give text or a reason of its own. Reported is what gives neither: a reader that died, or one that
was ended for its time or memory; of memory less is allowed than in use, as all files are small. Those files are kept in
`fuzzed/`.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath

import psutil

from index.readers import Readers
from index.readings import UNREAD, Reading, Wanted
from index.settings import IndexSettings
from tests import files

KEPT = Path("fuzzed")
LIMITS = IndexSettings(file_memory_megabytes=400)
PACKED = ("docx", "pptx", "xlsx", "xlsm", "ods", "odt", "epub", "zip")
TOKENS = (
    b"\0",
    b"\xff" * 4,
    b"\x7f\xff\xff\xff",
    b"-1",
    b"99999999999",
    b"<",
    b">",
    b"&a;",
    b"]]>",
    b"%s",
    b"\\",
    b"{",
)
EXCERPT = 400
SLOW_SECONDS = 5.0
"""Kept too, though not counted: small as these files are, none should take so long."""


@dataclass
class Found:
    """What a run came upon."""

    outcomes: Counter[str] = field(default_factory=Counter)
    escaped: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    biggest: tuple[float, str] = (0.0, "")
    longest: tuple[int, str] = (0, "")


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 40))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def truncated(content: bytes, chance: random.Random) -> bytes:
    """The rest is missing."""
    return content[: chance.randrange(len(content))]


def doubled(content: bytes, chance: random.Random) -> bytes:
    """A stretch stands there many times."""
    start = chance.randrange(len(content))
    stretch = content[start : start + chance.randint(1, EXCERPT)]
    return content[:start] + stretch * chance.choice((2, 3, 50, 2000)) + content[start:]


def cut(content: bytes, chance: random.Random) -> bytes:
    """A stretch is missing."""
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randint(1, EXCERPT) :]


def inserted(content: bytes, chance: random.Random) -> bytes:
    """Something stands there that does not belong."""
    start = chance.randrange(len(content))
    return content[:start] + chance.choice(TOKENS) * chance.choice((1, 1, 30, 5000)) + content[start:]


def numbered(content: bytes, chance: random.Random) -> bytes:
    """A digit is many."""
    places = [place for place, one in enumerate(content) if 48 <= one <= 57]
    if not places:
        return flipped(content, chance)
    place = chance.choice(places)
    return content[:place] + chance.choice((b"0", b"-9", b"999999999", b"4294967295", b"1e9")) + content[place + 1 :]


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (flipped, truncated, doubled, cut, inserted, numbered)


def damaged(name: str, content: bytes, samples: dict[str, bytes], chance: random.Random) -> bytes:
    """A file damaged in one to three ways, half of those that are archives within a member."""
    for _ in range(chance.randint(1, 3)):
        way = chance.choice(WAYS)
        if not content:
            break
        if chance.random() < 0.1:
            other = chance.choice(list(samples.values()))
            start, first = chance.randrange(len(content)), chance.randrange(len(other))
            content = content[:start] + other[first : first + chance.randint(1, 2000)] + content[start:]
        elif name.endswith(PACKED) and chance.random() < 0.6:
            content = _within(content, way, chance)
        else:
            content = way(content, chance)
    return content


def _within(content: bytes, way: Callable[[bytes, random.Random], bytes], chance: random.Random) -> bytes:
    """An archive whole but for one of its members."""
    try:
        inside = files.members(content)
    except Exception:  # damaged already, which raises anything
        return way(content, chance)
    filled = sorted(name for name, held in inside.items() if held)
    if not filled:
        return way(content, chance)
    name = chance.choice(filled)
    return files.packed({**inside, name: way(inside[name], chance)})


def judge(name: str, content: bytes, reading: Reading, seconds: float, memory: float, found: Found) -> None:
    """Count what came of a file; keep it where that is neither text nor a reason of its own."""
    kind = PurePath(name).suffix
    failures = [piece.failure or "" for piece in reading.pieces if piece.failure]
    found.slowest = max(found.slowest, (seconds, name))
    found.biggest = max(found.biggest, (memory, name))
    found.longest = max(found.longest, (sum(len(piece.text) for piece in reading.pieces), name))
    wrong = [one for one in failures if "ended the program" in one or "takes more than" in one]
    empty = not failures and not any(piece.document for piece in reading.pieces)
    if seconds > SLOW_SECONDS:
        KEPT.mkdir(exist_ok=True)
        (KEPT / f"slow-{name}").write_bytes(content)
    if wrong or empty or (reading.digest == UNREAD and not failures):
        KEPT.mkdir(exist_ok=True)
        (KEPT / name).write_bytes(content)
        found.escaped.append(f"{name}: {wrong[0] if wrong else 'neither text nor a reason'}")
    found.outcomes[f"{kind} {'refused' if failures else 'read'}"] += 1


def main(minutes: float, seed: int) -> int:
    """Damage and read until the time is over; how many files gave neither text nor a reason."""
    chance, samples, found = random.Random(seed), files.samples(), Found()
    readers = Readers(1)
    until, number = time.monotonic() + minutes * 60, 0
    with tempfile.TemporaryDirectory() as place:
        while time.monotonic() < until:
            number += 1
            sample = chance.choice(list(samples))
            name = f"{seed}-{number}{PurePath(sample).suffix}"
            content = damaged(sample, samples[sample], samples, chance)
            Path(place, name).write_bytes(content)
            began = time.monotonic()
            [reading] = readers.read([Wanted(place, name, None)], LIMITS)
            judge(name, content, reading, time.monotonic() - began, _memory(readers), found)
            Path(place, name).unlink()
    for outcome, count in sorted(found.outcomes.items()):
        print(f"{outcome:16} {count:6}")
    print(f"{number:,} files; slowest {found.slowest[0]:.2f} s ({found.slowest[1]}), longest text {found.longest[0]:,}")
    print(f"memory of the reader at most {found.biggest[0]:.0f} MB after a file")
    print("\n".join(found.escaped) or "each gave text or a reason")
    return len(found.escaped)


def _memory(readers: Readers) -> float:
    """What the reader holds, in MB; 0 for one that was ended."""
    process = readers._workers[0]._process
    try:
        return psutil.Process(process.pid).memory_info().rss / 1e6 if process else 0.0
    except psutil.Error:
        return 0.0


if __name__ == "__main__":
    sys.exit(min(1, main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
