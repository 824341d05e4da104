"""Tantivy: the best passages by words, and which passages a filter lets through."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.keywords import Keywords, content_terms, terms
from index.records import Document, Filter, Passage
from index.rows import Stored


def stored(number: int, text: str, **header: object) -> Stored:
    document = Document(f"d{number}", "f", f"{number}.txt", str(header.pop("title", "")), **header)  # type: ignore[arg-type]
    return Stored(number, Passage(f"d{number}-0", document.id, 0, len(text), text), document, np.zeros(2, np.float32))


@pytest.fixture
def keywords(tmp_path: Path) -> Keywords:
    keywords = Keywords(tmp_path / "words")
    keywords.clear()
    passages = [
        stored(1, "The harbour was closed.", published=date(2024, 1, 1), source="North desk"),
        stored(2, "The harbour of harbours.", published=date(2024, 1, 31), source="South desk"),
        stored(3, "A bridge opened.", title="Harbour notes"),
        stored(4, "Nothing else.", source="North desk"),
    ]
    keywords.apply((), passages)
    keywords.flush()
    return keywords


def test_words_are_found_by_their_stems_in_text_and_title(keywords: Keywords) -> None:
    assert set(keywords.search("harbours", 10)) == {1, 2, 3}
    assert set(keywords.search("Opening", 10)) == {3}
    assert keywords.search("volcano", 10) == {}


def test_more_of_the_words_scores_higher(keywords: Keywords) -> None:
    scores = keywords.search("harbour", 10)
    assert scores[2] > scores[1] > 0
    assert list(keywords.search("harbour closed", 1)) == [1]


def test_a_filter_does_not_change_the_scores(keywords: Keywords) -> None:
    scores = keywords.search("harbour", 10)
    within = keywords.search("harbour", 10, Filter(sources=("North desk",)))
    assert within == {1: pytest.approx(scores[1])}


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(), [1, 2, 3, 4]),
        (Filter(undated=False), [1, 2]),
        (Filter(published_from=date(2024, 1, 1), published_to=date(2024, 1, 31)), [1, 2, 3, 4]),
        (Filter(published_from=date(2024, 1, 2), undated=False), [2]),
        (Filter(published_to=date(2024, 1, 1), undated=False), [1]),
        (Filter(published_from=date(2024, 2, 1), published_to=date(2024, 1, 1)), [3, 4]),
        (Filter(sources=("North desk", "South desk")), [1, 2, 4]),
        (Filter(sources=("north desk",)), []),
        (Filter(sources=("",)), []),
        (Filter(documents=("d2", "d9")), [2]),
        (Filter(sources=("North desk",), undated=False), [1]),
    ],
)
def test_only_what_a_filter_lets_through_is_found(keywords: Keywords, where: Filter, expected: list[int]) -> None:
    assert sorted(keywords.search("harbour bridge else", 10, where)) == expected


def test_what_was_taken_out_is_gone_for_good(keywords: Keywords) -> None:
    keywords.apply([2], ())
    keywords.flush()
    assert set(keywords.search("harbour", 10)) == {1, 3}
    assert keywords.held().tolist() == [1, 3, 4]
    assert not keywords.holds(stored(2, ""))


def test_a_commit_killed_before_it_counted_is_done_again(keywords: Keywords) -> None:
    keywords.close()
    meta = keywords.folder / "meta.json"
    before = meta.read_bytes()
    for _ in range(2):
        again = Keywords(keywords.folder)
        again.apply([2], ())
        again.flush()
        again.close()
        assert again.held().tolist() == [1, 3, 4]
        meta.write_bytes(before)  # all that the commit wrote is there, but for what makes it count


def test_a_reader_sees_each_commit(keywords: Keywords) -> None:
    reader = Keywords(keywords.folder)
    assert reader.search("snow", 5) == {}
    keywords.apply([1], [stored(9, "Snow fell.")])
    assert reader.search("snow", 5) == {}
    keywords.flush()
    assert list(reader.search("snow", 5)) == [9]
    assert 1 not in reader.search("harbour", 5)


def test_where_there_is_no_index_nothing_is_found(tmp_path: Path) -> None:
    nothing = Keywords(tmp_path / "words")
    assert nothing.search("harbour", 5) == {} and nothing.held().tolist() == []
    assert nothing.rarity(["harbour"]) == {"harbour": 1.0}


def test_rarity_is_the_inverse_document_frequency_of_bm25(keywords: Keywords) -> None:
    weights = keywords.rarity(["harbour", "volcano"])
    assert weights["harbour"] == pytest.approx(math.log(1 + (4 - 3 + 0.5) / (3 + 0.5)))
    assert weights["volcano"] == pytest.approx(math.log(1 + (4 + 0.5) / 0.5))


def test_terms_are_what_the_index_holds(keywords: Keywords) -> None:
    assert terms("The Harbours, closed!") == ["the", "harbour", "close"]
    for term in terms("The Harbour was closed"):
        assert keywords.rarity([term])[term] < keywords.rarity(["volcano"])["volcano"]


def test_content_terms_leave_the_function_words_out_unless_there_are_no_others() -> None:
    assert content_terms("What was the harbour of Lorne?") == ["harbour", "lorn"]
    assert content_terms("What is it?") == ["what", "is", "it"]
    assert content_terms("") == []
