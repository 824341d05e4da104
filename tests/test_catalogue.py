"""The truth, in one SQLite file: all of a document or nothing, and a number for each change."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import DirectoryFormat, NotFound
from index.catalogue import Catalogue
from index.chunking import Limits, chunk
from index.records import Document
from index.rows import Change, Entry, FileState, pack


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path / "catalogue.db", model="m")
    yield catalogue
    catalogue.close()


def entry(name: str, text: str = "One two. Three four.") -> Entry:
    document = Document(name, "f", f"{name}.txt", f"Title {name}")
    chunks = chunk(name, text, limits=Limits(2, 100, lambda words: len(words.split())))
    vectors = np.eye(len(chunks), 4, dtype=np.float32)
    return Entry(document, text, chunks, vectors, [vectors[:1]] * len(chunks))


def state(path: str, document: str | None, **other: str) -> FileState:
    return FileState(other.get("folder", "f"), path, 1, 2, settled=True, digest="x", document=document)


def test_what_is_stored_comes_back(catalogue: Catalogue) -> None:
    made = entry("a", "Été 🙂\x00. Three four.")
    catalogue.store(state("a.txt", "a"), made)
    assert catalogue.document("a") == made.document
    assert catalogue.text("a") == made.text
    assert catalogue.passages_of("a") == [one.passage for one in made.chunks]
    assert catalogue.numbers().tolist() == [1, 2]
    assert [vector.tolist() for vector in catalogue.vectors([1, 2, 9]).values()] == made.vectors.tolist()
    spans, vectors = catalogue.sentences(made.chunks[1].passage.id)
    assert tuple(spans) == made.chunks[1].sentences and vectors.tolist() == pack(made.vectors[:1]).tolist()
    assert catalogue.files("f") == {"a.txt": state("a.txt", "a")}
    assert catalogue.sound() == []


def test_changes_are_numbered_and_name_their_passages(catalogue: Catalogue) -> None:
    catalogue.store(state("a.txt", "a"), entry("a"))
    catalogue.store(state("b.txt", "b"), entry("b", ""))
    catalogue.drop("f", "a.txt")
    assert catalogue.changes(0, 9) == [
        Change(1, "added", "a", 1, 2),
        Change(2, "added", "b", 1, 0),
        Change(3, "removed", "a", 1, 2),
    ]
    assert catalogue.sequence() == 3 and catalogue.changes(2, 1) == catalogue.changes(0, 9)[2:]
    assert [catalogue.last_passage(number) for number in range(4)] == [0, 2, 2, 2]


def test_numbers_are_never_given_twice(catalogue: Catalogue) -> None:
    catalogue.store(state("a.txt", "a"), entry("a"))
    catalogue.drop("f", "a.txt")
    catalogue.store(state("a.txt", "a"), entry("a"))
    assert catalogue.numbers().tolist() == [3, 4]


def test_storing_twice_is_storing_once(catalogue: Catalogue) -> None:
    for _ in range(2):
        catalogue.store(state("a.txt", "a"), entry("a"))
    assert catalogue.sequence() == 1 and catalogue.numbers().tolist() == [1, 2]


def test_a_document_goes_with_the_last_of_its_places(catalogue: Catalogue) -> None:
    catalogue.store(state("b.txt", "a"), entry("a"))
    catalogue.store(state("a.txt", "a"))
    catalogue.store(state("z.txt", "a", folder="e"))
    assert (catalogue.document("a").folder, catalogue.document("a").path) == ("e", "z.txt")
    catalogue.drop("e", "z.txt")
    assert catalogue.document("a").path == "a.txt"
    catalogue.store(state("a.txt", None))
    assert catalogue.document("a").path == "b.txt"
    catalogue.drop("f", "b.txt")
    for ask in (catalogue.document, catalogue.text):
        with pytest.raises(NotFound, match="'a'"):
            ask("a")
    assert catalogue.numbers().tolist() == [] and catalogue.folders() == ["f"]


def test_what_was_withdrawn_is_not_stored_until_readmitted(catalogue: Catalogue) -> None:
    catalogue.store(state("a.txt", "a"), entry("a"))
    catalogue.withdraw("a")
    assert catalogue.known("a") and catalogue.withdrawn("a")
    catalogue.store(state("a.txt", "a"), entry("a"))
    assert catalogue.documents() == []
    catalogue.readmit("a")
    assert not catalogue.known("a")
    catalogue.store(state("a.txt", "a"), entry("a"))
    assert [document.id for document in catalogue.documents()] == ["a"]


def test_a_document_that_cannot_be_stored_whole_is_not_stored(catalogue: Catalogue) -> None:
    broken = entry("a")
    broken = replace(broken, chunks=[broken.chunks[0], broken.chunks[0]])
    with pytest.raises(DirectoryFormat):
        catalogue.store(state("a.txt", "a"), broken)
    assert catalogue.documents() == [] and catalogue.files("f") == {} and catalogue.sequence() == 0
    catalogue.store(state("b.txt", "b"), entry("b"))
    assert catalogue.sequence() == 1


def test_an_identity_is_of_one_catalogue_and_one_model(tmp_path: Path) -> None:
    identities = set()
    for name in ("a", "b"):
        for _ in range(2):
            catalogue = Catalogue(tmp_path / name, model="m")
            identities.add(catalogue.identity)
            catalogue.close()
    assert len(identities) == 2 and all(identity.endswith("/m") for identity in identities)


def test_a_reader_writes_nothing(catalogue: Catalogue) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalogue._database.read().execute("DELETE FROM documents")


def test_each_thread_reads_while_another_writes(catalogue: Catalogue) -> None:
    catalogue.store(state("a.txt", "a"), entry("a"))
    seen: list[int] = []
    with catalogue._database.write() as writer:
        writer.execute("DELETE FROM documents")
        thread = threading.Thread(target=lambda: seen.append(len(catalogue.numbers())))
        thread.start()
        thread.join()
        writer.execute("INSERT INTO facts VALUES ('x', 'y')")
    assert seen == [2] and len(catalogue.numbers()) == 0


def test_a_file_cut_short_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\x07" * 5000)
    for read_only in (True, False):
        with pytest.raises(DirectoryFormat, match="damaged or not an index"):
            Catalogue(path, model="m", read_only=read_only)
    assert path.read_bytes().startswith(b"SQLite format 3\x00\x07")


def test_many_numbers_are_asked_for_at_once(catalogue: Catalogue) -> None:
    catalogue.store(state("a.txt", "a"), entry("a"))
    assert set(catalogue.passages(range(100_000))) == {1, 2} == set(catalogue.vectors(np.arange(100_000)))
    assert json.dumps(sorted(catalogue.passages([]))) == "[]"


def test_packed_vectors_keep_a_cosine_to_two_decimals() -> None:
    vectors = np.random.default_rng(0).standard_normal((50, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    packed = pack(vectors).astype(np.float32) / 127
    assert packed @ vectors.T == pytest.approx(vectors @ vectors.T, abs=0.01)
