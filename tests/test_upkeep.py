"""What `verify` looks at, and that it finds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from index.catalogue import Catalogue
from index.upkeep import check_catalogue
from tests.fakes import HashEmbedder


@pytest.fixture
def filled(index: Index, briefings: Path) -> Index:
    index.sync(briefings)
    assert index.verify() == []
    return index


def test_a_passage_that_is_not_its_text_is_found(filled: Index) -> None:
    with filled._catalogue._database.write() as writer:
        writer.execute("UPDATE passages SET start = start + 1 WHERE number = 2")
    [problem] = filled.verify()
    assert problem.part == "catalogue" and "not the text at its offsets" in problem.text


@pytest.mark.parametrize("part", ["vectors", "words"])
def test_a_passage_that_a_cache_lost_is_found(filled: Index, part: str) -> None:
    cache = filled._storage.exact if part == "vectors" else filled._storage.keywords
    cache.apply([2], ())
    cache.flush()
    [problem] = filled.verify()
    assert problem.part == part and "1 of 3 passages are missing" in problem.text


@pytest.mark.parametrize("part", ["vectors", "words"])
def test_a_passage_that_a_cache_kept_is_found(filled: Index, part: str) -> None:
    [stored] = filled._catalogue.stored(2, 2)
    filled.remove(stored.document.id)
    cache = filled._storage.exact if part == "vectors" else filled._storage.keywords
    cache.apply((), [stored])
    cache.flush()
    [problem] = filled.verify()
    assert problem.part == part and "1 passages that were removed are still there" in problem.text


def test_a_vector_that_chroma_lost_is_found(filled: Index) -> None:
    assert filled._storage.chroma and filled._storage.chroma._cache
    filled._storage.chroma._cache.apply([2], ())
    [problem] = filled.verify()
    assert problem.part == "chroma" and "2 vectors of 3" in problem.text


@pytest.mark.parametrize("table", ["files_of_document", "texts", "passages"])
def test_damage_to_the_catalogue_is_found_and_named(filled: Index, table: str) -> None:
    reader = filled._catalogue._database.read()
    [page] = reader.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    [size] = reader.execute("PRAGMA page_size").fetchone()
    filled.close()
    with (filled.path / "catalogue.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x07" * size)
    catalogue = Catalogue(filled.path / "catalogue.db", model=HashEmbedder.model_name)
    problems = list(check_catalogue(catalogue))
    catalogue.close()
    assert problems and all("restore" in problem.text for problem in problems)


def test_an_empty_index_is_in_order(index: Index) -> None:
    assert index.verify() == []
