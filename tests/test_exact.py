"""Exact scores equal numpy's over the catalogue's vectors, whatever the file holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.catalogue import Catalogue
from index.chunking import Limits, chunk
from index.exact import GROWTH, ExactVectors
from index.records import Document, Passage
from index.roster import Roster
from index.rows import Entry, FileState, Stored

DIMENSIONS = 8


def fill(catalogue: Catalogue, count: int, *, seed: int = 0) -> None:
    """One document of `count` passages with random vectors."""
    text = "One word. " * count
    document = Document(f"d{seed}", "f", f"{seed}.txt", "T")
    chunks = chunk(document.id, text, limits=Limits(2, 100, lambda words: len(words.split())))
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    state = FileState("f", f"{seed}.txt", 0, 0, settled=True, digest="x", document=document.id)
    catalogue.store(state, Entry(document, text, chunks, vectors, [vectors[:1]] * count))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path_factory.mktemp("exact") / "catalogue.db", model="random")
    fill(catalogue, 60)
    yield catalogue
    catalogue.close()


@pytest.fixture(scope="module")
def exact(catalogue: Catalogue) -> ExactVectors:
    exact = ExactVectors(catalogue.path.parent / "vectors", catalogue, Roster(catalogue))
    exact.clear()
    exact.apply((), catalogue.stored(0, 99))
    return exact


def made(number: int, vector: np.ndarray) -> Stored:
    document = Document("d", "f", "p", "T", date(2024, 1, 1))
    return Stored(number, Passage("p", "d", 0, 1, "x"), document, vector.astype(np.float32))


queries = st.lists(st.floats(-1, 1, width=32), min_size=DIMENSIONS, max_size=DIMENSIONS).map(
    lambda values: np.array(values, np.float32)
)


@given(queries, st.lists(st.integers(1, 60), unique=True).map(sorted))
def test_scores_are_the_dot_products(
    catalogue: Catalogue, exact: ExactVectors, query: np.ndarray, some: list[int]
) -> None:
    vectors = catalogue.vectors(some)
    expected = [float(vectors[number] @ query) for number in some]
    assert exact.scores(query, np.array(some, np.int64)) == pytest.approx(expected, abs=2e-6)


@given(queries, st.integers(1, 70))
def test_the_nearest_are_those_of_brute_force(
    catalogue: Catalogue, exact: ExactVectors, query: np.ndarray, limit: int
) -> None:
    scores = {number: float(vector @ query) for number, vector in catalogue.vectors(range(1, 61)).items()}
    nearest = exact.nearest(query, limit)
    assert len(nearest) == min(limit, 60)
    assert list(nearest.values()) == sorted(nearest.values(), reverse=True)
    worst = min(nearest.values())
    assert all(scores[number] <= worst + 2e-6 for number in scores.keys() - nearest.keys())


def test_a_row_that_is_not_here_is_read_from_the_catalogue(catalogue: Catalogue, tmp_path: Path) -> None:
    empty = ExactVectors(tmp_path / "vectors", catalogue, Roster(catalogue))
    query = np.ones(DIMENSIONS, np.float32)
    assert len(empty.nearest(query, 5)) == 5
    half = ExactVectors(tmp_path / "half", catalogue, Roster(catalogue))
    half.clear()
    half.apply((), catalogue.stored(0, 30))
    numbers = catalogue.numbers()
    assert half.scores(query, numbers) == pytest.approx(empty.scores(query, numbers), abs=2e-6)


def test_which_rows_are_scored_together_changes_no_digit(exact: ExactVectors) -> None:
    query = np.random.default_rng(5).standard_normal(DIMENSIONS).astype(np.float32)
    everything = exact.scores(query, np.arange(1, 61))
    assert [exact.scores(query, np.array([number]))[0] for number in range(1, 61)] == everything.tolist()


def test_a_passage_that_is_nowhere_scores_nothing(exact: ExactVectors) -> None:
    assert exact.scores(np.ones(DIMENSIONS, np.float32), np.array([77, 10**6])).tolist() == [0.0, 0.0]


def test_removal_zeroes_the_row_on_disk_even_as_the_first_thing_done(catalogue: Catalogue, tmp_path: Path) -> None:
    first = ExactVectors(tmp_path, catalogue, Roster(catalogue))
    first.clear()
    vector = np.full(DIMENSIONS, 0.123, np.float32)
    first.apply((), [made(3, vector)])
    first.flush()
    again = ExactVectors(tmp_path, catalogue, Roster(catalogue))
    again.apply([3], ())
    again.flush()
    assert vector.tobytes() not in (tmp_path / "vectors.f32").read_bytes()


def test_removal_works_after_a_search_has_mapped_the_file(catalogue: Catalogue, tmp_path: Path) -> None:
    first = ExactVectors(tmp_path, catalogue, Roster(catalogue))
    first.clear()
    first.apply((), [made(3, np.ones(DIMENSIONS))])
    again = ExactVectors(tmp_path, catalogue, Roster(catalogue))
    assert again.holds(made(3, np.ones(DIMENSIONS)))
    again.apply([3], ())
    assert again.held().tolist() == []


def test_a_reader_sees_rows_added_after_it_opened(catalogue: Catalogue, tmp_path: Path) -> None:
    writer, reader = (
        ExactVectors(tmp_path, catalogue, Roster(catalogue)),
        ExactVectors(tmp_path, catalogue, Roster(catalogue)),
    )
    writer.clear()
    writer.apply((), [made(1, np.ones(DIMENSIONS))])
    assert reader.held().tolist() == [1]
    writer.apply((), [made(2, np.ones(DIMENSIONS)), made(GROWTH * 3, np.ones(DIMENSIONS))])
    assert reader.held().tolist() == writer.held().tolist() == [1, 2, GROWTH * 3]


@pytest.mark.parametrize("content", [b"", b"\x00" * 7, b"\x00" * 4096, b"\xff" * 4096])
def test_a_file_of_something_else_holds_nothing_and_stops_nothing(
    catalogue: Catalogue, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "vectors.f32").write_bytes(content)
    exact = ExactVectors(tmp_path, catalogue, Roster(catalogue))
    assert not exact.holds(made(1, np.ones(DIMENSIONS)))
    assert len(exact.nearest(np.ones(DIMENSIONS, np.float32), 3)) == 3
