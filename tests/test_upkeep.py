"""What `verify` looks at, and that it finds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index


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
    cache = filled._exact if part == "vectors" else filled._keywords
    cache.apply([2], ())
    cache.flush()
    [problem] = filled.verify()
    assert problem.part == part and "1 of 3 passages are missing" in problem.text


@pytest.mark.parametrize("part", ["vectors", "words"])
def test_a_passage_that_a_cache_kept_is_found(filled: Index, part: str) -> None:
    [stored] = filled._catalogue.stored(2, 2)
    filled.remove(stored.document.id)
    cache = filled._exact if part == "vectors" else filled._keywords
    cache.apply((), [stored])
    cache.flush()
    [problem] = filled.verify()
    assert problem.part == part and "1 passages that were removed are still there" in problem.text


def test_a_vector_that_chroma_lost_is_found(filled: Index) -> None:
    assert filled._chroma and filled._chroma._cache
    filled._chroma._cache.apply([2], ())
    [problem] = filled.verify()
    assert problem.part == "chroma" and "2 vectors of 3" in problem.text


def test_damage_to_the_catalogue_is_found(filled: Index) -> None:
    with filled._catalogue._database.write() as writer:
        writer.execute("PRAGMA writable_schema = ON")
        writer.execute("UPDATE sqlite_master SET rootpage = 999 WHERE name = 'files_of_document'")
    assert any(problem.part == "catalogue" for problem in filled.verify())


def test_an_empty_index_is_in_order(index: Index) -> None:
    assert index.verify() == []
