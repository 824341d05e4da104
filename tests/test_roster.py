"""What the roster knows after any changes is what a fresh one reads."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalogue import Catalogue, expand, numbers_of
from index.chunking import Limits, chunk
from index.records import Document, Filter
from index.roster import Roster
from index.rows import Entry, FileState

LIMITS = Limits(2, 100, lambda words: len(words.split()))
SOURCES = ("North", "South", None)


def put(catalogue: Catalogue, number: int, passages: int) -> None:
    """One document in a file of that number."""
    text = "One word. " * passages
    published = date(2024, 1, 1) + timedelta(days=number) if number % 3 else None
    document = Document(f"d{number}-{passages}", "f", f"{number}.txt", "T", published, source=SOURCES[number % 3])
    chunks = chunk(document.id, text, limits=LIMITS)
    vectors = np.ones((len(chunks), 4), np.float32)
    state = FileState("f", f"{number}.txt", 0, 0, settled=True, digest="x", document=document.id)
    catalogue.store(state, Entry(document, text, chunks, vectors, [vectors[:1]] * len(chunks)))


steps = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.booleans()), max_size=12)


@settings(max_examples=25)
@given(steps, st.integers(0, 6))
def test_a_roster_that_followed_equals_one_that_starts_now(steps: list[tuple[int, int, bool]], asked_at: int) -> None:
    where = Filter(published_from=date(2024, 1, 2), sources=("South", "North"), undated=False)
    with TemporaryDirectory() as place:
        catalogue = Catalogue(Path(place) / "catalogue.db", model="m")
        roster = Roster(catalogue)
        for step, (number, passages, stays) in enumerate(steps):
            put(catalogue, number, passages)
            if not stays:
                catalogue.drop("f", f"{number}.txt")
            if step % 3 == asked_at % 3:
                roster.numbers()
        fresh = Roster(catalogue)
        assert roster.numbers().tolist() == fresh.numbers().tolist() == catalogue.numbers().tolist()
        assert roster.numbers(where).tolist() == fresh.numbers(where).tolist()
        assert roster.documents(where) == fresh.documents(where)
        held = {number: catalogue.passages([number])[number][1].published for number in roster.numbers().tolist()}
        assert roster.published(range(60)) == held
        catalogue.close()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(-1, 4)), max_size=8))
def test_runs_are_expanded_in_their_order(runs: list[tuple[int, int]]) -> None:
    firsts = np.array([first for first, _ in runs], np.int64)
    lasts = np.array([first + length - 1 for first, length in runs], np.int64)
    expected = [number for first, length in runs for number in range(first, first + length)]
    assert expand(firsts, np.maximum(lasts, firsts - 1)).tolist() == expected


def test_no_runs_have_no_numbers() -> None:
    assert numbers_of([]).tolist() == [] and numbers_of([(1, 0), (5, 6)]).tolist() == [5, 6]
